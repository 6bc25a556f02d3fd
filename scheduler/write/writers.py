"""The writers of a company's providers, each locked by this run alone."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import monotonic

from providers import lock
from providers.event import Event, Interval, Meeting
from providers.interface import Writer
from scheduler.company import Company
from scheduler.hosts import host_of
from scheduler.read.team import Providers


@dataclass(frozen=True, slots=True)
class Writers:
    """Hands every copy to whoever hosts its calendar."""

    company: Company
    providers: Providers
    open: Mapping[str, Writer]
    """By the provider's name."""

    def create(self, meeting: Meeting, calendars: Iterable[str], *, shared: bool) -> None:
        """See `Writer.create`.

        Args:
            shared: whether it is one meeting of both calendars: the leader's provider writes it and invites the member.
        """
        if shared:
            both = (meeting.organizer.email, meeting.attendee.email)
            self.open[self._host(meeting.organizer.email)].create(meeting, both)
            return
        # Whoever may find an id used up comes first, so that no copy of that generation is made elsewhere.
        emails = sorted(calendars, key=lambda email: not self.providers[self._host(email)].invites)
        for host in dict.fromkeys(self._host(email) for email in emails):
            self.open[host].create(meeting, [email for email in emails if self._host(email) == host])

    def move(self, copies: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`."""
        for host, those in self._by_host(copies).items():
            self.open[host].move(those, to)

    def cancel(self, copies: Sequence[Event]) -> None:
        """See `Writer.cancel`."""
        for host, those in self._by_host(copies).items():
            self.open[host].cancel(those)

    def _by_host(self, copies: Sequence[Event]) -> dict[str, list[Event]]:
        hosts = dict.fromkeys(self._host(copy.calendar) for copy in copies)
        return {host: [copy for copy in copies if self._host(copy.calendar) == host] for host in hosts}

    def _host(self, email: str) -> str:
        return host_of(self.company, self.providers, email)


@dataclass
class Patience:
    """How long a run goes on waiting for others that write, over all calendars together."""

    seconds: float = field(default_factory=lambda: lock.WAIT)


def writers_of(
    company: Company, providers: Providers, emails: Iterable[str], locks: ExitStack, whose: str, patience: Patience
) -> Writers:
    """The writers of these people's calendars.

    They are locked in the order of their names, so that no two runs wait for each other.

    Args:
        locks: holds them.
        whose: email of the leader for whom they write, told to whoever waits.
        patience: what is left of it; less afterwards.

    Raises:
        ProviderError: one of them cannot be had.
    """
    names = sorted({host_of(company, providers, email) for email in emails})
    held: dict[str, Writer] = {}
    for name in names:
        began = monotonic()
        held[name] = locks.enter_context(providers[name].writing(whose, patience.seconds))
        patience.seconds = max(0.0, patience.seconds - (monotonic() - began))
    return Writers(company, providers, held)
