"""Courses of a day in detail: the path that holds given meetings, and where lunch lies best beside them."""

from collections.abc import Collection, Iterable

from solver.day.frame import Frame
from solver.day.network import Network
from solver.problem import Span

Step = tuple[int, int]
"""(node, which of its arcs)."""


def path_through(network: Network, labels: Collection[int]) -> list[Step] | None:
    """The cheapest path that holds exactly these meetings; None: they are no course of the day."""
    wanted = frozenset(labels)
    best: list[tuple[int, int] | None] = [None] * len(network.arcs)
    """By node: (meetings still to come, negated, and cost) from the source: least is best."""
    came: list[Step] = [(0, 0)] * len(network.arcs)
    if not network.possible:
        return None
    best[0] = (0, 0)
    for node, arcs in enumerate(network.arcs):
        here = best[node]
        if here is None:
            continue
        for number, (to, label, cost) in enumerate(arcs):
            if label >= 0 and label not in wanted:
                continue
            there = (here[0] - (label >= 0), here[1] + cost)
            old = best[to]
            if old is None or there < old:
                best[to] = there
                came[to] = (node, number)
    end = best[network.sink]
    if end is None or -end[0] != len(wanted):
        return None
    steps = []
    node = network.sink
    while node:
        steps.append(came[node])
        node = came[node][0]
    return steps[::-1]


def best_lunch(frame: Frame, meetings: Iterable[Span]) -> int | None:
    """The lunch beside these meetings that loses the least free time, the earliest of several; None: there is none."""
    taken = sorted(meetings)
    best: tuple[int, int] | None = None
    for start in frame.lunches:
        lunch = Span(start, start + frame.lunch)
        if any(lunch.overlaps(span) for span in taken):
            continue
        ranked = (_lost(frame, sorted([*taken, lunch])), start)
        if best is None or ranked < best:
            best = ranked
    return None if best is None else best[1]


def _lost(frame: Frame, taken: list[Span]) -> int:
    """Free time in pieces that are too short."""
    lost = 0
    for room in frame.rooms:
        begin = room.begin
        for span in taken:
            if room.begin <= span.begin < room.end:
                if span.begin - begin < frame.piece:
                    lost += span.begin - begin
                begin = span.end
        if room.end - begin < frame.piece:
            lost += room.end - begin
    return lost
