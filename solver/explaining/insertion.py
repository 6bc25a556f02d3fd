"""Where one occurrence can join others that stay where they are: found by trying every start, without the solver."""

from collections.abc import Iterator
from dataclasses import replace

from solver.check import broken_rules
from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.intervals import inside, subtract
from solver.lunch import first_lunch
from solver.meeting import Meeting, Starts, meetings, stay, taken
from solver.problem import Problem, Span


def insert(problem: Problem, starts: Starts) -> int | None:
    """The first start at which the asked occurrence breaks no rule while the others keep theirs; None: there is none.

    Lunch is laid out anew around them.
    """
    for start in _free_starts(problem, starts):
        joined = (start, *starts[1:])
        if not broken_rules(problem, joined, _lunches(problem, joined)):
            return start
    return None


def insert_alone(problem: Problem) -> int | None:
    """The first start that the asked occurrence could have if nothing else were to be planned; None: there is none."""
    return insert(replace(problem, occurrences=problem.occurrences[:1]), (None,))


def _free_starts(problem: Problem, starts: Starts) -> Iterator[int]:
    """Starts at which both are free and working: a quick first sieve, in the order of weeks and time."""
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    earliest = problem.leaders[pair.leader].earliest
    known = meetings(problem, (None, *starts[1:]))
    stays = _stays(problem, starts)
    leader_free = _free(problem, problem.leaders[pair.leader].person, known, stays)
    member_free = _free(problem, pair.member, known, stays)
    days = sorted(days_of(problem, ASKED), key=lambda day: (asked.weeks.index(day.week), day.span))
    for day in days:
        for slot in day.slots:
            time = Span(slot.tick, slot.tick + asked.duration)
            block = Span(slot.tick - asked.prep, time.end)
            if block.begin < earliest and slot.tick != asked.current:
                continue
            if not (day.span.contains(block) and inside(block, leader_free) and inside(time, member_free)):
                continue
            if asked.allowed is None or inside(time, asked.allowed):
                yield slot.tick


def _free(problem: Problem, number: int, known: list[Meeting], stays: dict[int, list[Span]]) -> list[Span]:
    person = problem.people[number]
    return subtract(person.hours, [*person.busy, *taken(problem, number, known), *stays.get(number, [])])


def _stays(problem: Problem, starts: Starts) -> dict[int, list[Span]]:
    """By person: the time that other unplaced occurrences keep."""
    kept: dict[int, list[Span]] = {}
    for occurrence, start in list(zip(problem.occurrences, starts, strict=True))[1:]:
        span = stay(occurrence)
        if start is None and span is not None:
            pair = problem.pairs[occurrence.pair]
            for number in (problem.leaders[pair.leader].person, pair.member):
                kept.setdefault(number, []).append(span)
    return kept


def _lunches(problem: Problem, starts: Starts) -> list[list[int | None]]:
    """The earliest possible lunch of each day."""
    known = [meeting for meeting in meetings(problem, starts) if meeting.planned is not None]
    return [
        [first_lunch(problem, leader, day, taken(problem, leader.person, known)) for day in leader.days]
        for leader in problem.leaders
    ]
