"""The value of every level of a solution, straight from the levels' definitions and without the solver."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from solver.intervals import clip, subtract, union
from solver.meeting import Lunches, Meeting, Starts, day_at, leading, meetings, moved, taken
from solver.problem import TOLERATED, Day, Leader, Problem, Span, Split, WholeDay
from solver.solution import LEVELS


def measure(problem: Problem, starts: Starts, lunches: Lunches) -> Mapping[str, int]:
    """Value of each level by its name, in the order of `LEVELS`; smaller is better.

    `starts` has one entry for every occurrence, `lunches` one for every leader and day. Hard rules are not looked at.
    """
    known = meetings(problem, starts)
    values = (
        _missed(problem, starts),
        _postponed(problem, known),
        _layout(problem, known),
        _moves(problem, starts),
        _evenness(problem, known),
        _rhythm(problem, known),
        _clusters(problem, known),
        _fragments(problem, known, lunches),
        _preferences(problem, starts),
        _fairness(problem, starts),
    )
    return dict(zip(LEVELS, values, strict=True))


def _missed(problem: Problem, starts: Starts) -> int:
    """Weights of the occurrences without a place."""
    return sum(
        occurrence.weight for occurrence, start in zip(problem.occurrences, starts, strict=True) if start is None
    )


def _postponed(problem: Problem, known: Sequence[Meeting]) -> int:
    """How many of its weeks each placed occurrence lets pass."""
    total = 0
    for meeting in known:
        if meeting.planned is None:
            continue
        weeks = problem.occurrences[meeting.planned].weeks
        day = day_at(_leader_of(problem, meeting).days, meeting.start)
        if day is not None and day.week in weeks:
            total += weeks.index(day.week)
    return total


def _layout(problem: Problem, known: Sequence[Meeting]) -> int:
    """Whole day: 1-on-1s off the week's day. Split: the days' difference beyond what is tolerated."""
    return sum(
        max(0, _difference(counts) - TOLERATED) if isinstance(leader.layout, Split) else _off(leader.layout, counts)
        for leader, counts in _weeks(problem, known)
    )


def _evenness(problem: Problem, known: Sequence[Meeting]) -> int:
    """Split: the rest of the days' difference."""
    return sum(
        min(_difference(counts), TOLERATED)
        for leader, counts in _weeks(problem, known)
        if isinstance(leader.layout, Split)
    )


def _weeks(problem: Problem, known: Sequence[Meeting]) -> Iterator[tuple[Leader, list[tuple[Day, int]]]]:
    """Each leader's weeks, by their days and the number of 1-on-1s on them."""
    for number, leader in enumerate(problem.leaders):
        own = leading(problem, number, known)
        for week in sorted({day.week for day in leader.days}):
            yield leader, [(day, _count(day, own)) for day in leader.days if day.week == week]


def _difference(counts: Sequence[tuple[Day, int]]) -> int:
    """Fullest day minus emptiest."""
    numbers = [count for _, count in counts]
    return max(numbers) - min(numbers)


def _off(layout: WholeDay, counts: Sequence[tuple[Day, int]]) -> int:
    """1-on-1s that are not on the week's day."""
    numbers = [count for _, count in counts]
    named = layout.weekday
    if named is None:
        return sum(numbers) - max(numbers)
    if all(day.weekday != named for day, _ in counts):
        return 0
    return sum(count for day, count in counts if day.weekday != named)


def _count(day: Day, own: Sequence[Meeting]) -> int:
    return sum(day.span.begin <= meeting.start < day.span.end for meeting in own)


def _moves(problem: Problem, starts: Starts) -> int:
    """Weights of the occurrences that leave their time; those that were asked to leave are free."""
    return sum(
        occurrence.move_weight
        for occurrence, start in zip(problem.occurrences, starts, strict=True)
        if moved(occurrence, start) and not occurrence.declined
    )


def _rhythm(problem: Problem, known: Sequence[Meeting]) -> int:
    """Per pair: its 1-on-1s that are not at the weekday and time that most of them share."""
    total = 0
    for number, pair in enumerate(problem.pairs):
        days = problem.leaders[pair.leader].days
        regular: Counter[tuple[int, int]] = Counter()
        odd = 0
        for meeting in known:
            if meeting.pair != number or not meeting.rhythm:
                continue
            key = _key(days, meeting.start)
            if key is None:
                odd += 1
            else:
                regular[key] += 1
        if pair.habit is not None:
            regular[pair.habit] += 1
        shared = max(regular.values(), default=min(odd, 1))
        total += regular.total() + odd - shared
    return total


def _key(days: Sequence[Day], tick: int) -> tuple[int, int] | None:
    """Weekday and wall-clock minutes of a slot; None: no slot begins here."""
    day = day_at(days, tick)
    if day is None:
        return None
    return next(((day.weekday, slot.wall) for slot in day.slots if slot.tick == tick), None)


def _clusters(problem: Problem, known: Sequence[Meeting]) -> int:
    """Stretches of 1-on-1s, prep included, that follow each other without a gap. Per leader and day."""
    total = 0
    for number, leader in enumerate(problem.leaders):
        blocks = [meeting.block for meeting in leading(problem, number, known)]
        total += sum(len(union(clip(blocks, day.span))) for day in leader.days)
    return total


def _fragments(problem: Problem, known: Sequence[Meeting], lunches: Lunches) -> int:
    """Free ticks in pieces that are too short to be of use. Per leader and day."""
    total = 0
    for leader, starts in zip(problem.leaders, lunches, strict=True):
        person = problem.people[leader.person]
        blocks = taken(problem, leader.person, known)
        for day, lunch in zip(leader.days, starts, strict=True):
            meal = [] if lunch is None else [Span(lunch, lunch + leader.lunch)]
            pieces = subtract(clip(person.hours, day.span), [*person.busy, *blocks, *meal])
            lengths = (piece.end - piece.begin for piece in pieces)
            total += sum(length for length in lengths if length < leader.piece)
    return total


def _preferences(problem: Problem, starts: Starts) -> int:
    """Penalties of the chosen starts."""
    return sum(
        occurrence.cost.get(start, 0)
        for occurrence, start in zip(problem.occurrences, starts, strict=True)
        if start is not None
    )


def _fairness(problem: Problem, starts: Starts) -> int:
    """How much the pairs were missed or moved of late whose occurrences have no place, or leave theirs unasked."""
    return sum(
        problem.pairs[occurrence.pair].lately
        for occurrence, start in zip(problem.occurrences, starts, strict=True)
        if start is None or (moved(occurrence, start) and not occurrence.declined)
    )


def _leader_of(problem: Problem, meeting: Meeting) -> Leader:
    return problem.leaders[problem.pairs[meeting.pair].leader]
