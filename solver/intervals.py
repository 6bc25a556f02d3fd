"""Arithmetic on sorted lists of spans, for the code that judges solutions; the model has its own way."""

from collections.abc import Iterable

from solver.problem import Span


def union(spans: Iterable[Span]) -> list[Span]:
    """Everything that some span covers, as sorted spans that neither overlap nor touch; empty spans vanish."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.begin >= span.end:
            continue
        if merged and span.begin <= merged[-1].end:
            merged[-1] = Span(merged[-1].begin, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What of each span nothing in `taken` covers, in the order of `spans`."""
    holes = union(taken)
    rest: list[Span] = []
    for span in spans:
        begin = span.begin
        for hole in holes:
            if hole.end <= begin or hole.begin >= span.end:
                continue
            if hole.begin > begin:
                rest.append(Span(begin, hole.begin))
            begin = hole.end
        if begin < span.end:
            rest.append(Span(begin, span.end))
    return rest


def clip(spans: Iterable[Span], frame: Span) -> list[Span]:
    """The parts of the spans that lie in `frame`."""
    cut = (Span(max(span.begin, frame.begin), min(span.end, frame.end)) for span in spans)
    return [span for span in cut if span.begin < span.end]


def inside(span: Span, spans: Iterable[Span]) -> bool:
    """Whether one of `spans` contains all of `span`."""
    return any(other.contains(span) for other in spans)


def first_overlap(span: Span, spans: Iterable[Span]) -> Span | None:
    """The first of `spans` that shares a tick with `span`."""
    return next((other for other in spans if other.overlaps(span)), None)
