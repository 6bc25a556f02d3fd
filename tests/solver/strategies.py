"""Random problems for Hypothesis: tiny ones that can be tried out completely, and middling ones."""

from hypothesis import strategies as st

from solver.intervals import subtract, union
from solver.problem import (
    Day,
    Fixed,
    Layout,
    Leader,
    Occurrence,
    Pair,
    Person,
    Problem,
    Slot,
    Span,
    Split,
    WholeDay,
)

LAYOUTS: tuple[Layout, ...] = (Split(), WholeDay(), WholeDay(3), WholeDay(4), WholeDay(0))


class Grid:
    """Thursdays and Fridays of some weeks, in steps of so many minutes."""

    def __init__(self, minutes: int, first_hour: int, last_hour: int, weeks: int) -> None:
        self.minutes = minutes
        self.hour = 60 // minutes
        self.length = 24 * self.hour
        self.opens = first_hour * self.hour
        self.closes = last_hour * self.hour
        self.weeks = weeks

    def midnight(self, week: int, weekday: int) -> int:
        return (week * 7 + weekday) * self.length

    def hours(self, week: int, weekday: int) -> Span:
        midnight = self.midnight(week, weekday)
        return Span(midnight + self.opens, midnight + self.closes)

    def working(self) -> list[Span]:
        """The working hours of every 1-on-1 day, and of Tuesday, a focus day."""
        return [self.hours(week, weekday) for week in range(self.weeks) for weekday in (1, 3, 4)]


@st.composite
def _days(draw: st.DrawFn, grid: Grid, *, lunch: bool) -> tuple[Day, ...]:
    """Some weeks lack a day; clocks may change between weeks; slots may be a part of the grid."""
    step = draw(st.sampled_from((1, 1, 2)))
    days = []
    for week in range(grid.weeks):
        shift = draw(st.sampled_from((0, 0, 60)))
        for weekday in draw(st.sampled_from(((3, 4), (3, 4), (3,), (4,)))):
            midnight = grid.midnight(week, weekday)
            hours = grid.hours(week, weekday)
            ticks = range(hours.begin, hours.end, step)
            slots = tuple(Slot(tick, (tick - midnight) * grid.minutes + shift) for tick in ticks)
            begin = draw(st.integers(hours.begin, hours.end - 2))
            window = Span(begin, draw(st.integers(begin + 1, hours.end)))
            keeps = lunch and draw(st.booleans())
            days.append(
                Day(week, weekday, Span(midnight, midnight + grid.length), slots, window if keeps else None),
            )
    return tuple(days)


@st.composite
def _person(draw: st.DrawFn, grid: Grid, name: str, blocks: int, longest: int) -> Person:
    """Works all of the grid's hours but a stretch, and is busy now and then."""

    def stretch() -> Span:
        week = draw(st.integers(0, grid.weeks - 1))
        hours = grid.hours(week, draw(st.sampled_from((3, 4))))
        begin = draw(st.integers(hours.begin, hours.end - 1))
        return Span(begin, begin + draw(st.integers(1, longest)))

    off = [stretch()] if draw(st.booleans()) else []
    busy = union(stretch() for _ in range(draw(st.integers(0, blocks))))
    return Person(name, tuple(subtract(grid.working(), off)), tuple(busy), tuple(busy[:1]))


@st.composite
def _leader(draw: st.DrawFn, grid: Grid, person: int, *, lunch: bool) -> Leader:
    return Leader(
        person=person,
        days=draw(_days(grid, lunch=lunch)),
        layout=draw(st.sampled_from(LAYOUTS)),
        lunch=draw(st.integers(0, grid.hour)),
        max_run=draw(st.integers(grid.hour, 4 * grid.hour)),
        pause=draw(st.integers(0, 2)),
        max_per_day=draw(st.integers(1, 6)),
        piece=draw(st.integers(0, grid.hour + 1)),
    )


@st.composite
def _occurrence(draw: st.DrawFn, grid: Grid, pair: int, leader: Leader, weeks: tuple[int, ...]) -> Occurrence:
    slots = [slot.tick for day in leader.days for slot in day.slots]
    anywhere = [*slots, grid.midnight(0, 1) + grid.opens, slots[0] - 1]
    current = draw(st.none() | st.sampled_from(anywhere))
    begin = draw(st.sampled_from(slots))
    window = Span(begin, begin + grid.length + draw(st.integers(1, 4 * grid.hour)))
    return Occurrence(
        pair=pair,
        weeks=weeks,
        duration=draw(st.integers(1, grid.hour)),
        prep=draw(st.integers(0, 1)),
        weight=draw(st.integers(1, 4)),
        allowed=(window,) if draw(st.integers(0, 4)) == 0 else None,
        current=current,
        current_duration=None if current is None else draw(st.none() | st.integers(1, 2)),
        declined=current is not None and draw(st.integers(0, 3)) == 0,
        move_weight=draw(st.integers(1, 3)),
        cost=draw(st.dictionaries(st.sampled_from(slots), st.integers(1, 5), max_size=4)),
    )


