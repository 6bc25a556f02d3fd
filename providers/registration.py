"""What a provider's package tells the program: how its section is read, and what can be made of that."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from providers.auth.secrets import Secrets, secrets_in
from providers.auth.status import Status
from providers.interface import Provider
from providers.section.table import ProviderTable
from providers.settings import Settings

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class Use:
    """What a company uses a provider for, and what it lends to it."""

    emails: tuple[str, ...]
    """Whose calendars it hosts; leaders first."""
    profiles: bool
    """Whether accounts are asked for their owner's zone or working hours."""
    tokens: Path | None
    """File that keeps the tokens of whoever signed in; None: the operating system's keyring."""
    state: Path
    """Folder for what was read last time, and for locks."""
    environ: Mapping[str, str]
    deadline: float | None = None
    """Seconds that a run may ask a service in all; None: as long as a run for one leader may."""

    def secrets(self) -> Secrets:
        """Where the sign-in is kept."""
        return secrets_in(self.tokens)


class Access(ABC):
    """How one signs in to a service: what `schedule auth` and `schedule check` do."""

    @property
    @abstractmethod
    def without_person(self) -> str | None:
        """What the configuration names with which no person has to sign in; None: one has to."""

    @abstractmethod
    def consent(self, tell: Callable[[str], None], *, device_code: bool) -> str:
        """Let one person sign in and agree; who it was. What they granted is kept.

        Args:
            tell: told what to do, in a line or two.
            device_code: whether they sign in on any device, with a code; else in a browser here.

        Raises:
            ProviderError: they did not, or it could not be kept.
        """

    @abstractmethod
    def status(self) -> Status:
        """How one is signed in, tried with a token."""

    @abstractmethod
    def forget(self) -> str:
        """Take back what was granted, where that is possible, and forget it; a sentence about it.

        Raises:
            NotPermitted: it may not be looked at.
        """

    def diagnose(self, status: Status, unread: Mapping[str, str]) -> Sequence[str]:
        """Sentences about what many refusals together mean; empty where there is nothing to say.

        Args:
            unread: why calendars could not be read, by email.
        """
        return ()


@dataclass(frozen=True)
class Registration(Generic[S]):
    """One provider."""

    table: type[ProviderTable]
    """Its section; its `settings` are those that the others take."""
    make: Callable[[S, Use], Provider]
    """Nothing is read or asked yet."""
    access: Callable[[S | None, Use], Access] | None = None
    """None: nobody signs in. Without settings, only `forget` can be used."""
