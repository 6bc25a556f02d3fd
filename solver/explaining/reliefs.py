"""What can be relaxed so that the asked occurrence gets a place, and the problem with some of it relaxed."""

from collections.abc import Sequence
from dataclasses import replace

from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.explaining.hindrances import blocks
from solver.explanation import Relaxation, Relief
from solver.intervals import clip, subtract, union
from solver.meeting import Starts, day_at, fixed_meeting
from solver.problem import Day, Fixed, Leader, Occurrence, Person, Problem, Span

UNLIMITED = 1_000_000
COST = {relief: rank for rank, relief in enumerate(Relief)}
"""Rising in the order in which `Relief` names them."""


def reliefs(problem: Problem) -> list[Relaxation]:
    """Everything that can be relaxed for the asked occurrence, cheapest first."""
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    leader = problem.leaders[pair.leader]
    mine, theirs = problem.people[leader.person], problem.people[pair.member]
    days = days_of(problem, ASKED)
    hour = _hour(leader)
    lengths = _lengths(asked.duration, hour)
    moves = problem.max_moves
    found = [
        *([Relaxation(Relief.LEADER_TENTATIVE, person=leader.person)] if mine.tentative else []),
        *([Relaxation(Relief.MEMBER_TENTATIVE, person=pair.member)] if theirs.tentative else []),
        *([Relaxation(Relief.NO_PREP, amount=asked.prep)] if asked.prep > 0 else []),
        *_fixed(problem, (leader.person, pair.member)),
        Relaxation(Relief.NO_PAUSE, person=leader.person),
        Relaxation(Relief.ONE_MORE, amount=leader.max_per_day + 1, person=leader.person),
        *([Relaxation(Relief.ONE_MOVE_MORE, amount=moves + 1)] if moves is not None else []),
        *_lunches(problem, (leader.person, pair.member)),
        *([Relaxation(Relief.ANY_TIME)] if asked.allowed is not None else []),
        *(Relaxation(Relief.SHORTER, amount=length) for length in lengths),
        *(Relaxation(Relief.LEADER_HOURS, more, person=leader.person) for more in _longer(mine, days, hour)),
        *(Relaxation(Relief.MEMBER_HOURS, more, person=pair.member) for more in _longer(theirs, days, hour)),
        *(Relaxation(Relief.MEMBER_BUSY, block, person=pair.member) for block in blocks(theirs)),
        *(Relaxation(Relief.LEADER_BUSY, block, person=leader.person) for block in blocks(mine)),
    ]
    return sorted(found, key=lambda relaxation: COST[relaxation.kind])


