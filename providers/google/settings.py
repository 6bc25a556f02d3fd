"""What the configuration says about Google Calendar."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from providers.settings import Settings


class Notify(StrEnum):
    """Whom Google mails about a change. Nobody is no choice: some programs then lose the event."""

    OUTSIDE = "outside"
    """Guests who are not on Google Calendar (`externalOnly`)."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class GoogleSettings(Settings):
    service_account: Path | None = None
    """Key file of a service account with domain-wide delegation; None: one person signs in."""
    client: Path | None = None
    """File of the OAuth client with which one person signs in."""
    read_as: str | None = None
    """Email of the account that reads all calendars; None: with a service account each owner's own. Events are always
    written as their calendar's owner."""
    notify: Notify = Notify.OUTSIDE
    meet: bool = False
    """Whether new events get a Meet link."""
    endpoint: str = "https://www.googleapis.com"
    """Without a path; plain http only on this machine."""
    token_endpoint: str | None = None
    """Where tokens come from, other than Google's own; for tests."""
