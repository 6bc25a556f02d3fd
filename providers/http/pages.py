"""Follows answers that go on, of many requests at the same time."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from providers.errors import ProviderError
from providers.http.batching import Client
from providers.http.request import Body, Refused, Request

Key = TypeVar("Key", bound=Hashable)
Pages = list[Body] | Refused
"""All pages of one answer, the last of which does not go on; or why they cannot be had."""
Follow = Callable[[Request, Body], Request | None]
"""The request for what comes after an answer to another; None: it was the last. Raises `ProviderError` for an answer
that goes on elsewhere."""


def all_pages(client: Client, requests: Mapping[Key, Request], follow: Follow) -> dict[Key, Pages]:
    """The answers with all their pages; the next ones of all are asked for together. A page may be empty, and not be
    the last."""
    answers: dict[Key, Pages] = {}
    pages: dict[Key, list[Body]] = {key: [] for key in requests}
    seen = {(key, request.path) for key, request in requests.items()}
    waiting = dict(requests)
    while waiting:
        going_on: dict[Key, Request] = {}
        for (key, request), answer in zip(waiting.items(), client.ask(list(waiting.values())), strict=True):
            if isinstance(answer, Refused):
                answers[key] = replace(answer, page=len(pages[key]))
                continue
            pages[key].append(answer)
            try:
                following = follow(request, answer)
            except ProviderError as error:
                answers[key] = Refused(error, 200)
                continue
            if following is None:
                answers[key] = pages[key]
            elif (key, following.path) in seen:
                what = "the answer goes on in a circle, and does not end"
                answers[key] = Refused(client.service.not_understood(what, request.who), 200)
            else:
                seen.add((key, following.path))
                going_on[key] = following
        waiting = going_on
    return answers
