"""The part of a problem that decides about one occurrence: its weeks."""

from dataclasses import dataclass, replace

from solver.intervals import first_overlap, union
from solver.meeting import day_at, fixed_meeting, moved
from solver.problem import Day, Leader, Occurrence, Person, Problem, Span
from solver.solution import Solution


@dataclass(frozen=True, slots=True)
class Focus:
    """Indices of people, leaders and pairs are those of the whole problem."""

    problem: Problem
    """The occurrence in question first, then others: those placed in its weeks, and those that stay where they are.

    Every placed one weighs 1, so that none counts more than another; those that stay have no week to lie in.
    """
    starts: tuple[int | None, ...]
    """Where its occurrences are in the solution; None for the first one and for those that stay."""


def focus(problem: Problem, solution: Solution, occurrence: int) -> Focus:
    """The problem without the weeks in which the occurrence may not lie."""
    asked = problem.occurrences[occurrence]
    weeks = asked.weeks
    leaders = tuple(
        replace(leader, days=tuple(day for day in leader.days if day.week in weeks)) for leader in problem.leaders
    )
    frame = union(day.span for leader in leaders for day in leader.days)
    kept: list[tuple[Occurrence, int | None]] = [(replace(asked, weight=1), None)]
    moves_elsewhere = 0
    for index, (other, start) in enumerate(zip(problem.occurrences, solution.starts, strict=True)):
        if index == occurrence:
            continue
        if start is None:
            if other.current is not None:
                kept.append((replace(other, weight=1, weeks=()), None))
        elif _week(problem, other, start) in weeks:
            same = tuple(week for week in other.weeks if week in weeks)
            kept.append((replace(other, weight=1, weeks=same), start))
        else:
            moves_elsewhere += other.counted and moved(other, start)
    smaller = replace(
        problem,
        people=tuple(_within(person, frame) for person in problem.people),
        leaders=leaders,
        occurrences=tuple(other for other, _ in kept),
        fixed=tuple(fixed for fixed in problem.fixed if first_overlap(fixed_meeting(fixed).block, frame)),
        max_moves=None if problem.max_moves is None else problem.max_moves - moves_elsewhere,
    )
    return Focus(smaller, tuple(start for _, start in kept))


def _week(problem: Problem, occurrence: Occurrence, start: int) -> int | None:
    day = day_at(_leader(problem, occurrence).days, start)
    return None if day is None else day.week


def _within(person: Person, frame: list[Span]) -> Person:
    return replace(
        person,
        hours=tuple(span for span in person.hours if first_overlap(span, frame)),
        busy=tuple(span for span in person.busy if first_overlap(span, frame)),
        tentative=tuple(span for span in person.tentative if first_overlap(span, frame)),
    )


def _leader(problem: Problem, occurrence: Occurrence) -> Leader:
    return problem.leaders[problem.pairs[occurrence.pair].leader]


def days_of(problem: Problem, occurrence: int) -> tuple[Day, ...]:
    """The days on which an occurrence may lie."""
    asked = problem.occurrences[occurrence]
    return tuple(day for day in _leader(problem, asked).days if day.week in asked.weeks)
