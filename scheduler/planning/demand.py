"""What the planned weeks ask for: which occurrences are to be placed, which stay, which go, and which are skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from providers.event import Interval
from providers.interval import intersect, subtract
from providers.weeks import IsoWeek
from scheduler.company import Cadence, CadenceUnit, Pair, Rules
from scheduler.plan import BlockKind, NotPlaced, Origin, Outcome, PairKey
from scheduler.planning.availability import away, knows
from scheduler.planning.cadence import Due, due, is_due, phases
from scheduler.planning.common_time import can_meet, possible
from scheduler.planning.existing import Existing, Standing
from scheduler.planning.notice import soonest
from scheduler.planning.situation import Situation

_HELD_IN_PLACE = (Origin.FROZEN, Origin.PINNED)
_ABSENT = {BlockKind.AWAY: "is away", BlockKind.HOLIDAY: "has public holidays"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An occurrence that is to be placed."""

    pair: Pair
    period: IsoWeek
    weeks: tuple[int, ...]
    """Indices into the horizon's weeks, best first."""
    standing: Standing | None
    """Where it stands now, and may be moved from."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An occurrence of ours that has to go."""

    standing: Standing
    why: str
    dropped: bool = False
    """Whether the configuration asks for it no longer; else it has to go as things stand."""


@dataclass(frozen=True, slots=True)
class Demand:
    wanted: tuple[Wanted, ...]
    """In the order of the team's pairs, then by period."""
    kept: tuple[Standing, ...]
    """Stays where it is; sorted by time."""
    cancelled: tuple[Cancelled, ...]
    not_placed: tuple[NotPlaced, ...]


def key_of(pair: Pair) -> PairKey:
    """What names a pair in a plan and in a marker."""
    return PairKey(pair.leader, pair.member, pair.kind)


@dataclass(frozen=True, slots=True)
class _Case:
    """What the decision about one period of one pair looks at."""

    pair: Pair
    due: Due
    standing: Standing | None
    days: tuple[Interval, ...]
    """The 1-on-1 days on which it may lie."""


