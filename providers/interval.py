"""Spans of time, and arithmetic with them: every answer of it is sorted, and its spans neither overlap nor touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open span of time `[start, end)`; both ends are zone-aware and in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share more than an end point."""
        return self.start < other.end and other.start < self.end

    def clipped(self, frame: "Interval") -> "Interval":
        """The part of it that lies in the frame; where there is none, one that does not end after its start."""
        return Interval(max(self.start, frame.start), min(self.end, frame.end))


def merge(spans: Iterable[Interval]) -> list[Interval]:
    """The instants that lie in any of the spans, which may come in any order; empty ones count for nothing."""
    merged: list[Interval] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def intersect(spans: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The instants that lie in one of the spans and in one of the others."""
    left, right = merge(spans), merge(others)
    common: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            common.append(Interval(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return common


def subtract(spans: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """The instants that lie in one of the spans and in none of the taken ones."""
    remaining: list[Interval] = []
    holes = merge(taken)
    first = 0
    for span in merge(spans):
        while first < len(holes) and holes[first].end <= span.start:
            first += 1
        start: datetime = span.start
        for hole in holes[first:]:
            if hole.start >= span.end:
                break
            if start < hole.start:
                remaining.append(Interval(start, hole.start))
            start = hole.end
        if start < span.end:
            remaining.append(Interval(start, span.end))
    return remaining
