"""Messages as webhooks take them, and posting them.

Slack's own SDK would post the same JSON, without a deadline for the whole answer; our sessions have one.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from providers.section.secret import no_webhook
from scheduler.tell.post import NotSent, post
from scheduler.tell.summary.message import Channel, Message
from scheduler.tell.summary.secret import read_secret
from scheduler.telling import Secret

JSON = "application/json"
CARD_BYTES = 28 * 1024
"""A larger message is refused, says the documentation of Teams' connectors."""
SLACK_CHARACTERS = 3500
"""Of a text that Slack neither cuts nor splits: at 4,000 it does, https://docs.slack.dev/reference/methods/chat.postMessage."""
MORE = "… the rest stands in the log of the night."


def send_by_webhook(message: Message, secret: Secret, environ: Mapping[str, str], seconds: float) -> None:
    """Post a message.

    Raises:
        NotSent: it was not taken, or there is no address.
    """
    server = {Channel.SLACK: "Slack", Channel.TEAMS: "Teams"}[message.channel]
    url = read_secret(secret, environ)
    if (wrong := no_webhook(url.encode())) is not None:
        raise NotSent(f"what should be the address of {server}'s webhook {wrong}")
    body = slack(message) if message.channel is Channel.SLACK else card(message)
    post(url, body, JSON, server, seconds)


def slack(message: Message) -> bytes:
    """`{"text": …}`, with what Slack would take for markup escaped."""
    lines = [f"*{_escaped(message.subject)}*"]
    lines += [f"{_escaped(name)}: {_escaped(value)}" for name, value in message.facts]
    kept, used = [], sum(map(len, lines))
    for paragraph in message.paragraphs:
        line = f"• {_escaped(paragraph)}"
        used += len(line) + 1
        if used > SLACK_CHARACTERS:
            kept.append(MORE)
            break
        kept.append(line)
    return json.dumps({"text": "\n".join(lines + kept)}).encode()


def card(message: Message) -> bytes:
    """An Adaptive Card for a workflow's webhook, of no more bytes than it takes."""
    kept = len(message.paragraphs)
    while len(made := _card(message, kept)) > CARD_BYTES and kept:
        kept = kept * 3 // 4
    return made


def _card(message: Message, kept: int) -> bytes:
    envelope: dict[str, Any] = json.loads(files(__package__).joinpath("adaptive_card.json").read_text("utf-8"))
    envelope["attachments"][0]["content"]["body"] = list(_body(message, kept))
    return json.dumps(envelope, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _body(message: Message, kept: int) -> Iterator[dict[str, object]]:
    yield {"type": "TextBlock", "text": _plain(message.subject), "weight": "Bolder", "size": "Medium", "wrap": True}
    if message.facts:
        yield {"type": "FactSet", "facts": [{"title": name, "value": _plain(value)} for name, value in message.facts]}
    for paragraph in message.paragraphs[:kept]:
        yield {"type": "TextBlock", "text": _plain(paragraph), "wrap": True}
    if kept < len(message.paragraphs):
        yield {"type": "TextBlock", "text": MORE, "isSubtle": True, "wrap": True}


def _escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text/#escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """Text in which a card sees no link and no emphasis."""
    return "".join(f"\\{character}" if character in "\\[]*_`" else character for character in text)
