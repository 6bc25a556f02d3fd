"""What is to be said, and to whom; as it lies in the outbox."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Channel(StrEnum):
    """By which way a message goes."""

    SMTP = "smtp"
    SLACK = "slack"
    TEAMS = "teams"
    PEOPLE = "people"
    """By mail, to one person about their own 1-on-1s."""


@dataclass(frozen=True, slots=True)
class Message:
    run: str
    """Of which run it tells."""
    channel: Channel
    made: datetime
    """UTC."""
    subject: str
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value: the numbers."""
    paragraphs: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Emails; of a webhook none."""
    sent: bool = False
    """Whether nothing is to be sent any more. Only run, channel and time are left then."""

    @property
    def name(self) -> str:
        """Of its file: the same for the same run, channel and, of a message to one person, person."""
        whom = f" {self.to[0]}" if self.channel is Channel.PEOPLE and self.to else ""
        return f"{sha256(f'{self.run} {self.channel}{whom}'.encode()).hexdigest()[:32]}.json"

    @property
    def identity(self) -> str:
        """For a mail's Message-ID: what is sent twice is seen to be the same."""
        return self.name.removesuffix(".json")

    def settled(self) -> "Message":
        """What is kept once it is sent, or given up."""
        return replace(self, subject="", facts=(), paragraphs=(), to=(), sent=True)


def to_json(message: Message) -> bytes:
    """A message as it is kept."""
    content = {**asdict(message), "made": message.made.isoformat(), "channel": message.channel.value}
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")


def from_json(data: bytes) -> Message:
    """A message that was kept.

    Raises:
        ValueError: it is none.
    """
    try:
        content = json.loads(data)
        return Message(
            run=str(content["run"]),
            channel=Channel(content["channel"]),
            made=datetime.fromisoformat(content["made"]),
            subject=str(content["subject"]),
            facts=tuple((str(name), str(value)) for name, value in content["facts"]),
            paragraphs=tuple(map(str, content["paragraphs"])),
            to=tuple(map(str, content["to"])),
            sent=content["sent"] is True,
        )
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("is no message") from error
