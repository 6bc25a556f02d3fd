"""Tiny problems for tests: a leader with one person or a few, grid steps of 5 minutes, everything else at rest.

Tick 0 is Monday 00:00 of week 0. Everybody works from 9:00 to 17:00 from Monday to Friday; the leader's 1-on-1 days
are Thursday and Friday; nobody is busy, there is no lunch to keep, and no rule is tight. A test names what it is about.
"""

from collections.abc import Sequence
from dataclasses import replace

from solver.problem import Day, Fixed, Layout, Leader, Occurrence, Pair, Person, Problem, Slot, Span, Split

MINUTES_PER_TICK = 5
HOUR = 60 // MINUTES_PER_TICK
DAY = 24 * HOUR
WEEK = 7 * DAY
THURSDAY = 3
FRIDAY = 4
WEEKS = 6
"""How many weeks people's working hours reach."""


def at(weekday: int, hour: int, minute: int = 0, *, week: int = 0) -> int:
    """The tick of a wall-clock time; nobody changes their clocks here."""
    return week * WEEK + weekday * DAY + hour * HOUR + minute // MINUTES_PER_TICK


def span(weekday: int, begin: float, end: float, *, week: int = 0) -> Span:
    """From `begin` to `end` o'clock: `span(THURSDAY, 9, 12.5)` is Thursday from 9:00 to 12:30."""
    midnight = week * WEEK + weekday * DAY
    return Span(midnight + round(begin * HOUR), midnight + round(end * HOUR))


def working(begin: float = 9, end: float = 17) -> tuple[Span, ...]:
    """The same working hours from Monday to Friday of every week."""
    return tuple(span(weekday, begin, end, week=week) for week in range(WEEKS) for weekday in range(5))


def person(name: str = "Ann", *, busy: Sequence[Span] = (), hours: Sequence[Span] | None = None) -> Person:
    return Person(name, working() if hours is None else tuple(hours), tuple(sorted(busy)))


def day(
    weekday: int = THURSDAY,
    *,
    week: int = 0,
    begin: float = 9,
    end: float = 17,
    every: int = 30,
    lunch: tuple[float, float] | None = None,
) -> Day:
    """A 1-on-1 day with a start every `every` minutes from `begin` o'clock to before `end`, and a lunch window."""
    midnight = at(weekday, 0, week=week)
    hours = span(weekday, begin, end, week=week)
    ticks = range(hours.begin, hours.end, every // MINUTES_PER_TICK)
    slots = tuple(Slot(tick, (tick - midnight) * MINUTES_PER_TICK) for tick in ticks)
    window = None if lunch is None else span(weekday, *lunch, week=week)
    return Day(week, weekday, Span(midnight, midnight + DAY), slots, window)


def days(weeks: int = 1, *, begin: float = 9, end: float = 17, every: int = 30) -> tuple[Day, ...]:
    """Thursday and Friday of every week."""
    return tuple(
        day(weekday, week=week, begin=begin, end=end, every=every)
        for week in range(weeks)
        for weekday in (THURSDAY, FRIDAY)
    )


def leader(
    on: Sequence[Day] | None = None,
    *,
    person: int = 0,
    layout: Layout | None = None,
    lunch: int = HOUR,
    max_run: int = DAY,
    pause: int = 0,
    max_per_day: int = 99,
    piece: int = HOUR,
) -> Leader:
    """A leader whose rules bind nobody; `lunch` counts only on days that have a window."""
    return Leader(
        person=person,
        days=days() if on is None else tuple(on),
        layout=Split() if layout is None else layout,
        lunch=lunch,
        max_run=max_run,
        pause=pause,
        max_per_day=max_per_day,
        piece=piece,
    )


def occurrence(
    pair: int = 0,
    *,
    weeks: Sequence[int] = (0,),
    duration: int = 6,
    prep: int = 0,
    weight: int = 1,
    allowed: Sequence[Span] | None = None,
    closed: Sequence[int] = (),
    current: int | None = None,
    current_duration: int | None = None,
    declined: bool = False,
    move_weight: int = 1,
    cost: dict[int, int] | None = None,
) -> Occurrence:
    """Half an hour in week 0, without prep, that stands nowhere yet."""
    return Occurrence(
        pair=pair,
        weeks=tuple(weeks),
        duration=duration,
        prep=prep,
        weight=weight,
        allowed=None if allowed is None else tuple(allowed),
        closed=frozenset(closed),
        current=current,
        current_duration=current_duration,
        declined=declined,
        move_weight=move_weight,
        cost={} if cost is None else cost,
    )


def fixed(start: int, *, pair: int = 0, duration: int = 6, prep: int = 0, rhythm: bool = True) -> Fixed:
    return Fixed(pair=pair, start=start, duration=duration, prep=prep, rhythm=rhythm)


def problem(
    *occurrences: Occurrence,
    people: Sequence[Person] | None = None,
    leaders: Sequence[Leader] | None = None,
    pairs: Sequence[Pair] | None = None,
    fixed: Sequence[Fixed] = (),
    earliest: int = 0,
    max_moves: int | None = None,
) -> Problem:
    """One leader (person 0) who meets persons 1, 2, …: as many as `people` has, or else as the pairs need."""
    needed = 1 + max([item.pair for item in occurrences] + [item.pair for item in fixed], default=0)
    if people is None:
        count = 1 + needed if pairs is None else 1 + max((pair.member for pair in pairs), default=0)
        people = tuple(person(f"Person {number}") for number in range(count))
    if pairs is None:
        pairs = tuple(Pair(leader=0, member=number) for number in range(1, len(people)))
    return Problem(
        people=tuple(people),
        leaders=tuple(replace(one, earliest=earliest) for one in ([leader()] if leaders is None else leaders)),
        pairs=tuple(pairs),
        occurrences=occurrences,
        fixed=tuple(fixed),
        max_moves=max_moves,
    )
