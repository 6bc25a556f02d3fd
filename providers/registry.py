"""The providers that there are. Nothing else names them all: a new one is an entry here, and its package.

An entry is light. What talks to a service is imported only when it is used.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from providers.registration import Registration


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be told of a provider without its package."""

    name: str
    """As `provider` and `[providers.NAME]` say it."""
    title: str
    """As people call it."""
    account: str | None = None
    """At whom one signs in, for a sentence; None: nobody signs in."""
    device_code: bool = False
    """Whether one can sign in on another device, with a code."""

    def load(self) -> "Registration[Any]":
        """Its package's part; see `providers.registration`."""
        registration: Registration[Any] = import_module(f"providers.{self.name}.registration").REGISTRATION
        return registration


_ENTRIES = (
    Entry("folder", "a folder of calendars"),
    Entry("google", "Google Calendar", account="Google"),
    Entry("outlook", "Outlook", account="Microsoft", device_code=True),
)
PROVIDERS = {entry.name: entry for entry in _ENTRIES}
"""By name."""
SERVICES = {entry.name: entry for entry in _ENTRIES if entry.account is not None}
"""Those to which one signs in."""
DEFAULT = "folder"
"""Where calendars are if nothing is said; needs no account."""


def accounts() -> str:
    """At whom one signs in, for a sentence."""
    return " or ".join(entry.account or "" for entry in SERVICES.values())
