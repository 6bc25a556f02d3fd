"""What two plans for the same leader come to, counted over the same days."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from providers.event import Interval
from providers.interval import intersect, merge, subtract
from providers.wall_clock import local, midnight
from scheduler.company import Company, WallSpan
from scheduler.comparison import LeaderComparison, Measures, Side
from scheduler.dates.wall_clock import instants
from scheduler.plan import Action, BlockKind, Input, Outcome, PairKey, Plan, Status

HOUR = timedelta(hours=1)
DAYTIME = (time(9), time(18))
"""Outside, a 1-on-1 is early or late on somebody's clock."""


def compared(today: Plan, company: Company, other: Plan, other_company: Company) -> LeaderComparison:
    """Both plans of a leader, each with the company that it is for.

    Free time is counted on days that are 1-on-1 days in either of them, of weeks that both plan.
    """
    weeks = set(today.weeks) & set(other.weeks)
    days = sorted({day.day for plan in (today, other) for day in plan.days if day.week in weeks})
    return LeaderComparison(
        today.leader,
        today.leader_name,
        _side(today, company, days),
        _side(other, other_company, days),
        len(_times(today) ^ _times(other)) - len(_moved_between(today, other)),
    )


def _times(plan: Plan) -> set[tuple[PairKey, str, Interval]]:
    return {(each.pair, each.period, each.after) for each in plan.changes if each.after is not None}


def _moved_between(today: Plan, other: Plan) -> set[tuple[PairKey, str]]:
    """What both plans hold, at different times."""
    first, second = _times(today) - _times(other), _times(other) - _times(today)
    return {(pair, period) for pair, period, _ in first} & {(pair, period) for pair, period, _ in second}


def _side(plan: Plan, company: Company, days: Collection[date]) -> Side:
    missed = tuple((one.pair, one.period) for one in plan.not_placed if one.outcome is Outcome.UNPLACED)
    read = {each.email: each for each in plan.inputs}
    members = sorted({pair.member for pair in company.teams[plan.leader].pairs} & read.keys())
    mine = _pieces(plan, company, read[plan.leader], days)
    theirs = [piece for email in members for piece in _pieces(plan, company, read[email], days)]
    actions = [change.action for change in plan.changes]
    measures = Measures(
        missed=len(missed),
        new=actions.count(Action.CREATE),
        moved=actions.count(Action.MOVE),
        cancelled=actions.count(Action.CANCEL),
        blocks=sum(level.value for level in plan.levels if level.name == "clusters"),
        leader_hours=_minutes(mine, HOUR),
        leader_double_hours=_minutes(mine, 2 * HOUR),
        reports_hours=_minutes(theirs, HOUR),
        reports_double_hours=_minutes(theirs, 2 * HOUR),
        late=sum(_late(plan, company)),
    )
    return Side(measures, missed, plan.status is Status.OPTIMAL)


def _minutes(pieces: Iterable[Interval], least: timedelta) -> int:
    """Minutes in pieces that are not shorter than `least`."""
    lengths = (piece.end - piece.start for piece in pieces)
    return sum(int(length.total_seconds()) // 60 for length in lengths if length >= least)


def _pieces(plan: Plan, company: Company, read: Input, days: Collection[date]) -> list[Interval]:
    """A person's working hours on these days of the leader's, from now on, without what takes them.

    Lunch takes nothing: it is kept on 1-on-1 days only, and so would be counted in one of two plans.
    """
    person = company.people.get(read.email)
    spans = [_whole(plan, day) for day in days]
    ahead = [Interval(max(span.start, plan.as_of), span.end) for span in spans if span.end > plan.as_of]
    if person is None or not ahead:
        return []
    hours = instants(person.time_zone, Interval(ahead[0].start, ahead[-1].end), person.hours)
    blocks = [block.span for block in read.blocks if block.kind is not BlockKind.OUR_EVENT]
    taken = merge([*blocks, *_one_on_ones(plan, company, read.email)])
    return subtract(intersect(hours, merge(ahead)), taken)


def _whole(plan: Plan, day: date) -> Interval:
    """Midnight to midnight on the leader's clock."""
    return Interval(midnight(day, plan.time_zone), midnight(day + timedelta(days=1), plan.time_zone))


def _one_on_ones(plan: Plan, company: Company, email: str) -> Iterator[Interval]:
    """A person's 1-on-1s in the plan; of the leader with what they prepare."""
    preps = {(pair.member, str(pair.kind)): pair.prep for pair in company.teams[plan.leader].pairs}
    for change in plan.changes:
        if change.after is None or email not in (change.pair.leader, change.pair.member):
            continue
        own = email == plan.leader
        prep = preps.get((change.pair.member, change.pair.kind), timedelta(0)) if own else timedelta(0)
        yield Interval(change.after.start - prep, change.after.end)


def _late(plan: Plan, company: Company) -> Iterator[int]:
    """Minutes of each 1-on-1 before or after daytime, for members whose clock shows another time than the leader's."""
    every_day = [WallSpan(weekday, *DAYTIME) for weekday in range(7)]
    for change in plan.changes:
        person = company.people.get(change.pair.member)
        span = change.after
        if span is None or person is None or _same_clock(span.start, person.time_zone, plan.time_zone):
            continue
        outside = subtract([span], instants(person.time_zone, span, every_day))
        yield _minutes(outside, timedelta(0))


def _same_clock(instant: datetime, first: str, second: str) -> bool:
    return local(instant, first).utcoffset() == local(instant, second).utcoffset()
