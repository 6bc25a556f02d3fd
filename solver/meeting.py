"""1-on-1s that have a time, planned and fixed alike, for the code that judges solutions.

`stay` and `moved` are definitions that the model uses too; nothing else is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solver.problem import Day, Fixed, Occurrence, Problem, Span

Starts = Sequence[int | None]
"""Start tick of every occurrence, in the problem's order; None: unplaced."""
Lunches = Sequence[Sequence[int | None]]
"""Start tick of lunch by leader and day; None: none."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A 1-on-1 at its time."""

    pair: int
    """Index into `Problem.pairs`."""
    start: int
    """Tick."""
    end: int
    """Tick after the last."""
    prep: int
    """Ticks before the start that it takes of its leader only."""
    planned: int | None
    """Index into `Problem.occurrences`; None: a fixed one."""
    rhythm: bool = True
    """Whether it counts as a week of the pair's rhythm."""

    @property
    def block(self) -> Span:
        """What it takes of its leader's time."""
        return Span(self.start - self.prep, self.end)

    @property
    def time(self) -> Span:
        """What it takes of its member's time."""
        return Span(self.start, self.end)


def meetings(problem: Problem, starts: Starts) -> list[Meeting]:
    """Every placed occurrence in the problem's order, then every fixed 1-on-1."""
    placed = [
        Meeting(occurrence.pair, start, start + occurrence.duration, occurrence.prep, index)
        for index, (occurrence, start) in enumerate(zip(problem.occurrences, starts, strict=True))
        if start is not None
    ]
    return placed + [fixed_meeting(fixed) for fixed in problem.fixed]


def fixed_meeting(fixed: Fixed) -> Meeting:
    """A fixed 1-on-1 as a meeting."""
    return Meeting(fixed.pair, fixed.start, fixed.start + fixed.duration, fixed.prep, None, fixed.rhythm)


def stay(occurrence: Occurrence) -> Span | None:
    """The time that an occurrence keeps when it stays unplaced."""
    if occurrence.current is None:
        return None
    length = occurrence.duration if occurrence.current_duration is None else occurrence.current_duration
    return Span(occurrence.current, occurrence.current + length)


def moved(occurrence: Occurrence, start: int | None) -> bool:
    """Whether it starts at some time now and would start at another."""
    return start is not None and occurrence.current is not None and start != occurrence.current


def leading(problem: Problem, leader: int, known: Sequence[Meeting]) -> list[Meeting]:
    """The 1-on-1s that this leader leads, by start; of equal starts the one that begins to take time earlier."""
    own = [meeting for meeting in known if problem.pairs[meeting.pair].leader == leader]
    return sorted(own, key=lambda meeting: (meeting.start, -meeting.prep, meeting.end))


def taken(problem: Problem, person: int, known: Sequence[Meeting]) -> list[Span]:
    """The time that 1-on-1s take of a person, as a leader (with prep) and as somebody's member."""
    return [span for _, span in takes(problem, person, known)]


def takes(problem: Problem, person: int, known: Sequence[Meeting]) -> Iterator[tuple[Meeting, Span]]:
    """Each 1-on-1 that a person takes part in, with the time that it takes of theirs."""
    for meeting in known:
        pair = problem.pairs[meeting.pair]
        if problem.leaders[pair.leader].person == person:
            yield meeting, meeting.block
        elif pair.member == person:
            yield meeting, meeting.time


def day_at(days: Sequence[Day], tick: int) -> Day | None:
    """The 1-on-1 day in which a tick lies."""
    return next((day for day in days if day.span.begin <= tick < day.span.end), None)
