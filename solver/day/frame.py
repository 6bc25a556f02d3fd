"""What a leader's day is made of, before anything is placed on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.candidates import Candidates
from solver.problem import Fixed, Span
from solver.spans import merged, starts_inside, within


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A meeting that an arc can hold: whose it is does not matter to the day."""

    start: int
    """Tick."""
    duration: int
    """Ticks."""
    prep: int
    """Ticks before the start; 0 where the leader does not lead."""
    own: bool
    """Whether the leader leads it; else it only takes their time, as another leader's member."""

    @property
    def begin(self) -> int:
        """Where it begins to take the leader's time."""
        return self.start - self.prep

    @property
    def end(self) -> int:
        """Where it ends to."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Frame:
    """A day of a leader in ticks."""

    rooms: tuple[Span, ...]
    """The longest stretches that working hours, other people's meetings and fixed 1-on-1s leave open."""
    labels: tuple[Label, ...]
    """Everything that may be placed, rising."""
    lunches: tuple[int, ...]
    """Possible starts of lunch; empty: none is kept."""
    lunch: int
    """Its length."""
    fixed: tuple[Fixed, ...]
    """The leader's fixed 1-on-1s of the day, by start; of equal starts the one that begins to take time earlier."""
    standing: tuple[Span, ...]
    """The stretches of fixed 1-on-1s, prep included, that touch each other."""
    max_run: int
    """See `problem.Leader`, as the next two."""
    pause: int
    """Ticks."""
    piece: int
    """Ticks, at least 1: nothing is shorter than 1, so nothing is lost then, as with 0."""
    room: int
    """So many 1-on-1s may be placed beside the fixed ones."""
    forced: frozenset[int] = frozenset()
    """Labels, by their number, that every course of interest holds."""


def frame_of(candidates: Candidates, leader: int, day: int, labels: Sequence[Label]) -> Frame:
    """One of the leader's days, with the meetings that may be placed on it."""
    problem = candidates.problem
    rules = problem.leaders[leader]
    one = rules.days[day]
    open_time = candidates.open_time[rules.person]
    own = [item for item in problem.fixed if problem.pairs[item.pair].leader == leader]
    fixed = [item for item in own if one.span.begin <= item.start < one.span.end]
    lunches: list[int] = []
    if rules.lunch and one.lunch is not None:
        for span in starts_inside(within(open_time, one.lunch), 0, rules.lunch):
            lunches += range(span.begin, span.end)
    return Frame(
        rooms=tuple(within(open_time, one.span)),
        labels=tuple(sorted(labels)),
        lunches=tuple(lunches),
        lunch=rules.lunch,
        fixed=tuple(sorted(fixed, key=lambda item: (item.start, -item.prep, item.duration))),
        standing=tuple(
            within(merged(Span(item.start - item.prep, item.start + item.duration) for item in own), one.span)
        ),
        max_run=rules.max_run,
        pause=rules.pause,
        piece=max(rules.piece, 1),
        room=max(0, rules.max_per_day - len(fixed)),
    )