def _lengths(duration: int, hour: int) -> list[int]:
    """Shorter lengths down to a half, in steps of five minutes or of one tick, longest first."""
    half = duration // 2
    return [*range(duration - max(1, hour // 12), half, -max(1, hour // 12)), *([half] if half > 0 else [])]


def _hour(leader: Leader) -> int:
    """An hour in ticks, as the leader's clock tells it."""
    for day in leader.days:
        for one, other in zip(day.slots, day.slots[1:], strict=False):
            if other.wall > one.wall:
                return 60 * (other.tick - one.tick) // (other.wall - one.wall)
    return leader.piece


def _movable(problem: Problem, fixed: Fixed) -> Day | None:
    """The day of a fixed 1-on-1 that could lie elsewhere in its week."""
    leader = problem.leaders[problem.pairs[fixed.pair].leader]
    return day_at(leader.days, fixed.start) if fixed.start - fixed.prep >= leader.earliest else None


def _fixed(problem: Problem, people: Sequence[int]) -> list[Relaxation]:
    found = []
    for fixed in problem.fixed:
        pair = problem.pairs[fixed.pair]
        concerns = problem.leaders[pair.leader].person in people or pair.member in people
        if concerns and _movable(problem, fixed) is not None:
            found.append(_move(problem, fixed))
    return found


def _move(problem: Problem, fixed: Fixed) -> Relaxation:
    member = problem.pairs[fixed.pair].member
    return Relaxation(Relief.MOVE_FIXED, fixed_meeting(fixed).time, person=member, pair=fixed.pair)


def _lunches(problem: Problem, people: Sequence[int]) -> list[Relaxation]:
    return [
        Relaxation(Relief.NO_LUNCH, day.lunch, person=leader.person)
        for leader in problem.leaders
        if leader.person in people and leader.lunch > 0
        for day in leader.days
        if day.lunch is not None
    ]


def _longer(person: Person, days: Sequence[Day], hour: int) -> list[Span]:
    """An hour before and an hour after each stretch of working time on these days."""
    found: list[Span] = []
    for day in days:
        for span in clip(person.hours, day.span):
            around = (Span(span.end, span.end + hour), Span(span.begin - hour, span.begin))
            found += (more for more in subtract(clip(around, day.span), person.hours) if more not in found)
    return found


def relaxed(problem: Problem, starts: Starts, given: Sequence[Relaxation]) -> tuple[Problem, Starts]:
    """The problem with all of these relaxed, and where its occurrences lie without the asked one.

    A fixed 1-on-1 that may move becomes an occurrence with a place in its week.
    """
    kinds = {relaxation.kind for relaxation in given}
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    released = [fixed for fixed in problem.fixed if _move(problem, fixed) in given]
    more_moves = len(released) + (Relief.ONE_MOVE_MORE in kinds)
    smaller = replace(
        problem,
        people=tuple(
            _eased(person, [item for item in given if item.person == number])
            for number, person in enumerate(problem.people)
        ),
        leaders=tuple(
            _relieved(leader, given, kinds if number == pair.leader else set())
            for number, leader in enumerate(problem.leaders)
        ),
        occurrences=(
            _shrunk(asked, given),
            *problem.occurrences[1:],
            *(_release(problem, fixed) for fixed in released),
        ),
        fixed=tuple(fixed for fixed in problem.fixed if fixed not in released),
        max_moves=None if problem.max_moves is None else problem.max_moves + more_moves,
    )
    return smaller, (*starts, *(fixed.start for fixed in released))


def _eased(person: Person, given: Sequence[Relaxation]) -> Person:
    kinds = {relaxation.kind for relaxation in given}
    spans = {kind: [item.span for item in given if item.kind == kind and item.span is not None] for kind in kinds}
    more = [*spans.get(Relief.LEADER_HOURS, []), *spans.get(Relief.MEMBER_HOURS, [])]
    away = [*spans.get(Relief.LEADER_BUSY, []), *spans.get(Relief.MEMBER_BUSY, [])]
    tentative = kinds & {Relief.LEADER_TENTATIVE, Relief.MEMBER_TENTATIVE}
    return replace(
        person,
        hours=tuple(union([*person.hours, *more])),
        busy=tuple(subtract(person.busy, [*away, *(person.tentative if tentative else ())])),
        tentative=() if tentative else person.tentative,
    )


def _relieved(leader: Leader, given: Sequence[Relaxation], kinds: set[Relief]) -> Leader:
    """`kinds` is what is relaxed of the leader's own rules."""
    windows = [item.span for item in given if item.kind == Relief.NO_LUNCH and item.person == leader.person]
    return replace(
        leader,
        days=tuple(replace(day, lunch=None) if day.lunch in windows else day for day in leader.days),
        max_run=UNLIMITED if Relief.NO_PAUSE in kinds else leader.max_run,
        max_per_day=leader.max_per_day + (Relief.ONE_MORE in kinds),
    )


def _shrunk(asked: Occurrence, given: Sequence[Relaxation]) -> Occurrence:
    kinds = {relaxation.kind for relaxation in given}
    lengths = [item.amount for item in given if item.kind == Relief.SHORTER and item.amount is not None]
    return replace(
        asked,
        duration=min(lengths, default=asked.duration),
        prep=0 if Relief.NO_PREP in kinds else asked.prep,
        allowed=None if Relief.ANY_TIME in kinds else asked.allowed,
    )


def _release(problem: Problem, fixed: Fixed) -> Occurrence:
    day = _movable(problem, fixed)
    weeks = () if day is None else (day.week,)
    return Occurrence(fixed.pair, weeks, fixed.duration, fixed.prep, current=fixed.start)
