"""Several runs, and services that are slow or fail: what is locked when, and what is told of what was written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from re import Pattern

import pytest

from providers.errors import Unavailable
from providers.event import Calendar, Event, Interval, Meeting, Profile
from providers.folder import FolderProvider
from providers.interface import Account, Provider, Writer
from scheduler.company import Company, Team
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import CalendarFailure, Stale
from scheduler.ledger.store import recall
from scheduler.plan import Action, Plan
from scheduler.planning.make import make_plan
from scheduler.read.team import read_team
from scheduler.write import Outcomes, carry_out
from tests.planning.build import ANN, AS_OF, BEN, CAT, LEA, company, pair, person, rules


@dataclass
class Slow:
    """A folder's provider that lets something happen after each reading, and refuses to write into one calendar."""

    inner: Provider
    after_reading: Callable[[], None] = lambda: None
    refuses: str | None = None
    writing_now: list[str] = field(default_factory=list)
    invites: bool = False

    @property
    def traffic(self) -> None:
        """See `Provider.traffic`: it is not counted."""
        return None

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        found = self.inner.read(accounts, window, title, once=once)
        self.after_reading()
        return found

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile]:
        return {}

    def remember(self) -> None: ...

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        with self.inner.writing(whose, wait) as writer:
            yield Refusing(writer, self.refuses)


@dataclass
class Refusing:
    """Writes calendar by calendar, and at last comes to one that it refuses."""

    inner: Writer
    refused: str | None

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        for email in sorted(calendars, key=self._is_refused):
            self._see(email)
            self.inner.create(meeting, [email])

    def move(self, events: Sequence[Event], to: Interval) -> None:
        for event in sorted(events, key=lambda event: self._is_refused(event.calendar)):
            self._see(event.calendar)
            self.inner.move([event], to)

    def cancel(self, events: Sequence[Event]) -> None:
        for event in sorted(events, key=lambda event: self._is_refused(event.calendar)):
            self._see(event.calendar)
            self.inner.cancel([event])

    def _is_refused(self, email: str) -> bool:
        return email == self.refused

    def _see(self, email: str) -> None:
        if self._is_refused(email):
            raise Unavailable("no space is left", who=email, do="Make room.")


@dataclass(frozen=True)
class Place:
    """Two leaders who both meet Cat; everybody's calendar is in a folder."""

    root: Path

    @property
    def company(self) -> Company:
        people = [person(email) for email in (LEA, BEN, ANN, CAT)]
        plain = company([pair(ANN), pair(CAT)], people=people)
        ben = Team(BEN, rules(), (replace(pair(CAT), leader=BEN),))
        return replace(plain, teams={**plain.teams, BEN: ben})

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite"

    def provider(self) -> FolderProvider:
        return FolderProvider(self.root / "calendars")

    def plan(self, leader: str, provider: Provider | None = None) -> Plan:
        team, memory = self.company.teams[leader], recall(self.ledger, leader)
        window = reading_window(self.company, team, horizon(self.company.people[leader], team.rules, AS_OF, 1))
        calendars = read_team(self.company, team, {"folder": provider or self.provider()}, window, memory)
        return make_plan(self.company, team, calendars, memory, AS_OF).plan

    def write(self, plan: Plan, provider: Provider | None = None) -> Outcomes:
        return carry_out(plan, self.company, {"folder": provider or self.provider()}, self.ledger, AS_OF)

    def starts(self, email: str) -> list[datetime]:
        """When our events in a calendar begin."""
        account = Account(email, "Europe/Madrid")
        window = Interval(AS_OF, AS_OF.replace(year=AS_OF.year + 1))
        return [event.span.start for event in self.provider().read([account], window)[email].events if event.marker]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Nothing is written yet."""
    for email in (LEA, BEN, ANN, CAT):
        (tmp_path / "calendars" / email).mkdir(parents=True)
    return Place(tmp_path)


def test_others_write_while_a_service_is_slow(place: Place) -> None:
    """Whoever reads holds no lock: another leader's run is through before the slow one has its answer."""
    plan = place.plan(LEA)
    seen: list[int] = []

    def meanwhile() -> None:
        with place.provider().writing("somebody", wait=0):
            seen.append(1)

    place.write(plan, Slow(place.provider(), meanwhile))
    assert seen
    assert len(place.starts(LEA)) == 2


def test_what_another_run_wrote_meanwhile_is_seen(place: Place) -> None:
    """Both would take Cat's first hour: whoever comes second reads again and is refused; Cat is in one place."""
    plan, other = place.plan(LEA), place.plan(BEN)
    runs = iter([other])

    def meanwhile() -> None:
        for each in runs:
            place.write(each)

    with pytest.raises(Stale, match="Cat: a block"):
        place.write(plan, Slow(place.provider(), meanwhile))
    assert (len(place.starts(BEN)), place.starts(LEA)) == (1, [])
    assert len(place.starts(CAT)) == 1


def test_what_does_not_concern_a_plan_does_not_hold_it_up(place: Place) -> None:
    """A run that writes to other people's calendars costs no second reading."""
    reads: list[int] = []
    place.write(place.plan(BEN))
    plan = place.plan(LEA)
    place.write(plan, Slow(place.provider(), lambda: reads.append(1)))
    assert len(reads) == 1


def test_a_run_that_never_gets_its_turn_says_so(place: Place) -> None:
    """Where others write to the same people each time, nothing is written, and a sentence says why."""
    from scheduler.ledger.record import State
    from scheduler.ledger.store import open_ledger
    from tests.planning.build import entry, ours

    plan = place.plan(LEA)
    stood = ours(plan.changes[0].after or plan.window, member=CAT)
    turns = iter([State.WRITING, State.WRITTEN] * 10)

    def meanwhile() -> None:
        known = replace(entry(stood[0], next(turns)), leader="dan@example.com")
        with open_ledger(place.ledger) as ledger:
            ledger.put(known)

    with pytest.raises(CalendarFailure, match="other runs wrote to the same people's calendars"):
        place.write(plan, Slow(place.provider(), meanwhile))
    assert place.starts(LEA) == []


def test_what_was_written_is_told_by_calendar(place: Place) -> None:
    """Ann's calendar takes nothing: Lea's has the event all the same, and that is told; the next run does the rest."""
    outcomes = place.write(place.plan(LEA), Slow(place.provider(), refuses=LEA))
    assert {failure.change.pair.member: failure.reached for failure in outcomes.failed} == {ANN: (ANN,), CAT: (CAT,)}
    assert all("no space is left" in failure.why for failure in outcomes.failed)
    outcomes = place.write(place.plan(LEA))
    assert (outcomes.failed, sorted(place.starts(LEA))) == ((), sorted(place.starts(ANN) + place.starts(CAT)))


def test_a_move_that_came_halfway(place: Place) -> None:
    """The copy that was moved is told, and not the one that was not."""
    place.write(place.plan(LEA))
    folder = place.provider()
    when = place.starts(ANN)[0]
    (place.root / "calendars" / ANN / "busy.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:busy\r\nDTSTAMP:20261101T000000Z\r\n"
        f"DTSTART:{when:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    plan = place.plan(LEA)
    moved = next(change for change in plan.changes if change.action is Action.MOVE)
    (failure,) = place.write(plan, Slow(folder, refuses=ANN)).failed
    assert (failure.change, failure.reached) == (moved, (LEA,))