class DemandOf:
    """Decides, pair by pair and period by period, what is asked for."""

    def __init__(self, situation: Situation, existing: Existing, booked: Sequence[Standing]) -> None:
        self.situation = situation
        self.team = situation.team
        self.people = situation.company.people
        self.ahead = situation.ahead
        self.existing = existing
        self.booked = booked
        self.availabilities = situation.availabilities
        self.as_of = situation.as_of
        self._wanted: list[Wanted] = []
        self._kept: list[Standing] = []
        self._cancelled: list[Cancelled] = []
        self._not_placed: list[NotPlaced] = []

    def decide(self) -> Demand:
        """Every due period gets one answer; every standing occurrence is wanted, kept or cancelled."""
        anchors = self._anchors()
        for index, pair in enumerate(self.team.pairs):
            key = key_of(pair)
            periods = due(pair.cadence, anchors[index], self.ahead.weeks)
            for period in periods:
                self._period(pair, period)
            self._not_due(key, {period.period for period in periods}, pair)
        self._former_pairs()
        return Demand(
            tuple(self._wanted),
            tuple(sorted(self._kept, key=lambda s: (s.span, s.pair))),
            tuple(self._cancelled),
            tuple(self._not_placed),
        )

    def _anchors(self) -> Mapping[int, IsoWeek]:
        """The earliest due week of each pair, or else one that loads the weeks evenly and in which the two can meet.

        Of the rhythms that the known periods are in, the one decides that most of those ahead share, then most of all:
        a new cadence, an odd booking or a pinned 1-on-1 does not change which weeks are due from night to night.
        """
        known: list[IsoWeek | None] = []
        for pair in self.team.pairs:
            key = key_of(pair)
            periods = self.existing.known.get(key, ()) or [s.period for s in self.booked if s.pair == key]
            weekly = pair.cadence == Cadence(1, CadenceUnit.WEEKS)
            anchor = self.ahead.weeks[0] if weekly else self._earliest_in_rhythm(pair.cadence, periods)
            if pair.starts is not None and (weekly or anchor is None):
                begins = first_week(self.team.rules, pair.starts)
                anchor = begins if anchor is None else max(anchor, begins)
            known.append(anchor)
        asked = [
            (index, pair.cadence, int(pair.duration.total_seconds()) // 60, known[index])
            for index, pair in enumerate(self.team.pairs)
        ]
        return phases(
            asked, self.ahead.weeks, lambda index, week: can_meet(self.situation, self.team.pairs[index], week)
        )

    def _earliest_in_rhythm(self, cadence: Cadence, periods: Sequence[IsoWeek]) -> IsoWeek | None:
        if not periods:
            return None
        ahead = sorted(period for period in periods if period >= self.ahead.weeks[0]) or [max(periods)]
        in_rhythm = {each: [other for other in periods if is_due(cadence, each, other)] for each in ahead}
        chosen = max(ahead, key=lambda each: (len([p for p in in_rhythm[each] if p in ahead]), len(in_rhythm[each])))
        return min(in_rhythm[chosen])

    def _period(self, pair: Pair, period: Due) -> None:
        key = key_of(pair)
        standing = next((s for s in self.existing.of(key) if s.period == period.period), None)
        booked = self._booked_in(key, period)
        if standing is not None and booked is not None:
            standing = replace(standing, doubled=True)
        if standing is None:
            if (key, period.period) in self.existing.deleted:
                self._leave(pair, period, Outcome.SKIP, "deleted by a person, and not created again")
                return
            standing = booked
            if standing is None and (key, period.period) in self.existing.lost:
                why = "its event was not found where calendars could be read; left as it is"
                self._leave(pair, period, Outcome.LEFT_ALONE, why)
                return
        weeks = tuple(self.ahead.weeks.index(week) for week in period.weeks)
        days = tuple(day.span for day in self.ahead.days_of(weeks))
        self._decide(_Case(pair, period, standing, days), weeks)

    def _booked_in(self, key: PairKey, period: Due) -> Standing | None:
        """A 1-on-1 that people booked in this period, of which only the last week need lie in the horizon."""
        for standing in self.booked:
            if standing.pair == key and period.period <= standing.period <= period.weeks[-1]:
                return replace(standing, period=period.period)
        return None

    def _decide(self, case: _Case, weeks: tuple[int, ...]) -> None:
        standing = case.standing
        if standing is not None and self._stays(case, standing):
            if standing.span.end > min(self.ahead.start, self.as_of):
                self._kept.append(standing)
            return
        if reason := self._unknown(case):
            if standing is not None:
                self._kept.append(standing)
            self._leave(case.pair, case.due, Outcome.LEFT_ALONE, reason)
            return
        known = tuple(week for week in weeks if self._knows(case.pair, self._spans((week,))))
        if absence := self._absence(case, known):
            if standing is not None and case.due.goes_on:
                self._wanted.append(Wanted(case.pair, case.due.period, known, standing))
                return
            if standing is not None:
                self._cancelled.append(Cancelled(standing, absence))
            self._leave(case.pair, case.due, Outcome.SKIP, absence)
            return
        self._wanted.append(Wanted(case.pair, case.due.period, known, standing))

    def _stays(self, case: _Case, standing: Standing) -> bool:
        """Whether it is not ours to move: a human or the clock decided, or it lies in a week that is not planned."""
        if standing.origin is not Origin.OURS or standing.doubled:
            return True
        return self.ahead.week_of(standing.span.start) not in case.due.weeks

    def _unknown(self, case: _Case) -> str | None:
        """Why nothing can be decided: the first week that is possible, or where it stands, cannot be read."""
        looked_at = list(self._spans((self.ahead.weeks.index(case.due.weeks[0]),)))
        if case.standing is not None:
            looked_at.append(case.standing.span)
        for email in (case.pair.leader, case.pair.member):
            gaps = [
                gap.why for gap in self.availabilities[email].unknown if any(gap.span.overlaps(s) for s in looked_at)
            ]
            if gaps:
                return f"the calendar of {self._name(email)} could not be read; left as it is. {gaps[0]}"
        if case.standing is not None and case.standing.unseen:
            names = " and ".join(map(self._name, case.standing.unseen))
            return f"the calendar of {names} could not be read where its copy may be; left as it is"
        return None

    def _knows(self, pair: Pair, spans: Sequence[Interval]) -> bool:
        return all(knows(self.availabilities[email], spans) for email in (pair.leader, pair.member))

    def _spans(self, weeks: tuple[int, ...]) -> tuple[Interval, ...]:
        return tuple(day.span for day in self.ahead.days_of(weeks))

    def _absence(self, case: _Case, weeks: tuple[int, ...]) -> str | None:
        """Who is away for all of the time in which the two could meet; None: there is time, or never was any."""
        leader, member = self.availabilities[case.pair.leader], self.availabilities[case.pair.member]
        earliest = soonest(self.as_of, self.team.rules) + case.pair.prep
        left = [Interval(max(day.start, earliest), day.end) for day in self._spans(weeks) if day.end > earliest]
        common = intersect(intersect(leader.hours, member.hours), left)
        common = intersect(common, possible(self.situation, case.pair, self.situation.window))
        one_week = len(weeks) == 1
        if common and one_week and (kind := away(leader, intersect(leader.hours, self._spans(weeks)))):
            return f"{leader.person.name} {_ABSENT[kind]}"  # the same to everybody whom they meet
        for availability in (member, leader):
            if kind := away(availability, common):
                return (
                    f"{availability.person.name} {_ABSENT[kind]} on {self._weekdays(common)}, when the two could meet"
                )
        gone = [
            block.span
            for availability in (member, leader)
            for block in availability.blocks
            if block.kind in (BlockKind.AWAY, BlockKind.HOLIDAY)
        ]
        if common and not subtract(common, gone):
            return f"{member.person.name} or {leader.person.name} is away whenever the two could meet"
        return None

    def _weekdays(self, spans: Sequence[Interval]) -> str:
        days = sorted({day.date for day in self.ahead.days if any(day.span.overlaps(span) for span in spans)})
        return " and ".join(f"{day:%a} {day.day} {day:%b}" for day in days)

    def _leave(self, pair: Pair, period: Due, outcome: Outcome, why: str) -> None:
        self._not_placed.append(NotPlaced(key_of(pair), str(period.period), outcome, why))

    def _not_due(self, key: PairKey, periods: set[IsoWeek], pair: Pair) -> None:
        """What stands for periods that are not due, or no longer planned."""
        for standing in self.existing.of(key):
            if standing.period in periods or standing.span.end <= self.as_of:
                continue
            if standing.period in self.ahead.weeks:
                self._go(standing, f"not due that week: the pair meets {cadence_words(pair)}")
            else:
                self._kept.append(standing)

    def _former_pairs(self) -> None:
        pairs = {key_of(pair) for pair in self.team.pairs}
        for standing in self.existing.standing:
            if standing.pair not in pairs and standing.span.end > self.as_of:
                self._go(standing, "the two no longer meet: not among the team's pairs")

    def _go(self, standing: Standing, why: str) -> None:
        """Cancel what is ours to cancel; frozen and pinned ones stay, and those in calendars that cannot be read.

        Of somebody who is said to have left just now all goes that has not begun.

        The calendar of somebody who left the company may be gone for good: it is not waited for. Nor is that of an
        attendee, whose copy goes with the leader's.
        """
        waited_for = [email for email in standing.writes if email in self.people]
        unseen = [email for email in standing.unseen if email in self.people]
        readable = not unseen and all(knows(self.availabilities[email], [standing.span]) for email in waited_for)
        member, company = standing.pair.member, self.situation.company
        said_to_have_left = member in company.former and member not in company.people
        ours = said_to_have_left and standing.origin in _HELD_IN_PLACE and standing.span.start > self.as_of
        if (standing.origin is Origin.OURS or ours) and readable:
            self._cancelled.append(Cancelled(standing, why, dropped=True))
        else:
            self._kept.append(standing)

    def _name(self, email: str) -> str:
        return self.availabilities[email].person.name


def first_week(rules: Rules, starts: date) -> IsoWeek:
    """The first week with a 1-on-1 day of the leader's on or after a day."""
    week = IsoWeek.of(starts)
    return week if any(weekday >= starts.weekday() for weekday in rules.days) else week.plus(1)


def cadence_words(pair: Pair) -> str:
    """How often a pair meets, for a sentence."""
    every, unit = pair.cadence.every, pair.cadence.unit.value
    return f"every {unit[:-1]}" if every == 1 else f"every {every} {unit}"
