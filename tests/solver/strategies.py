"""Random problems for Hypothesis: tiny ones that can be tried out completely, and middling ones."""

from dataclasses import replace
from random import Random

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
    habit = draw(st.none() | st.tuples(st.sampled_from((3, 4)), st.just(wall)))
    return Pair(leader, member, habit, lately=draw(st.integers(0, 2)))


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
    earliest = draw(st.sampled_from((0, grid.hours(0, 3).begin + 2)))
    return Problem(
        people=people,
        leaders=tuple(replace(leader, earliest=earliest) for leader in leaders),
        pairs=tuple(pairs),
        occurrences=tuple(occurrences),
        fixed=tuple(draw(st.lists(_fixed(grid, len(pairs)), max_size=2))),
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
    earliest = draw(st.sampled_from((0, grid.hours(0, 3).begin + 5)))
    return Problem(
        people=people,
        leaders=tuple(replace(leader, earliest=earliest) for leader in leaders),
        pairs=tuple(pairs),
        occurrences=tuple(occurrences),
        fixed=tuple(draw(st.lists(_fixed(grid, len(pairs)), max_size=4))),
        max_moves=draw(st.sampled_from((None, None, 0, 2))),
    )


FEATURES = (
    "fixed",
    "standing",
    "declined",
    "too soon to change",
    "lengths",
    "postponed",
    "weights",
    "two leaders",
    "few moves",
    "rhythm",
)
"""What a problem can be made to have for certain."""


def crowded_problems(*features: str, reports: int = 2, minutes: int = 30) -> st.SearchStrategy[Problem]:
    """Problems in which these features are present and there is not much room, so that they matter.

    Full problems are wanted, not simple ones: so chance is Python's, and Hypothesis has its seed only. With two reports
    they are tiny: three occurrences, which can be tried out completely.
    """
    return st.randoms(use_true_random=True).map(
        lambda chance: _Crowd(chance, frozenset(features), reports, minutes).problem()
    )


class _Crowd:
    def __init__(self, chance: Random, features: frozenset[str], reports: int, minutes: int) -> None:
        self.chance = chance
        self.features = features
        self.reports = reports
        self.tiny = reports == 2
        self.weeks = 2 if features & {"postponed", "rhythm"} else 1
        self.grid = Grid(minutes, 9, 11 if self.tiny and self.weeks == 2 else 12, self.weeks)

    def problem(self) -> Problem:
        chance, grid = self.chance, self.grid
        leaders = [self._leader(0)]
        pairs = [Pair(0, member, self._habit(), chance.randint(0, 2)) for member in range(1, self.reports + 1)]
        if "two leaders" in self.features:  # the first report leads the second one, whom the leader meets as well
            leaders.append(self._leader(1))
            pairs.append(Pair(1, 2, lately=1))
        people = tuple(
            Person(f"Person {number}", tuple(grid.working()), self._busy()) for number in range(self.reports + 1)
        )
        if self.tiny:
            chosen = [*range(len(pairs)), *([chance.randrange(len(pairs))] if len(pairs) < 3 else [])]
            chosen = [0, 0, 1] if "rhythm" in self.features else chosen
        else:
            chosen = [number for number in range(len(pairs)) for _ in range(self.weeks)]
        occurrences = tuple(self._occurrence(leaders[pairs[pair].leader], n, pair) for n, pair in enumerate(chosen))
        slots = [slot.tick for day in leaders[0].days for slot in day.slots]
        stays = tuple(
            Fixed(chance.randrange(len(pairs)), chance.choice(slots), chance.randint(1, 2), chance.randint(0, 1))
            for _ in range(chance.randint(1, 2) if "fixed" in self.features else 0)
        )
        earliest = slots[0] + 1 + chance.randrange(grid.hour) if "too soon to change" in self.features else 0
        return Problem(
            people,
            tuple(replace(leader, earliest=earliest) for leader in leaders),
            tuple(pairs),
            occurrences,
            stays,
            max_moves=chance.randint(0, 1) if "few moves" in self.features else None,
        )

    def _leader(self, person: int) -> Leader:
        chance, grid = self.chance, self.grid
        days = []
        for week in range(self.weeks):
            for weekday in (3, 4) if self.weeks == 1 or not self.tiny else (3 + week,) if week else (3, 4):
                hours = grid.hours(week, weekday)
                slots = tuple(
                    Slot(tick, (tick - grid.midnight(week, weekday)) * grid.minutes)
                    for tick in range(hours.begin, hours.end)
                )
                midnight = grid.midnight(week, weekday)
                begin = chance.randrange(hours.begin, hours.end - 2)
                window = chance.choice((None, Span(begin, hours.end)))
                days.append(Day(week, weekday, Span(midnight, midnight + grid.length), slots, window))
        return Leader(
            person=person,
            days=tuple(days),
            layout=chance.choice(LAYOUTS),
            lunch=chance.randint(1, grid.hour),
            max_run=chance.randint(grid.hour, 2 * grid.hour),
            pause=chance.randint(0, 2),
            max_per_day=chance.randint(1, max(2, self.reports // 2)),
            piece=chance.randint(1, grid.hour + 1),
        )

    def _habit(self) -> tuple[int, int] | None:
        return self.chance.choice((None, (3, 9 * 60), (4, 10 * 60)))

    def _busy(self) -> tuple[Span, ...]:
        chance, grid = self.chance, self.grid
        some = []
        for week in range(self.weeks):
            for weekday in (3, 4):
                begin = chance.randrange(grid.hours(week, weekday).begin, grid.hours(week, weekday).end)
                some.append(Span(begin, begin + chance.randint(1, grid.hour)))
        return tuple(union(chance.sample(some, chance.randint(0, len(some)))))

    def _occurrence(self, leader: Leader, number: int, pair: int) -> Occurrence:
        chance, grid = self.chance, self.grid
        slots = [slot.tick for day in leader.days for slot in day.slots]
        week = number % self.weeks
        stands = self.features & {"standing", "declined", "too soon to change", "few moves"}
        mine = [slot.tick for day in leader.days if day.week == week for slot in day.slots]
        current = chance.choice(mine) if stands and (number == 0 or chance.randrange(3)) else None
        if number == 0 and "too soon to change" in self.features:
            current = slots[0]
        return Occurrence(
            pair=pair,
            weeks=tuple(range(self.weeks)) if "postponed" in self.features else (week,),
            duration=1 + number % 2 if "lengths" in self.features else chance.randint(1, grid.hour),
            prep=number % 2 if "lengths" in self.features else chance.randint(0, 1),
            weight=(1, 2, 4)[number % 3] if "weights" in self.features else 1,
            current=current,
            current_duration=chance.choice((None, 2)) if current is not None else None,
            declined=current is not None and "declined" in self.features and (number == 0 or chance.random() < 0.5),
            move_weight=chance.randint(1, 3),
            cost={slot: chance.randint(1, 5) for slot in chance.sample(slots, min(3, len(slots)))},
        )
