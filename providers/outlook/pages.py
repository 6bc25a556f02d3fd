"""Follows answers that go on, of many requests at the same time."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from providers.errors import ProviderError
from providers.outlook.client import Client
from providers.outlook.failure import not_understood
from providers.outlook.part import Part
from providers.outlook.reply import Body

Key = TypeVar("Key", bound=Hashable)
Pages = list[Body] | ProviderError
"""All pages of one answer, the last of which does not go on; or why they cannot be had."""


def all_pages(client: Client, parts: Mapping[Key, Part]) -> dict[Key, Pages]:
    """The answers with all their pages; the next ones of all are asked for together."""
    answers: dict[Key, Pages] = {}
    pages: dict[Key, list[Body]] = {key: [] for key in parts}
    seen = {(key, part.path) for key, part in parts.items()}
    waiting = dict(parts)
    while waiting:
        going_on: dict[Key, Part] = {}
        for (key, part), answer in zip(waiting.items(), client.ask(list(waiting.values())), strict=True):
            if isinstance(answer, ProviderError):
                answers[key] = answer
                continue
            pages[key].append(answer)
            link = answer.get("@odata.nextLink")
            if link is None:
                answers[key] = pages[key]
                continue
            try:
                following = client.following(part, link)
            except ProviderError as error:
                answers[key] = error
                continue
            if (key, following.path) in seen:
                answers[key] = not_understood("the answer goes on in a circle", part.mailbox)
                continue
            seen.add((key, following.path))
            going_on[key] = following
        waiting = going_on
    return answers


def items(pages: list[Body], who: str) -> list[Body]:
    """What a list holds, over all its pages.

    Raises:
        InvalidAnswer: it is no list.
    """
    found: list[Body] = []
    for page in pages:
        value = page.get("value")
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise not_understood("the answer is no list of events", who)
        found += value
    return found
