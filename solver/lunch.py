"""Where a leader's lunch may lie, for the code that judges solutions; the model has its own way."""

from collections.abc import Iterable

from solver.intervals import clip, subtract
from solver.meeting import Starts, fixed_meeting, leading, meetings, taken
from solver.problem import Day, Leader, Problem, Span


def lunch_choices(problem: Problem, leader: Leader, day: Day) -> list[int]:
    """Every start of a lunch that other people's meetings and fixed 1-on-1s leave possible; empty: none to keep."""
    if day.lunch is None or leader.lunch == 0:
        return []
    person = problem.people[leader.person]
    fixed = taken(problem, leader.person, [fixed_meeting(fixed) for fixed in problem.fixed])
    free = subtract(clip(person.hours, day.lunch), [*person.busy, *fixed])
    return [tick for piece in free for tick in range(piece.begin, piece.end - leader.lunch + 1)]


def first_lunch(problem: Problem, leader: Leader, day: Day, taken: Iterable[Span]) -> int | None:
    """The earliest possible lunch beside what is planned; None: there is none."""
    blocks = list(taken)
    for tick in lunch_choices(problem, leader, day):
        lunch = Span(tick, tick + leader.lunch)
        if not any(lunch.overlaps(block) for block in blocks):
            return tick
    return None


def first_lunches(problem: Problem, starts: Starts) -> tuple[tuple[int | None, ...], ...]:
    """The earliest possible lunch of every leader on each of their days beside 1-on-1s that start then."""
    known = meetings(problem, starts)
    return tuple(
        tuple(
            first_lunch(problem, leader, day, [meeting.block for meeting in leading(problem, number, known)])
            for day in leader.days
        )
        for number, leader in enumerate(problem.leaders)
    )
