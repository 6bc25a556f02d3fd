"""Of two that share a ledger, one at a time holds a lease; one that ran out is anybody's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from scheduler.ledger.leases import lease, release
from scheduler.ledger.store import Where
from tests.ledger.process import start

LONG = timedelta(hours=1)
OVER = timedelta(seconds=-1)
"""A lease of this length has run out when it is taken."""


def test_nobody_gets_what_another_holds(place: Where) -> None:
    """Of several, those that are free; the holder may renew, and give back what is theirs alone."""
    assert lease(place, ["a", "b"], "one", LONG) == {"a", "b"}
    assert lease(place, ["b", "c"], "two", LONG) == {"c"}
    assert lease(place, ["a", "c"], "one", LONG) == {"a"}
    release(place, ["a", "c"], "one")
    assert lease(place, ["a", "b", "c"], "three", LONG) == {"a"}
    assert lease(place, [], "three", LONG) == frozenset()


def test_one_that_ran_out_is_anybodys(place: Where) -> None:
    """Also that of somebody who never gave it back; they do not hold it any more."""
    lease(place, ["a"], "one", OVER)
    assert lease(place, ["a"], "two", LONG) == {"a"}
    assert lease(place, ["a"], "one", LONG) == frozenset()


def test_two_processes_never_hold_the_same(place: Where, tmp_path: Path) -> None:
    """Each is alone in a folder as often as it holds the lease."""
    with start(place, "race", "one", 25, tmp_path) as one, start(place, "race", "two", 25, tmp_path) as other:
        assert one.stdout is not None
        assert other.stdout is not None
        done = one.stdout.read(), other.stdout.read()
    assert (one.returncode, other.returncode) == (0, 0)
    assert done == ("25\n", "25\n")


def test_whoever_is_killed_holds_nobody_up_for_long(place: Where) -> None:
    """As long as the lease lasts, nobody else gets it; afterwards anybody does."""
    with start(place, "hold", "one", 3600) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "group\n"
        process.kill()
    assert lease(place, ["group"], "two", LONG) == frozenset()
    with start(place, "hold", "one", -1) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "group\n"
        process.kill()
    assert lease(place, ["group"], "two", LONG) == {"group"}


@pytest.mark.parametrize("hours", [-3, 3])
def test_the_clock_of_a_machine_does_not_count(new_database: Callable[[], str], hours: int) -> None:
    """On a server: a machine whose clock is wrong takes no lease that another holds, and gives it no other length."""
    place = new_database()
    lease(place, ["a"], "one", LONG)
    with time_machine.travel(datetime.now().astimezone() + timedelta(hours=hours)):
        assert lease(place, ["a"], "two", LONG) == frozenset()
        assert lease(place, ["b"], "two", LONG) == {"b"}
    assert lease(place, ["b"], "one", LONG) == frozenset()
    lease(place, ["b"], "two", OVER)
    assert lease(place, ["b"], "one", LONG) == {"b"}
