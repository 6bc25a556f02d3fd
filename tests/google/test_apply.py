"""What changed since the last reading."""

from typing import Any

import pytest

from providers.google.sync import apply
from tests.google.items import days, item
from tests.providers.meetings import WINDOW

BEFORE = {"a": item("a"), "s_1": item("s_1", recurringEventId="s"), "s_2": item("s_2", recurringEventId="s")}
FAR = "2040-01-05T10:00:00Z"
GONE = {"status": "cancelled"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ([], ["a", "s_1", "s_2"]),
        ([item("b")], ["a", "b", "s_1", "s_2"]),
        ([{"id": "a", **GONE}], ["s_1", "s_2"]),
        ([{"id": "a", **GONE}, {"id": "a", **GONE}, {"id": "never-seen", **GONE}], ["s_1", "s_2"]),
        ([{"id": "s_1", "recurringEventId": "s", **GONE}], ["a", "s_2"]),
        ([{"id": "s", **GONE}], ["a"]),
        ([item("a", FAR)], ["s_1", "s_2"]),
        ([item("new", FAR)], ["a", "s_1", "s_2"]),
        ([days("2026-12-21", "2026-12-22", key="edge")], ["a", "edge", "s_1", "s_2"]),
        ([item("a_1", recurringEventId="a")], ["a_1", "s_1", "s_2"]),
        ([item("t_1", recurringEventId="t")], ["a", "s_1", "s_2", "t_1"]),
        ([item("s_1", recurringEventId="s", etag='"2"'), item("s_9", FAR, recurringEventId="s")], ["a", "s_1", "s_2"]),
        ([item("b") | {"start": None}], ["a", "b", "s_1", "s_2"]),
    ],
    ids=[
        "nothing",
        "new",
        "deleted",
        "deleted, told twice, and one that was never seen",
        "an instance deleted",
        "a series deleted, told by its name only",
        "moved out of the window",
        "new beyond the window",
        "whole days at the edge, which may reach in where their owner lives",
        "made recurring",
        "a new series",
        "a series edited, told to the end of days",
        "not understood, to be told as such",
    ],
)
def test_changes(changed: list[Any], expected: list[str]) -> None:
    """What is new or changed is taken over, what is gone or elsewhere is dropped, the rest stays."""
    now = apply(BEFORE, changed, WINDOW)
    assert now is not None
    assert sorted(now) == expected
    for one in changed:
        assert now.get(one["id"], one) == one


def test_a_series_of_another_shape_is_read_anew() -> None:
    """Instances of before might be left over: what has changed does not tell that they are gone."""
    assert apply(BEFORE, [item("s_3", recurringEventId="s")], WINDOW) is None


def test_what_was_read_before_stays_as_it_is() -> None:
    """A run that fails after this has lost nothing."""
    apply(BEFORE, [{"id": "a", **GONE}], WINDOW)
    assert "a" in BEFORE
