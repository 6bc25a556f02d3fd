"""From dates to integers: what is demanded, as a problem for the solver."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from providers.event import Interval
from providers.interval import intersect, merge, subtract
from providers.wall_clock import local
from providers.weeks import IsoWeek
from scheduler import company
from scheduler.company import Priority, WallSpan
from scheduler.dates.axis import Axis
from scheduler.dates.horizon import LocalDay
from scheduler.dates.wall_clock import instants
from scheduler.ledger.record import Memory
from scheduler.plan import Origin, PairKey
from scheduler.planning.availability import blocking
from scheduler.planning.common_time import possible
from scheduler.planning.conflict import conflict_at
from scheduler.planning.demand import Demand, Wanted, key_of
from scheduler.planning.existing import Standing
from scheduler.planning.notice import soonest
from scheduler.planning.preferences import wishes
from scheduler.planning.situation import Situation
from solver.problem import Day, Fixed, Layout, Leader, Occurrence, Pair, Person, Problem, Slot, Span, Split, WholeDay

NOTHING = Memory()
"""What a ledger knows that was lost."""
PIECE = timedelta(minutes=60)
"""Free time in shorter pieces counts as lost."""
PRIORITY_WEIGHT = {Priority.LOW: 1, Priority.NORMAL: 2, Priority.HIGH: 4}
NEVER_MET_WEEKS = 4
"""A pair that has not met as far as anybody knows weighs as much as one that last met so long ago."""
LATELY_WEEKS = 12
"""Moves and misses of occurrences whose periods lie so far back are forgotten."""
MOST_WEEKS = 12
"""Weeks since a pair last met beyond these weigh no more."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of the solver for one leader."""

    situation: Situation
    demand: Demand
    history: Sequence[Standing]
    """Where the pairs met before the horizon, and stand in it; for rhythm and for weights."""
    memory: Memory = NOTHING
    """What the ledger knows about the leader; for fairness."""

    @property
    def keys(self) -> list[PairKey]:
        """The leader's pairs, in the situation's order."""
        return [key_of(pair) for pair in self.situation.team.pairs]

    def kept(self, planned: Interval) -> list[Standing]:
        """What stays of the leader's pairs inside the weeks that are planned for anybody."""
        keys = self.keys
        return [one for one in self.demand.kept if one.pair in keys and one.span.overlaps(planned)]

    @property
    def former(self) -> list[Standing]:
        """What stays of pairs that no longer meet."""
        keys = self.keys
        return [one for one in self.demand.kept if one.pair not in keys]


@dataclass(frozen=True, slots=True)
class Formulation:
    """A problem, and what its numbers stand for."""

    problem: Problem
    axis: Axis
    tasks: tuple[Task, ...]
    """In the order of the problem's leaders."""
    wanted: tuple[Wanted, ...]
    """In the order of the problem's occurrences."""
    kept: tuple[Standing, ...]
    """In the order of the problem's fixed 1-on-1s."""
    people: tuple[str, ...]
    """Emails, in the order of the problem's people."""

    def leader_of(self, occurrence: int) -> int:
        """Number of the leader of an occurrence."""
        return self.problem.pairs[self.problem.occurrences[occurrence].pair].leader


def formulate(tasks: Sequence[Task], *, max_moves: int | None = None) -> Formulation:
    """The problem of one leader, or of some who are planned together.

    Leaders come in the order of their emails, with their pairs and people in that of the situation; week 0 is the
    first week of any of them. So the problem does not depend on the order in which leaders are named.

    Args:
        tasks: one for each leader; their situations share one axis.
        max_moves: at most so many existing occurrences may move.
    """
    tasks = sorted(tasks, key=lambda task: task.situation.team.leader)
    axis = tasks[0].situation.axis
    emails = tuple(dict.fromkeys(email for task in tasks for email in _people(task)))
    person = {email: number for number, email in enumerate(emails)}
    keys = [key for task in tasks for key in task.keys]
    pair = {key: number for number, key in enumerate(keys)}
    first = min(task.situation.ahead.weeks[0] for task in tasks)
    leaders = [_leader(task.situation, person, first) for task in tasks]
    planned = Interval(
        min(task.situation.ahead.start for task in tasks), max(task.situation.ahead.end for task in tasks)
    )
    kept = [(task.situation, standing) for task in tasks for standing in task.kept(planned)]
    asked = [
        (task.situation, leader.days, wanted)
        for task, leader in zip(tasks, leaders, strict=True)
        for wanted in task.demand.wanted
    ]
    return Formulation(
        Problem(
            people=tuple(_person(email, tasks) for email in emails),
            leaders=tuple(leaders),
            pairs=tuple(
                Pair(
                    number,
                    person[key.member],
                    _habit(task.situation, key, task.history),
                    _lately(task.situation, key, task.memory),
                )
                for number, task in enumerate(tasks)
                for key in task.keys
            ),
            occurrences=tuple(
                _occurrence(situation, wanted, pair[key_of(wanted.pair)], days, first, weight)
                for (situation, days, wanted), weight in zip(asked, _weights(tasks), strict=True)
            ),
            fixed=tuple(_fixed(situation, standing, pair[standing.pair]) for situation, standing in kept),
            max_moves=max_moves,
        ),
        axis,
        tuple(tasks),
        tuple(wanted for *_, wanted in asked),
        tuple(standing for _, standing in kept),
        emails,
    )


