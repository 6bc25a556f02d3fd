"""The folder of messages: what is to be sent, and of what was sent, that it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from providers.files import Folder, open_folder
from scheduler.tell.summary.message import Channel, Message, from_json, to_json

KEPT = timedelta(days=35)
"""So long it is known that a message was sent."""
PATIENCE = timedelta(days=7)
"""What cannot be sent for so long says nothing to anybody any more."""


class Outbox:
    """An open folder of messages, one file each."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def add(self, message: Message) -> None:
        """Keep a message until it is sent; of a run and channel only the first ever.

        Raises:
            OSError: it could not be written.
        """
        if self._folder.mode(message.name) is None:
            self._write(message)

    def settle(self, message: Message) -> None:
        """It is sent, or given up: a person's is forgotten, of others it stays known.

        Raises:
            OSError: it could not be written.
        """
        if message.channel is Channel.PEOPLE and message.to:
            self._folder.delete(message.name)
        else:
            self._write(message.settled())

    def keep(self, message: Message, *, instead: Message) -> None:
        """Keep what is left of a message, under the name that it had."""
        self._folder.write(instead.name, to_json(message))

    def has(self, message: Message) -> bool:
        """Whether there is, or was, a message of this run and channel."""
        return self._folder.mode(message.name) is not None

    def waiting(self, now: datetime) -> list[Message]:
        """What is to be sent, oldest first. What is too old to be of use is settled, and forgotten in the end.

        Files that hold no message are left alone.

        Raises:
            OSError: the folder cannot be read or written.
        """
        found = []
        for name in self._folder.names():
            message = self._read(name)
            if message is None:
                continue
            age = now - message.made
            if age > KEPT:
                self._folder.delete(name)
            elif not message.sent and age > PATIENCE:
                self.settle(message)
            elif not message.sent:
                found.append(message)
        return sorted(found, key=lambda message: (message.made, message.run, message.channel, message.to))

    def _read(self, name: str) -> Message | None:
        if not name.endswith(".json"):
            return None
        try:
            with self._folder.read(name) as file:
                message = from_json(file.read())
        except (OSError, ValueError):
            return None
        return message

    def _write(self, message: Message) -> None:
        self._folder.write(message.name, to_json(message), durable=message.channel is not Channel.PEOPLE)


@contextmanager
def open_outbox(path: Path) -> Iterator[Outbox]:
    """The outbox, made where it is missing; its owner's alone.

    Raises:
        OSError: it cannot be made or opened.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_folder(path) as folder:
        folder.sweep()
        yield Outbox(folder)
