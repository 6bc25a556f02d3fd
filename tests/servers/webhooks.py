"""Where Slack and a Teams workflow take messages: they refuse what the real ones would."""

import json
import re
from typing import Any

from tests.servers.base import Answer, Request, Server

SECRET_PATH = "/services/T0/B0/verysecret"
_KINDS: dict[str, dict[str, type]] = {
    "TextBlock": {"text": str, "wrap": bool, "weight": str, "size": str, "isSubtle": bool},
    "FactSet": {"facts": list},
}
"""Elements of a card, and the types of their properties: https://adaptivecards.io/explorer/."""


class Slack(Server):
    """An incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[str] = []

    @property
    def hook(self) -> str:
        """Its address."""
        return f"{self.url}{SECRET_PATH}"

    def handle(self, request: Request) -> Answer:
        """Take a message."""
        if request.method != "POST" or request.path != SECRET_PATH:
            return Answer(404, content=b"no_service")
        if request.headers.get("content-type") != "application/json":
            return Answer(400, content=b"invalid_payload")
        text = request.json.get("text")
        if not isinstance(text, str) or not text.strip():
            return Answer(400, content=b"no_text")
        if len(text) > 40_000:
            return Answer(400, content=b"msg_too_long")
        self.posted.append(text)
        return Answer(200, content=b"ok")


class Teams(Server):
    """The webhook of a workflow that posts Adaptive Cards."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Any] = []
        self.refused: list[str] = []

    @property
    def hook(self) -> str:
        """Its address; the signature in it is the secret."""
        return f"{self.url}{SECRET_PATH}?api-version=1&sig=verysecret"

    def handle(self, request: Request) -> Answer:
        """Take a card."""
        wrong = wrong_with(request)
        if wrong:
            self.refused.append(wrong)
            return Answer(400, {"error": {"message": wrong}})
        self.cards.append(request.json["attachments"][0]["content"])
        return Answer(202)


def wrong_with(request: Request) -> str:
    """What a workflow, or Teams, would not take; empty: nothing."""
    if request.method != "POST" or request.query.get("sig") != "verysecret":
        return "not signed"
    if len(request.body) > 28 * 1024:
        return "larger than 28 KB"
    message = json.loads(request.body)
    if message.get("type") != "message" or len(message.get("attachments", ())) != 1:
        return "no message with one attachment"
    attachment = message["attachments"][0]
    if attachment["contentType"] != "application/vnd.microsoft.card.adaptive":
        return "no adaptive card"
    card = attachment["content"]
    if card.get("type") != "AdaptiveCard" or not re.fullmatch(r"1\.[0-5]", card.get("version", "")):
        return "no version that Teams shows"
    if not card.get("body"):
        return "no body"
    return next(filter(None, map(_wrong_element, card["body"])), "")


def _wrong_element(element: Any) -> str:
    kind = element.get("type")
    if kind not in _KINDS:
        return f"{kind} is no element"
    for name, value in element.items():
        if name != "type" and not isinstance(value, _KINDS[kind].get(name, type(None))):
            return f"{kind}.{name} is not right"
    if kind == "TextBlock" and not element.get("text"):
        return "a TextBlock without text"
    for fact in element.get("facts", ()):
        if fact.keys() != {"title", "value"} or not all(isinstance(part, str) for part in fact.values()):
            return "no fact"
    return ""
