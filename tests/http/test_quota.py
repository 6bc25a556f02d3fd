"""Calls keep within a service's quotas, whatever is asked in whatever order."""

from collections import Counter
from threading import Barrier, Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.http.quota import Limits, Pace, Quota, Window
from providers.http.retry import Calls
from tests.http.turned import TurnedClock

MAILBOXES = ("ann", "ben", "cat")
charges = st.dictionaries(st.sampled_from(MAILBOXES), st.integers(1, 7), min_size=1)
quotas = st.builds(Quota, st.integers(1, 9), st.sampled_from([1.0, 60.0, 600.0]))


def most_in_a_window(calls: list[tuple[float, int]], quota: Quota) -> int:
    """The most calls in any stretch as long as the quota's."""
    return max(
        sum(n for at, n in calls if start <= at < start + quota.seconds) for start in {at for at, _ in calls} | {0.0}
    )


@given(asked=st.lists(charges, max_size=30), per_mailbox=quotas, overall=quotas | st.none())
def test_no_window_holds_more_than_the_quota(
    asked: list[dict[str, int]], per_mailbox: Quota, overall: Quota | None
) -> None:
    """In no stretch of time are there more calls than allowed; a call larger than the quota takes all of it."""
    clock = TurnedClock()
    pace = Pace(Limits(per_mailbox, overall), clock)
    made: dict[str, list[tuple[float, int]]] = {mailbox: [] for mailbox in (*MAILBOXES, "all")}
    for each in asked:
        pace.begin(each, clock.sleep)
        pace.end(each)
        for mailbox, calls in each.items():
            made[mailbox].append((clock.now(), min(calls, per_mailbox.calls)))
        if overall is not None:
            made["all"].append((clock.now(), min(sum(each.values()), overall.calls)))
    for mailbox in MAILBOXES:
        assert most_in_a_window(made[mailbox], per_mailbox) <= per_mailbox.calls
    if overall is not None:
        assert most_in_a_window(made["all"], overall) <= overall.calls


@given(
    used=st.lists(st.tuples(st.floats(0, 100), st.integers(1, 5)), max_size=12), quota=quotas, wants=st.integers(1, 9)
)
def test_waiting_lasts_no_longer_than_it_has_to(used: list[tuple[float, int]], quota: Quota, wants: int) -> None:
    """After the wait there is room, and right before its end there was none."""
    window = Window(quota)
    now = 0.0
    for later, calls in used:
        now += later
        window.use(calls, now)
    wait = window.wait(wants, now)
    assert window.wait(wants, now + wait - 1e-3) > 0 or wait == 0
    assert window.wait(wants, now + wait + 1e-6) == 0


@pytest.mark.parametrize(("parts", "at_once"), [(1, 4), (2, 2), (3, 1), (4, 1), (20, 1)])
def test_four_at_once(parts: int, at_once: int) -> None:
    """Sixteen threads never have more than four calls of one mailbox under way, and all of them come to their turn.

    The parts of a batch count one by one; a batch of more than four has the mailbox to itself.
    """
    under_way: Counter[str] = Counter()
    most: Counter[str] = Counter()
    guard = Lock()
    together = Barrier(at_once)  # those that may be under way meet; were there fewer, they would wait for ever
    calls = Calls(Limits(Quota(1000, 1.0)), threads=16)

    def one(number: int) -> int:
        def do() -> int:
            with guard:
                under_way["ann"] += 1
                most["ann"] = max(most["ann"], under_way["ann"])
            together.wait(timeout=600)
            with guard:
                under_way["ann"] -= 1
            return number

        return calls.call(do, charges={"ann": parts})

    assert calls.each(one, range(16)) == list(range(16))
    assert most["ann"] == at_once


@given(asked=st.lists(charges, min_size=1, max_size=24))
def test_threads_that_share_mailboxes_all_end(asked: list[dict[str, int]]) -> None:
    """However calls of several mailboxes meet, none waits for ever."""
    calls = Calls(Limits(Quota(5, 60.0), Quota(11, 60.0), 2), clock=TurnedClock(), deadline=1e9, threads=8)
    assert calls.each(lambda each: calls.call(lambda: sum(each.values()), charges=each), asked) == [
        sum(each.values()) for each in asked
    ]
