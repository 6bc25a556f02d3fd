"""The simulation: a service in memory that fails, people who act by day, nights that plan, and what must hold after."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import time_machine

from bench.companies import AS_OF, Town, town
from bench.memory import Service
from providers.errors import Unavailable, UsedUp
from providers.event import Event, Interval, Meeting, Response, Show
from providers.weeks import IsoWeek
from scheduler.company import Company, Team
from scheduler.fingerprint import with_fingerprint
from scheduler.ledger.record import State
from scheduler.ledger.store import recall_all
from scheduler.night.nightly import nightly
from scheduler.night.terms import NightTerms
from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Action
from scheduler.run import Setup

DAY = timedelta(days=1)
FAILING = 0.05
"""The share of requests that fail."""
KILLED_EVERY = 10
"""So many nights come to one that is killed."""
Key = tuple[str, str, str]
"""Leader, member and period of a 1-on-1."""


class Killed(BaseException):
    """The process ends here: no handler of the program runs on purpose."""


@dataclass
class Faulty(Service):
    """Fails now and then, before or after a request took effect; and ends the process at a request."""

    random: Random = field(default_factory=Random)
    failing: float = 0.0
    kill_at: int | None = None
    """Number of the request at which the process ends."""
    faults: int = 0
    gone: set[str] = field(default_factory=set)
    """UIDs of events of ours that were taken out: a service gives none of them again."""

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`; the answer may be lost."""
        if meeting.marker.uid in self.gone:
            raise UsedUp("an event of this id was deleted", who=meeting.organizer.email, do="Use another.")
        super().create(meeting, calendars)
        self._answer()

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`; the answer may be lost."""
        super().move(events, to)
        self._answer()

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`; the answer may be lost."""
        super().cancel(events)
        self.gone |= {event.uid for event in events}
        self._answer()

    def _answer(self) -> None:
        if self.random.random() < self.failing:
            self.faults += 1
            raise Unavailable("the answer was lost", who="everybody", do="Run again later.")

    def _asked(self, requests: int) -> None:
        self.calls += requests
        if self.kill_at is not None and self.calls >= self.kill_at:
            raise Killed
        if self.random.random() < self.failing:
            self.faults += 1
            raise Unavailable("the service does not answer", who="everybody", do="Run again later.")


@dataclass
class People:
    """What people did by day, and so what nobody may undo."""

    pinned: dict[Key, Interval] = field(default_factory=dict)
    deleted: set[Key] = field(default_factory=set)
    foreign: dict[tuple[str, str], Event] = field(default_factory=dict)
    """Every event that is not ours, by calendar and UID."""
    did: Counter[str] = field(default_factory=Counter)


@dataclass
class Nobody:
    """Follows a night; keeps bugs."""

    bugs: list[str] = field(default_factory=list)

    def begins(self, run: str) -> None:
        """See `Watcher`."""

    def stage(self, what: str, leaders: int) -> None:
        """See `Watcher`."""

    def ended(self, leader: LeaderNight) -> None:
        """See `Watcher`."""

    def failed(self, leader: str, error: Exception) -> None:
        """See `Watcher`."""
        self.bugs.append(f"{leader}: {type(error).__name__}: {error}")


class Year:
    """A company, its service, its people, and its nights."""

    def __init__(self, leaders: int, span: int, seed: int, folder: Path) -> None:
        self.random = Random(seed)
        made: Town = town(leaders, seed, every=15, weeks=2, span=span, busy=(0.05, 0.15))
        self.company: Company = with_fingerprint(made.company)
        self.service = Faulty.of(made, 0.0)
        self.service.random = Random(seed + 1)
        self.ledger = folder / "ledger.sqlite"
        self.now = AS_OF
        self.people = People()
        for calendar in self.service.calendars.values():
            self.people.foreign |= {(event.calendar, event.uid): event for event in calendar.values()}
        self.totals: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._number = 0

    def day(self) -> None:
        """People work: each kind of thing happens to some of them."""
        for _ in range(max(1, len(self.company.people) // 40)):
            self._book(self.random.choice(sorted(self.company.people)))
        ours = self._movable()
        for act in (self._drag, self._delete, self._decline, self._double_book):
            if ours and self.random.random() < 0.5:
                act(ours.pop(self.random.randrange(len(ours))))
        if self.random.random() < 0.1:
            self._transfer()

    def night(self) -> None:
        """A night; every so often one that is killed."""
        self.totals["nights"] += 1
        killed = self.totals["nights"] % KILLED_EVERY == 0
        self.service.calls, self.service.failing = 0, FAILING
        self.service.kill_at = self.random.randrange(1, 25) if killed else None
        watcher = Nobody()
        night: Night | None = None
        with self._clock():
            try:
                night = nightly(self._setup(), NightTerms(), watcher)
            except Killed:
                self.totals["killed"] += 1
        self.service.failing, self.service.kill_at = 0.0, None
        self.wrong += watcher.bugs
        if night is not None:
            for each in night.leaders:
                self.totals[f"leaders {each.ending}"] += 1
                self.totals["missed"] += len(each.missed)
                if each.ending is Ending.WRITTEN:
                    self.totals["written"] += each.written
                    self.totals["moved"] += each.count(Action.MOVE)
        self._judge()
        self.now += DAY

    @contextmanager
    def _clock(self) -> Iterator[None]:
        with time_machine.travel(self.now, tick=True):
            yield

    def _setup(self) -> Setup:
        return Setup(self.company, {"folder": self.service}, self.ledger)

    def _ours(self) -> dict[Key, list[Event]]:
        """Organizers' events of ours."""
        found: dict[Key, list[Event]] = {}
        for calendar in self.service.calendars.values():
            for event in calendar.values():
                if event.marker is not None:
                    key = (event.marker.leader, event.marker.member, event.marker.period)
                    found.setdefault(key, []).append(event)
        return found

    def _movable(self) -> list[tuple[Key, Event]]:
        """Ours that lie more than two days ahead, and nobody has touched."""
        return [
            (key, events[0])
            for key, events in sorted(self._ours().items())
            if events[0].span.start > self.now + 2 * DAY and key not in self.people.pinned
        ]

    def _book(self, email: str, span: Interval | None = None) -> None:
        if span is None:
            thursday = (self.now + DAY * self.random.randrange(1, 14)).replace(hour=9, minute=0)
            start = thursday + timedelta(minutes=30 * self.random.randrange(16))
            span = Interval(start, start + timedelta(minutes=self.random.choice((30, 60))))
        self._number += 1
        event = Event(email, f"meeting {self._number}", span, Show.BUSY)
        self.service.calendars[email][event.uid] = event
        self.people.foreign[email, event.uid] = event
        self.people.did["booked a meeting"] += 1

    def _drag(self, which: tuple[Key, Event]) -> None:
        key, event = which
        to = Interval(event.span.start + timedelta(minutes=45), event.span.end + timedelta(minutes=45))
        for email in key[:2]:
            copy = self.service.calendars[email][event.uid]
            self.service.calendars[email][event.uid] = replace(copy, span=to, etag=f"dragged {self._number}")
        self.people.pinned[key] = to
        self.people.did["dragged a 1-on-1"] += 1

    def _delete(self, which: tuple[Key, Event]) -> None:
        key, event = which
        for email in key[:2]:
            del self.service.calendars[email][event.uid]
        self.service.gone.add(event.uid)
        self.people.deleted.add(key)
        self.people.did["deleted a 1-on-1"] += 1

    def _decline(self, which: tuple[Key, Event]) -> None:
        key, event = which
        declined = replace(event, answers={key[1]: Response.DECLINED}, etag=f"declined {self._number}")
        self.service.calendars[key[0]][event.uid] = declined
        self.people.did["declined a 1-on-1"] += 1

    def _double_book(self, which: tuple[Key, Event]) -> None:
        key, event = which
        self._book(key[1], event.span)
        self.people.did["double-booked"] += 1

    def _transfer(self) -> None:
        """Somebody who leads nobody joins another team, and leaves theirs."""
        donors = [team for team in self.company.teams.values() if len(team.pairs) > 2]
        source = self.random.choice(donors)
        pairs = [pair for pair in source.pairs if pair.member not in self.company.teams]
        others = [team for team in self.company.teams.values() if team.leader != source.leader and len(team.pairs) < 9]
        if not pairs or not others:
            return
        pair, target = self.random.choice(pairs), self.random.choice(others)
        teams = dict(self.company.teams)
        teams[source.leader] = Team(source.leader, source.rules, tuple(one for one in source.pairs if one != pair))
        moved = (*target.pairs, replace(pair, leader=target.leader))
        teams[target.leader] = Team(target.leader, target.rules, moved)
        self.company = with_fingerprint(replace(self.company, teams=teams))
        self.people.did["changed teams"] += 1

    def _judge(self) -> None:
        """What must hold after every night, also after one that was killed."""
        ours = self._ours()
        night = self.totals["nights"]
        for key, events in ours.items():
            if len(events) > 1:
                self._wrong("duplicates", f"night {night}: {key} stands {len(events)} times")
            if key in self.people.deleted:
                self._wrong("created again", f"night {night}: {key} was deleted by people")
            if key in self.people.pinned and events[0].span != self.people.pinned[key]:
                self._wrong("moved though pinned", f"night {night}: {key}")
        there = {
            (email, event.uid): event
            for email, calendar in self.service.calendars.items()
            for event in calendar.values()
            if event.uid in {uid for _, uid in self.people.foreign if _ == email}
        }
        if there != self.people.foreign:
            self._wrong("foreign events touched", f"night {night}")
        self._lost(ours)

    def _lost(self, ours: dict[Key, list[Event]]) -> None:
        memories = recall_all(self.ledger, self.company.teams)
        for leader, memory in memories.items():
            for entry in memory.entries:
                key = (leader, entry.member, entry.period)
                ahead = entry.span.start > self.now and IsoWeek.parse(entry.period) >= IsoWeek.of(self.now.date())
                if entry.state is State.WRITTEN and ahead and key not in ours and key not in self.people.deleted:
                    self._wrong("lost", f"night {self.totals['nights']}: {key}")

    def _wrong(self, kind: str, what: str) -> None:
        self.totals[kind] += 1
        self.wrong.append(f"{kind}: {what}")