def _people(task: Task) -> tuple[str, ...]:
    """Everybody whose time a leader's 1-on-1s take, the leader first."""
    team = task.situation.team
    return team.leader, *(pair.member for pair in team.pairs)


def _person(email: str, tasks: Sequence[Task]) -> Person:
    """Somebody's time; kept 1-on-1s of pairs that no longer meet take theirs like any meeting.

    Where some leaders are planned together, what takes time for one of them takes it for all.
    """
    axis = tasks[0].situation.axis
    whose = [(task.situation, task.situation.availabilities[email]) for task in tasks if email in _people(task)]
    others = [one.span for task in tasks for one in task.former if email in (one.pair.leader, one.pair.member)]
    window = merge(situation.window for situation, _ in whose)
    taken = intersect([*(span for _, each in whose for span in blocking(each)), *others], window)
    surely = (span for _, each in whose for span in blocking(each, tentative_blocks=False))
    firm = intersect([*surely, *others], window)
    hours = [axis.inward(span) for span in intersect((span for _, each in whose for span in each.hours), window)]
    return Person(
        name=email,
        hours=tuple(span for span in hours if span is not None),
        busy=_spans(axis, taken),
        tentative=_spans(axis, subtract(taken, firm)),
    )


def _spans(axis: Axis, intervals: Sequence[Interval]) -> tuple[Span, ...]:
    """Rounded outward to whole ticks, and merged again where that made them touch."""
    rounded = (axis.outward(interval) for interval in intervals)
    return tuple(axis.outward(interval) for interval in merge(axis.interval(span.begin, span.end) for span in rounded))


def _leader(situation: Situation, person: Mapping[str, int], first: IsoWeek) -> Leader:
    """The leader's rules and days; weeks are counted from `first`."""
    rules, axis = situation.rules, situation.axis
    layout: Layout = WholeDay(rules.layout_day) if rules.layout is company.Layout.WHOLE_DAY else Split()
    return Leader(
        person=person[situation.team.leader],
        days=tuple(_day(situation, day, first) for day in situation.ahead.days),
        layout=layout,
        lunch=axis.length(rules.lunch.length) if rules.lunch else 0,
        max_run=axis.length(rules.max_run),
        pause=axis.length(rules.pause),
        max_per_day=rules.max_per_day,
        piece=axis.length(PIECE),
        earliest=axis.ceil(soonest(situation.as_of, rules)),
    )


def _day(situation: Situation, day: LocalDay, first: IsoWeek) -> Day:
    axis, zone, lunch = situation.axis, situation.ahead.time_zone, situation.rules.lunch
    window = (
        instants(zone, day.span, [WallSpan(day.date.weekday(), lunch.start, lunch.end)]) if lunch is not None else []
    )
    return Day(
        week=_week(situation, day.week, first),
        weekday=day.date.weekday(),
        span=axis.outward(day.span),
        slots=_slots(situation, day),
        lunch=axis.inward(window[0]) if window else None,
    )


def _week(situation: Situation, index: int, first: IsoWeek) -> int:
    """The problem's number of a week of the leader's horizon."""
    return situation.ahead.weeks[index].number - first.number


def _slots(situation: Situation, day: LocalDay) -> tuple[Slot, ...]:
    """The starts that the grid allows on a day, inside the leader's working hours."""
    axis, zone, company_ = situation.axis, situation.ahead.time_zone, situation.company
    grid = int(company_.grid.total_seconds()) // 60
    hours = intersect(situation.availabilities[situation.team.leader].hours, [day.span])
    slots = []
    for tick in (tick for span in hours for tick in range(axis.ceil(span.start), axis.ceil(span.end))):
        clock = local(axis.instant(tick), zone)
        wall = clock.hour * 60 + clock.minute
        if wall % grid == 0 and clock.minute in company_.start_minutes:
            slots.append(Slot(tick, wall))
    return tuple(slots)


