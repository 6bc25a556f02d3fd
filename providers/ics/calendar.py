"""All .ics files of one person to a Calendar."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from re import Pattern

from providers.attendee_copies import without_ours
from providers.event import Calendar, Event, Show, Unknown
from providers.ics.budget import Budget
from providers.ics.event import Meaning, foreign, meaning, ours
from providers.ics.expand import Failed, Instance, expand, first_instance
from providers.ics.freebusy import Published, published
from providers.ics.parse import BrokenEvent, parse, shown
from providers.ics.series import Series, Vevent, merge, vevents
from providers.ics.times import Known, NamedZone
from providers.interface import Account
from providers.interval import Interval, subtract

_AGAIN = "Export the calendar again, or remove the file."


class CalendarReader:
    """Reads the files of one person, one after the other, as far as a budget goes.

    Args:
        account: whose they are.
        window: events that touch it are answered.
        title: see `Provider.read`.
        budget: for all of them together.
    """

    def __init__(self, account: Account, window: Interval, title: Pattern[str] | None, budget: Budget | None = None):
        self._account = account
        self._owner = account.email.lower()
        self._window = window
        self._title = title
        self._budget = Budget() if budget is None else budget
        self._home = NamedZone(account.time_zone)
        self._known: Known = {}
        self._found: list[Vevent] = []
        self._published: list[Published] = []
        self._unknown: set[Unknown] = set()

    def add(self, name: str, stem: str | None, chunks: Iterable[bytes]) -> None:
        """Read a file.

        Args:
            name: as shown to a person.
            stem: its name without ending, if it is one in which our events may stand; None: an export.
            chunks: its octets.

        Raises:
            OverBudget: this person's data is too much.
        """
        self._budget.component()
        parsed = parse(chunks, self._budget)
        self._found += vevents(parsed, name, stem, self._home, self._budget, self._known)
        for fault in parsed.faults:
            self.refuse(f"{self._owner}: {name} {fault}. {_AGAIN}")
        for each in published(parsed, self._home, self._budget, self._known):
            if isinstance(each, Published):
                self._published.append(each)
            else:
                self.refuse(f"{self._owner}: {name}: free/busy {each}. {_AGAIN}")

    def refuse(self, why: str) -> None:
        """A file was not read. `why` is a sentence for a person."""
        self._unknown.add(Unknown(self._window, why))

    def calendar(self) -> Calendar:
        """What the files hold in the window.

        Raises:
            OverBudget: this person's data is too much.
        """
        events: list[Event] = []
        held = 0
        for series in merge(self._found, self._budget):
            held += not series.cancelled and series.marker is None
            for answer in self._understand(series):
                if isinstance(answer, Event):
                    events.append(answer)
                else:
                    self._unknown.add(answer)
        blocks = self._blocks()
        rest, hidden = without_ours(
            [block for block in blocks if block.span.overlaps(self._window)],
            [event.span for event in events if event.marker is not None],
        )
        self._unknown.update(Unknown(span, self._hides()) for span in hidden)
        if self._published and held == 0:
            self._unknown.update(self._beyond())
        events = sorted([*events, *rest], key=lambda event: (event.span.start, event.span.end, event.uid))
        unknown = tuple(sorted(self._unknown))
        return Calendar(self._account.email, tuple(events), unknown, held + len(blocks))

    def _understand(self, series: Series) -> Iterator[Event | Unknown]:
        means: dict[int, Meaning] = {}

        def meant(vevent: Vevent) -> Meaning:
            if id(vevent) not in means:
                means[id(vevent)] = meaning(vevent.component, self._owner, self._title)
            return means[id(vevent)]

        marker = None if series.cancelled else series.marker
        first: Instance | None = None
        if marker is not None:
            with suppress(BrokenEvent, ValueError, OverflowError):  # `expand` says what is wrong, and where
                first = first_instance(series.main)
            window = self._window
            if first is not None and (first.span.overlaps(window) or window.start <= first.span.start < window.end):
                yield ours(first, meant(series.main), series, marker, self._owner)
        for answer in expand(series, self._window, self._budget):
            if isinstance(answer, Failed):
                if meant(answer.vevent).blocks:  # what cannot block cannot make unknown
                    yield self._failed(answer)
            elif first is not None and answer.vevent is first.vevent and answer.span == first.span:
                continue  # further instances are what a human made of our event: not ours
            elif answer.span.start < answer.span.end:
                yield foreign(answer, meant(answer.vevent), series.uid, self._owner)

    def _failed(self, failed: Failed) -> Unknown:
        where = f"{failed.vevent.file}: the event with UID {shown(failed.vevent.uid)}"
        do = "Correct or delete it, then export the calendar again."
        return Unknown(failed.span, f"{self._owner}: {where} {failed.why}. {do}")

    def _blocks(self) -> list[Event]:
        """Blocks of published free/busy, in and out of the window; several files may tell the same one."""
        told = {block: None for each in self._published for block in each.blocks}
        return [Event(self._owner, "", span, show) for span, show in told if show is not Show.FREE]

    def _hides(self) -> str:
        return (
            f"{self._owner}: only free or busy can be seen, and a block reaches beyond the 1-on-1 at the same time, so "
            "another meeting may lie over it; it stays. Export the calendar with its events to know"
        )

    def _beyond(self) -> Iterator[Unknown]:
        """Where nothing is known of somebody who publishes free/busy only."""
        for span in subtract([self._window], (each.told for each in self._published)):
            why = f"{self._owner}: the calendar tells when they are busy, but not from {span.start:%d %B %Y} on"
            if span.end < self._window.end:
                why = f"{self._owner}: the calendar tells when they are busy only from {span.end:%d %B %Y} on"
            yield Unknown(span, f"{why}. Publish free/busy for a longer time, or export the events.")