@st.composite
def _fixed(draw: st.DrawFn, grid: Grid, pairs: int) -> Fixed:
    """Mostly on 1-on-1 days, sometimes on a focus day, on or off the slots."""
    hours = grid.hours(draw(st.integers(0, grid.weeks - 1)), draw(st.sampled_from((1, 3, 3, 4, 4))))
    return Fixed(
        pair=draw(st.integers(0, pairs - 1)),
        start=draw(st.integers(hours.begin, hours.end - 1)),
        duration=draw(st.integers(1, grid.hour + 1)),
        prep=draw(st.integers(0, 1)),
        rhythm=draw(st.booleans()),
    )


@st.composite
def _pair(draw: st.DrawFn, grid: Grid, leader: int, member: int) -> Pair:
    wall = draw(st.integers(grid.opens, grid.closes - 1)) * grid.minutes
    return Pair(leader, member, draw(st.none() | st.tuples(st.sampled_from((3, 4)), st.just(wall))))


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Up to three occurrences in half-hour steps over a few hours: everything that the rules know, at random.

    Person 1 is a report of person 0; where there are two leaders, person 1 is the second one and meets person 2.
    """
    weeks = draw(st.integers(1, 2))
    grid = Grid(minutes=30, first_hour=9, last_hour=12 if weeks > 1 else 13, weeks=weeks)
    people = tuple(draw(_person(grid, name, 2, 2)) for name in ("Ada", "Ben", "Cleo"))
    leaders = [draw(_leader(grid, 0, lunch=True))]
    pairs = [draw(_pair(grid, 0, 1)), draw(_pair(grid, 0, 2))]
    if draw(st.booleans()):
        leaders.append(draw(_leader(grid, 1, lunch=True)))
        pairs.append(draw(_pair(grid, 1, 2)))
    occurrences = []
    for _ in range(draw(st.integers(1, 3))):
        pair = draw(st.integers(0, len(pairs) - 1))
        some = draw(st.sampled_from(((0,), (weeks - 1,), tuple(range(weeks)), tuple(reversed(range(weeks))))))
        occurrences.append(draw(_occurrence(grid, pair, leaders[pairs[pair].leader], some)))
    return Problem(
        people=people,
        leaders=tuple(leaders),
        pairs=tuple(pairs),
        occurrences=tuple(occurrences),
        fixed=tuple(draw(st.lists(_fixed(grid, len(pairs)), max_size=2))),
        earliest=draw(st.sampled_from((0, grid.hours(0, 3).begin + 2))),
        max_moves=draw(st.sampled_from((None, None, 0, 1))),
    )


@st.composite
def middling_problems(draw: st.DrawFn) -> Problem:
    """A leader with three to eight reports over one to three weeks, in quarters of an hour; sometimes a second one."""
    weeks = draw(st.integers(1, 3))
    grid = Grid(minutes=15, first_hour=9, last_hour=15, weeks=weeks)
    reports = draw(st.integers(3, 8))
    people = tuple(draw(_person(grid, f"Person {number}", 4, 8)) for number in range(reports + 1))
    leaders = [draw(_leader(grid, 0, lunch=True))]
    pairs = [draw(_pair(grid, 0, member)) for member in range(1, reports + 1)]
    if draw(st.booleans()):
        leaders.append(draw(_leader(grid, 1, lunch=True)))
        pairs += [draw(_pair(grid, 1, 2)), draw(_pair(grid, 1, 3))]
    occurrences = [
        draw(_occurrence(grid, number, leaders[pair.leader], (week,)))
        for week in range(weeks)
        for number, pair in enumerate(pairs)
    ]
    return Problem(
        people=people,
        leaders=tuple(leaders),
        pairs=tuple(pairs),
        occurrences=tuple(occurrences),
        fixed=tuple(draw(st.lists(_fixed(grid, len(pairs)), max_size=4))),
        earliest=draw(st.sampled_from((0, grid.hours(0, 3).begin + 5))),
        max_moves=draw(st.sampled_from((None, None, 0, 2))),
    )
