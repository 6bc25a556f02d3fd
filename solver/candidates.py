"""Where each occurrence may start, before anything is said about the others."""

from dataclasses import dataclass

from solver.problem import Day, Fixed, Leader, Occurrence, Problem, Span
from solver.spans import covers, merged, starts_inside, without


@dataclass(frozen=True, slots=True)
class Candidate:
    """A start that one occurrence may have."""

    start: int
    """Tick."""
    day: int
    """Index into the leader's days."""
    key: tuple[int, int]
    """(weekday, wall minutes): equal keys are one rhythm."""
    late: int
    """Index of its week in the occurrence's weeks."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be said of a problem without solving it."""

    problem: Problem
    """What they are the candidates of."""
    starts: tuple[tuple[Candidate, ...], ...]
    """By occurrence, rising."""
    open_time: tuple[tuple[Span, ...], ...]
    """By person: working time that neither `busy` nor a fixed 1-on-1 takes."""

    def fixed_on(self, leader: int, day: int) -> list[Fixed]:
        """The leader's fixed 1-on-1s that start on one of their days, in order of start."""
        span = self.problem.leaders[leader].days[day].span
        fixed = (item for item in self.problem.fixed if self.problem.pairs[item.pair].leader == leader)
        return sorted(
            (item for item in fixed if span.begin <= item.start < span.end),
            key=lambda item: (item.start, item.duration, item.prep),
        )


def find_candidates(problem: Problem) -> Candidates:
    """All starts that are possible for an occurrence alone."""
    taken = _taken_by_fixed(problem)
    open_time = tuple(
        tuple(without(person.hours, merged((*person.busy, *spans))))
        for person, spans in zip(problem.people, taken, strict=True)
    )
    starts = tuple(_starts(problem, occurrence, open_time) for occurrence in problem.occurrences)
    return Candidates(problem, starts, open_time)


def _taken_by_fixed(problem: Problem) -> list[list[Span]]:
    taken: list[list[Span]] = [[] for _ in problem.people]
    for fixed in problem.fixed:
        pair = problem.pairs[fixed.pair]
        end = fixed.start + fixed.duration
        taken[problem.leaders[pair.leader].person].append(Span(fixed.start - fixed.prep, end))
        taken[pair.member].append(Span(fixed.start, end))
    return taken


def _starts(problem: Problem, occurrence: Occurrence, open_time: tuple[tuple[Span, ...], ...]) -> tuple[Candidate, ...]:
    pair = problem.pairs[occurrence.pair]
    leader = problem.leaders[pair.leader]
    if occurrence.duration > leader.max_run:
        return ()
    room_of_leader = starts_inside(open_time[leader.person], occurrence.prep, occurrence.duration)
    room_of_member = starts_inside(open_time[pair.member], 0, occurrence.duration)
    stays = problem.max_moves == 0 and occurrence.counted and occurrence.current is not None
    allowed = None if occurrence.allowed is None else merged(starts_inside(occurrence.allowed, 0, occurrence.duration))
    return tuple(
        Candidate(slot.tick, index, (day.weekday, slot.wall), occurrence.weeks.index(day.week))
        for index, day in enumerate(leader.days)
        if day.week in occurrence.weeks
        for slot in day.slots
        if slot.tick not in occurrence.closed
        and (slot.tick == occurrence.current or not stays)
        and _permitted(leader, occurrence, slot.tick, day)
        and (allowed is None or covers(allowed, slot.tick))
        and covers(room_of_leader, slot.tick)
        and covers(room_of_member, slot.tick)
    )


def _permitted(leader: Leader, occurrence: Occurrence, start: int, day: Day) -> bool:
    if occurrence.declined and occurrence.current is not None:
        length = occurrence.current_duration or occurrence.duration
        if start < occurrence.current + length and occurrence.current < start + occurrence.duration:
            return False
    if start == occurrence.current:
        return _inside(occurrence, start, day)
    return start - occurrence.prep >= leader.earliest and _inside(occurrence, start, day)


def _inside(occurrence: Occurrence, start: int, day: Day) -> bool:
    return day.span.contains(Span(start - occurrence.prep, start + occurrence.duration))
