"""Where the 1-on-1s of one leader may lie, each by itself: what every peer of the solver starts from."""

from dataclasses import dataclass

from solver.intervals import clip, inside, subtract
from solver.lunch import lunch_choices
from solver.problem import Leader, Problem, Span


@dataclass(frozen=True, slots=True)
class Place:
    """A start that one 1-on-1 may have."""

    start: int
    day: int
    """Index into the leader's days."""
    wall: int
    """Minutes on the leader's wall clock."""
    late: int
    """Weeks by which it comes later than due."""
    cost: int
    """Points against it."""


@dataclass(frozen=True, slots=True)
class Places:
    """A problem with one leader and fresh 1-on-1s only, and what can be said of it without solving."""

    problem: Problem
    leader: Leader
    of: tuple[tuple[Place, ...], ...]
    """By occurrence, rising."""
    lunches: tuple[tuple[int, ...], ...]
    """By day, every start of a lunch; empty: there is none to keep."""
    free: tuple[tuple[Span, ...], ...]
    """By day, the leader's working time that no meeting of others takes."""
    prep: int
    """Of every occurrence."""


def find_places(problem: Problem) -> Places:
    """What the peers start from.

    Raises:
        ValueError: it is none of the problems that they can do.
    """
    fresh = all(one.current is None for one in problem.occurrences) and not problem.fixed
    if len(problem.leaders) != 1 or not fresh or any(pair.habit for pair in problem.pairs):
        raise ValueError("Peers place the first 1-on-1s of one leader only.")
    (leader,) = problem.leaders
    preps = {one.prep for one in problem.occurrences}
    if len(preps) != 1:
        raise ValueError("Peers place 1-on-1s with the same prep only.")
    person = problem.people[leader.person]
    return Places(
        problem,
        leader,
        tuple(_places(problem, number) for number in range(len(problem.occurrences))),
        tuple(tuple(lunch_choices(problem, leader, day)) for day in leader.days),
        tuple(tuple(subtract(clip(person.hours, day.span), person.busy)) for day in leader.days),
        preps.pop(),
    )


def _places(problem: Problem, number: int) -> tuple[Place, ...]:
    one = problem.occurrences[number]
    pair = problem.pairs[one.pair]
    leader = problem.leaders[pair.leader]
    time = [subtract(problem.people[who].hours, problem.people[who].busy) for who in (leader.person, pair.member)]
    if one.duration > leader.max_run:
        return ()
    found = []
    for index, day in enumerate(leader.days):
        if day.week not in one.weeks:
            continue
        late = one.weeks.index(day.week)
        for slot in day.slots:
            block = Span(slot.tick - one.prep, slot.tick + one.duration)
            meeting = Span(slot.tick, slot.tick + one.duration)
            if (
                block.begin >= leader.earliest
                and day.span.contains(block)
                and inside(block, time[0])
                and inside(meeting, time[1])
                and (one.allowed is None or inside(meeting, one.allowed))
            ):
                found.append(Place(slot.tick, index, slot.wall, late, one.cost.get(slot.tick, 0)))
    return tuple(found)
