"""A state machine of nights: between them people do with their calendars what they please, and runs go wrong."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from providers.event import Interval, Response, Show
from scheduler.errors import ScheduleError
from scheduler.plan import Action, Origin, Plan
from tests.machine.run import EVERYBODY, LEA, MEMBERS
from tests.machine.town import Town
from tests.planning.build import AS_OF
from tests.providers.contract_shared import writes
from tests.providers.stood import Stood

HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
FREEZE = timedelta(hours=24)
Occurrence = tuple[str, str]
"""The member, and the period in which it is due."""

picks = st.integers(0, 100)
"""Chooses one of however many there are."""
slots = st.tuples(st.integers(0, 9), st.integers(16, 30))
"""A time: so many days from today, so many half hours into the day (UTC)."""


class Nights(RuleBasedStateMachine):
    """What people decide between two runs is known to `pinned` and `deleted`; each occurrence gets one decision."""

    root: ClassVar[Path]
    hosted: ClassVar[Mapping[str, str]]

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """The places of this company's providers, by name."""
        raise NotImplementedError

    @initialize(planned=st.booleans())
    def found(self, planned: bool) -> None:
        """The company is new, or has been planned once."""
        self.stack = ExitStack()
        root = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="schedule-")))
        self.town = Town(self.places(self.stack, root), self.hosted, root / "ledger.sqlite")
        self.now = AS_OF
        self.pinned: dict[Occurrence, Interval] = {}
        self.deleted: dict[Occurrence, Interval] = {}
        self.declined: set[Occurrence] = set()
        self.touched: set[Occurrence] = set()
        self.clean = False
        if planned:
            self.night()

    def teardown(self) -> None:
        """At the end of every story there is a night without faults."""
        if hasattr(self, "town"):
            with self.stack:
                self.night()
                for service in self.town.services:
                    assert service.sins() == []

    @rule(pick=picks, slot=slots)
    def somebody_moves(self, pick: int, slot: tuple[int, int]) -> None:
        """One of our events is dragged to another time to come."""
        to = self.slot(slot)
        for stood in self.one(pick):
            if stood.span != to and to.start > self.now:
                self.town.place(stood.calendar).human_moves(stood.calendar, stood.marker.uid, to)
                self.pinned[stood.occurrence] = to
                self.touched.add(stood.occurrence)

    @rule(pick=picks)
    def somebody_deletes(self, pick: int) -> None:
        """One of our events is deleted from one calendar."""
        for stood in self.one(pick):
            self.town.place(stood.calendar).human_deletes(stood.calendar, stood.marker.uid)
            self.touched.add(stood.occurrence)
            self.pinned.pop(stood.occurrence, None)
            leaves = stood.follows or (stood.calendar != LEA and stood.occurrence in self.declined)
            if self.clean and not leaves:
                self.deleted[stood.occurrence] = stood.span

    @rule(pick=picks, answer=st.sampled_from([Response.ACCEPTED, Response.DECLINED, Response.TENTATIVE]))
    def a_member_answers(self, pick: int, answer: Response) -> None:
        """An invitation is answered."""
        for stood in self.one(pick):
            if self.town.answers(stood, answer):
                self.touched.add(stood.occurrence)
                self.declined.discard(stood.occurrence)
                if answer is Response.DECLINED:
                    self.declined.add(stood.occurrence)

    @rule(pick=picks)
    def somebody_decorates(self, pick: int) -> None:
        """Notes, a place, a reminder are added."""
        for stood in self.one(pick):
            place = self.town.place(stood.calendar)
            place.human_decorates(stood.calendar, stood.marker.uid)

    @rule(pick=picks)
    def somebody_duplicates(self, pick: int) -> None:
        """One of our events is copied and pasted."""
        for stood in self.one(pick):
            self.town.place(stood.calendar).human_duplicates(stood.calendar, stood.marker.uid)

    @rule(pick=picks, other=st.booleans())
    def somebody_books_over_ours(self, pick: int, other: bool) -> None:
        """A meeting that is none of ours is put over one of our 1-on-1s."""
        for stood in self.one(pick):
            email = LEA if other else stood.marker.member
            self.town.place(email).put_foreign(email, Interval(stood.span.start, stood.span.end + HALF_HOUR))

    @rule(pick=picks, first=st.integers(0, 9), days=st.integers(1, 6))
    def somebody_goes_away(self, pick: int, first: int, days: int) -> None:
        """Somebody is out of office for some days."""
        email = EVERYBODY[pick % len(EVERYBODY)]
        start = self.now.replace(hour=0) + first * DAY
        self.town.place(email).put_foreign(email, Interval(start, start + days * DAY), Show.AWAY)

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        """It is some days later."""
        self.now += days * DAY

    @rule(pick=picks, over=st.booleans())
    def it_is_about_to_begin(self, pick: int, over: bool) -> None:
        """It is some hours before one of our 1-on-1s; somebody may book over it even now."""
        for stood in self.one(pick):
            self.now = max(self.now, stood.span.start - FREEZE / 4)
            if over:
                self.town.place(LEA).put_foreign(LEA, stood.span)

    @precondition(lambda self: self.town.services != [])
    @rule(pick=picks, kind=picks, call=st.integers(0, 12), times=st.sampled_from([1, 1, 1, 40]))
    def a_night_goes_wrong(self, pick: int, kind: int, call: int, times: int) -> None:
        """A run meets a fault at one call, or again and again from one call on: it ends in a sentence, if at all."""
        service = self.town.services[pick % len(self.town.services)]
        faults = service.faults()
        fault, match = faults[sorted(faults)[kind % len(faults)]]
        service.server.inject(fault, match, skip=call, times=times)
        self.clean = False
        with self.watched():
            with suppress(ScheduleError):
                self.town.night(self.now)
            service.server.heal()

    @rule()
    def night(self) -> None:
        """A run without a fault; everything that must hold does, and a second run changes nothing."""
        for decided in (self.pinned, self.deleted):
            for occurrence in self.touched & decided.keys():
                if decided[occurrence].start <= self.now:  # over before any run could see it
                    del decided[occurrence]
        before = self.town.stands()
        looks = self.looks(before)
        with self.watched():
            plan, outcomes = self.town.night(self.now)
        assert outcomes.failed == ()
        after = self.town.stands()
        self.nothing_is_doubled(after)
        self.nobody_is_lost(plan, after)
        self.frozen_ones_stay(before, after)
        self.what_people_decided_stays(after)
        for key, look in self.looks(after).items():
            assert look == looks.get(key, look)
        self.nothing_is_left_to_do()
        self.clean = True
        self.touched.clear()

    def one(self, pick: int) -> list[Stood]:
        """One of our events to come that nobody has decided on since the last run; none if there is none."""
        standing = [
            stood
            for stood in self.town.stands()
            if stood.span.start > self.now and stood.occurrence not in self.touched
        ]
        return [standing[pick % len(standing)]] if standing else []

    def slot(self, slot: tuple[int, int]) -> Interval:
        """The time that is meant."""
        start = self.now.replace(hour=0) + slot[0] * DAY + slot[1] * HALF_HOUR
        return Interval(start, start + HALF_HOUR)

    def looks(self, stands: list[Stood]) -> dict[tuple[str, str], Any]:
        """What people see of our events, but the times."""
        return {
            (stood.calendar, stood.marker.uid): self.town.place(stood.calendar).looks(stood.calendar, stood.marker.uid)
            for stood in stands
        }

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Whatever a run does: nothing foreign is touched, and nobody is mailed twice about one event."""
        foreign = self.town.foreign()
        mailed = {id(service): len(service.mails()) for service in self.town.services}
        yield
        assert self.town.foreign() == foreign
        for service in self.town.services:
            mails = service.mails()[mailed[id(service)] :]
            assert sorted(mails) == sorted(set(mails)), "somebody was mailed twice in one run"

    def nothing_is_doubled(self, stands: list[Stood]) -> None:
        """At most one event for a pair and a period in each calendar."""
        for one, other in pairwise(stands):
            assert (one.occurrence, one.calendar) != (other.occurrence, other.calendar)

    def nobody_is_lost(self, plan: Plan, stands: list[Stood]) -> None:
        """Each due occurrence is in the plan; what the plan says is in the leader's calendar, and nowhere else."""
        told = {(change.pair.member, change.period) for change in plan.changes}
        told |= {(each.pair.member, each.period) for each in plan.not_placed}
        told |= {stood.occurrence for stood in stands}
        assert {(member, week) for member in MEMBERS for week in plan.weeks} <= told | self.deleted.keys()
        for change in plan.changes:
            if change.origin is Origin.BOOKED or change.after is None or change.after.start <= self.now:
                continue
            spans = {
                stood.calendar: stood.span
                for stood in stands
                if stood.occurrence == (change.pair.member, change.period)
            }
            assert spans[LEA] == change.after
            assert set(spans.values()) == {change.after}
        gone = {(change.pair.member, change.period) for change in plan.changes if change.action is Action.CANCEL}
        assert gone.isdisjoint(stood.occurrence for stood in stands)

    def frozen_ones_stay(self, before: list[Stood], after: list[Stood]) -> None:
        """What starts within a day, and nobody decided on, stands where it stood."""
        for stood in before:
            if timedelta() < stood.span.start - self.now < FREEZE and stood.occurrence not in self.touched:
                assert stood in after

    def what_people_decided_stays(self, stands: list[Stood]) -> None:
        """What somebody moved stays there; what somebody deleted does not come back."""
        for stood in stands:
            assert stood.occurrence not in self.deleted
            if stood.occurrence in self.pinned:
                assert stood.span == self.pinned[stood.occurrence]

    def nothing_is_left_to_do(self) -> None:
        """A second run writes nothing."""
        everything = self.town.everything()
        for service in self.town.services:
            service.server.log.clear()
        plan, outcomes = self.town.night(self.now)
        assert [change for change in plan.changes if change.writes] == []
        assert outcomes.failed == ()
        for service in self.town.services:
            assert [each for each in service.server.log if writes(each.method, each.path)] == []
        assert self.town.everything() == everything