def _occurrence(
    situation: Situation, wanted: Wanted, pair: int, days: tuple[Day, ...], first: IsoWeek, weight: int
) -> Occurrence:
    axis, standing = situation.axis, wanted.standing
    weeks = tuple(_week(situation, index, first) for index in wanted.weeks)
    duration = axis.length(wanted.pair.duration)
    current = axis.outward(standing.span) if standing else None
    return Occurrence(
        pair=pair,
        weeks=weeks,
        duration=duration,
        prep=axis.length(wanted.pair.prep),
        weight=weight,
        allowed=_allowed(situation, wanted),
        current=current.begin if current else None,
        current_duration=current.end - current.begin if current else None,
        declined=standing is not None and standing.declined,
        move_weight=len(situation.ahead.weeks) - min(wanted.weeks[0], len(situation.ahead.weeks) - 1),
        cost=_cost(situation, wanted, (day for day in days if day.week in weeks)),
    )


def _weight(task: Task, wanted: Wanted) -> int:
    """Priority times one more than the weeks since the pair last met, when this period comes.

    What was read of calendars tells that of its time, and the ledger of the time before.
    """
    situation, key = task.situation, key_of(wanted.pair)
    seen = (
        standing.span
        for standing in task.history
        if standing.pair == key and standing.span.start < situation.as_of and not standing.declined
    )
    remembered = (
        entry.span
        for entry in task.memory.entries
        if PairKey(entry.leader, entry.member, entry.kind) == key
        and entry.was_held(situation.as_of)
        and not entry.span.overlaps(situation.read)
    )
    met = [situation.ahead.week_of(span.start) for span in (*seen, *remembered)]
    weeks = situation.ahead.weeks[0].number - max(met).number if met else NEVER_MET_WEEKS
    return PRIORITY_WEIGHT[wanted.pair.priority] * (1 + min(max(weeks, 0), MOST_WEEKS))


def _weights(tasks: Sequence[Task]) -> list[int]:
    """What missing each costs. What stands well outweighs all else together: it is not given up for somebody else."""
    known = worth(tasks)
    others = sum(weight for weight, well in known if not well)
    return [weight + others if well else weight for weight, well in known]


def worth(tasks: Sequence[Task]) -> list[tuple[int, bool]]:
    """What missing each occurrence costs beside others of its kind, and whether it stands well; in the tasks' order."""
    return [
        (_weight(task, wanted), _stands_well(task.situation, wanted)) for task in tasks for wanted in task.demand.wanted
    ]


def _stands_well(situation: Situation, wanted: Wanted) -> bool:
    standing = wanted.standing
    if standing is None or standing.declined:
        return False
    return conflict_at(situation, wanted.pair, standing.span) is None


def _allowed(situation: Situation, wanted: Wanted) -> tuple[Span, ...] | None:
    if not wanted.pair.allowed and wanted.pair.starts is None:
        return None
    axis = situation.axis
    spans = (axis.inward(i) for i in possible(situation, wanted.pair, situation.window))
    return tuple(span for span in spans if span is not None)


def _cost(situation: Situation, wanted: Wanted, days: Iterable[Day]) -> dict[int, int]:
    axis, pair = situation.axis, wanted.pair
    leader, member = situation.availabilities[pair.leader], situation.availabilities[pair.member]
    asked = wishes(pair, situation.rules, leader, member, situation.window)
    cost = {}
    for slot in (slot for day in days for slot in day.slots):
        start = axis.instant(slot.tick)
        if points := asked.points(Interval(start, start + pair.duration)):
            cost[slot.tick] = points
    return cost


def _habit(situation: Situation, key: PairKey, history: Sequence[Standing]) -> tuple[int, int] | None:
    """Weekday and wall time of the last meeting before the horizon."""
    before = [s.span.start for s in history if s.pair == key and s.span.start < situation.ahead.start]
    if not before:
        return None
    clock = local(max(before), situation.ahead.time_zone)
    return clock.weekday(), clock.hour * 60 + clock.minute


def _lately(situation: Situation, key: PairKey, memory: Memory) -> int:
    """How much we moved the pair's 1-on-1s of late and those ahead, and missed those whose weeks are over.

    Each counts a week less for each week that has passed. Whom the weeks ahead miss is for this plan to say.
    """
    now = situation.ahead.weeks[0].number
    counted = [
        (entry.moved, now - IsoWeek.parse(entry.period).number)
        for entry in memory.entries
        if PairKey(entry.leader, entry.member, entry.kind) == key
    ]
    missed = [
        now - IsoWeek.parse(one.period).number
        for one in memory.missed
        if (one.member, one.kind) == (key.member, key.kind)
    ]
    counted += [(1, weeks) for weeks in missed if weeks > 0]
    return sum(times * max(0, LATELY_WEEKS - max(0, weeks)) for times, weeks in counted)


def _fixed(situation: Situation, standing: Standing, pair: int) -> Fixed:
    axis = situation.axis
    span = axis.outward(standing.span)
    prep = situation.team.pairs[pair].prep if standing.origin is not Origin.BOOKED else timedelta(0)
    return Fixed(pair=pair, start=span.begin, duration=span.end - span.begin, prep=axis.length(prep))
