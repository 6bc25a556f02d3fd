"""Arithmetic on sorted, disjoint spans."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from solver.problem import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same ticks as sorted, disjoint spans that do not touch."""
    union: list[Span] = []
    for span in sorted(spans):
        if span.begin >= span.end:
            continue
        if union and span.begin <= union[-1].end:
            union[-1] = Span(union[-1].begin, max(union[-1].end, span.end))
        else:
            union.append(span)
    return union


def without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of `spans` outside `holes`; both sorted and disjoint."""
    left: list[Span] = []
    first = 0
    for span in spans:
        begin = span.begin
        while first < len(holes) and holes[first].end <= begin:
            first += 1
        for hole in holes[first:]:
            if hole.begin >= span.end:
                break
            if hole.begin > begin:
                left.append(Span(begin, hole.begin))
            begin = max(begin, hole.end)
        if begin < span.end:
            left.append(Span(begin, span.end))
    return left


def within(spans: Sequence[Span], frame: Span) -> list[Span]:
    """The parts of `spans` inside `frame`."""
    return [Span(max(span.begin, frame.begin), min(span.end, frame.end)) for span in spans if span.overlaps(frame)]


def starts_inside(spans: Iterable[Span], before: int, after: int) -> list[Span]:
    """Where something may start that needs `before` ticks ahead of its start and `after` from it, inside one span."""
    rooms = (Span(span.begin + before, span.end - after + 1) for span in spans)
    return [room for room in rooms if room.begin < room.end]


def covers(spans: Sequence[Span], tick: int) -> bool:
    """Whether one of the spans, sorted and disjoint, has the tick in it."""
    place = bisect_right(spans, tick, key=_begin)
    return place > 0 and tick < spans[place - 1].end


_begin = attrgetter("begin")
