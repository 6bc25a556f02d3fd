"""Interval arithmetic, compared with sets of minutes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from providers.event import Interval
from providers.interval import intersect, merge, subtract

_ORIGIN = datetime(2026, 11, 26, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def _span(begin: int, end: int) -> Interval:
    return Interval(_ORIGIN + begin * _MINUTE, _ORIGIN + end * _MINUTE)


_spans = st.lists(st.builds(_span, st.integers(0, 60), st.integers(0, 60)), max_size=8)
"""In any order, overlapping, touching, empty and even ending before they start."""


def _minutes(spans: Iterable[Interval]) -> set[int]:
    return {
        minute for span in spans for minute in range((span.start - _ORIGIN) // _MINUTE, (span.end - _ORIGIN) // _MINUTE)
    }


def _is_tidy(spans: list[Interval]) -> bool:
    return all(span.start < span.end for span in spans) and all(a.end < b.start for a, b in pairwise(spans))


@given(_spans)
def test_merge_holds_the_same_minutes_in_the_fewest_spans(spans: list[Interval]) -> None:
    """Merging neither loses nor adds a minute, and leaves no two spans that could be one."""
    merged = merge(spans)
    assert _minutes(merged) == _minutes(spans)
    assert _is_tidy(merged)


@given(_spans, _spans)
def test_intersect_holds_the_minutes_of_both(spans: list[Interval], others: list[Interval]) -> None:
    """A minute is in the intersection exactly when it is on both sides."""
    common = intersect(spans, others)
    assert _minutes(common) == _minutes(spans) & _minutes(others)
    assert _is_tidy(common)


@given(_spans, _spans)
def test_subtract_holds_the_minutes_that_are_not_taken(spans: list[Interval], taken: list[Interval]) -> None:
    """A minute remains exactly when it was there and nothing took it."""
    remaining = subtract(spans, taken)
    assert _minutes(remaining) == _minutes(spans) - _minutes(taken)
    assert _is_tidy(remaining)
