"""The steps that a service fills in: pure, but for what they hand over to be asked."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from re import Pattern
from typing import Any, Protocol

from providers.base.state import ReadState
from providers.errors import InvalidAnswer
from providers.event import Event, Interval, Profile, Show
from providers.http.pages import Pages
from providers.http.request import Body, Refused, Request
from providers.interface import Account
from providers.snapshot import Snapshot

Item = Mapping[str, Any]
"""An event, as the service gives it."""
Key = tuple[Hashable, ...]
"""Names a question."""
Blocks = list[tuple[Interval, Show]]


class Meaning(Protocol):
    """What events of a service mean."""

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """An answer that makes no sense."""
        ...

    def event(self, item: Item, account: Account, items: Mapping[str, Item]) -> Event | None:
        """What an item means; None for one that takes no place. Only what is certainly ours has a marker.

        Args:
            items: the calendar's, among which its series may be.
        """
        ...

    def may_take_time(self, item: Item) -> bool:
        """Whether it may be ours, or take its owner's time, where nothing else of it may be understood."""
        ...

    def hides(self, item: Item, account: Account) -> str | None:
        """Why an item may be one of ours, though it cannot be told; None: it can."""
        ...


class Adapter(Meaning, Protocol):
    """One service. Whatever a step raises of `providers.errors.MALFORMED` means that the answer cannot be understood,
    and makes unknown whom it is about."""

    fields: str
    """What is kept of an event; a snapshot of other fields is of no use."""

    @property
    def incremental(self) -> bool:
        """Whether later runs ask for what changed."""
        ...

    longest_busy: timedelta
    """So much time may one question about free and busy span."""

    def follow(self, request: Request, answer: Body) -> Request | None:
        """See `providers.http.pages.Follow`."""
        ...

    # list

    def reach(self, window: Interval) -> Interval:
        """What has to be listed for a window."""
        ...

    def ahead(self, reach: Interval) -> Interval:
        """What is listed where it is kept: more, so that it also serves the runs to come."""
        ...

    def origin(self, email: str) -> Mapping[str, str]:
        """What else a snapshot depends on, such as who asked; it serves where that is the same."""
        ...

    def listing(self, email: str, base: Snapshot, *, kept: bool) -> Request:
        """Asks for what changed since a snapshot; for everything in its window where it has no token.

        Args:
            kept: whether a later run goes on from there.
        """
        ...

    def listed(self, email: str, base: Snapshot, pages: Pages, *, kept: bool) -> Snapshot | Refused | None:
        """The snapshot with what was answered; None: that does not do, and everything is to be read anew."""
        ...

    def parents(self, snapshots: Mapping[str, Snapshot]) -> dict[Key, Request]:
        """Asks for series of which only occurrences were told; keys are email and id."""
        ...

    def kept(self, item: Item) -> dict[str, Any]:
        """Only what is read of an event, should more have arrived."""
        ...

    # mark ours, enrich

    def beside(self, state: ReadState) -> dict[Key, Request]:
        """What is asked together with the lists, where their batches have room."""
        ...

    def missing(self, state: ReadState) -> dict[Key, Request]:
        """What the lists do not tell."""
        ...

    def still_missing(self, state: ReadState) -> dict[Key, Request]:
        """What can be asked only when that is known."""
        ...

    def take(self, state: ReadState, key: Key, pages: Pages) -> None:
        """Take in the answer to a question of the last three."""
        ...

    def concerned(self, key: Key) -> Sequence[str]:
        """Whose calendars (emails) a question is about."""
        ...

    def held(self, state: ReadState, email: str) -> int:
        """See `Calendar.held`."""
        ...

    # free and busy

    def may_ask_busy(self, email: str, refused: Refused) -> bool:
        """Whether to ask when somebody is busy whose calendar could not be listed."""
        ...

    def busy(self, emails: Sequence[str], piece: Interval) -> dict[Key, Request]:
        """Asks when people are busy; keys end with the emails."""
        ...

    def blocks(self, emails: Sequence[str], answer: Body) -> dict[str, Blocks | Refused]:
        """When they are busy; what it says of one does not touch the others."""
        ...

    # profiles

    def profile_request(self, email: str) -> Request:
        """Asks what an account says about its owner."""
        ...

    def profile(self, answer: Body) -> Profile:
        """What it says."""
        ...


def pattern_name(title: Pattern[str]) -> str:
    """Tells patterns apart."""
    return f"{title.flags} {title.pattern}"
