"""What is repeated, how long is waited, and when a run gives up."""

from _thread import interrupt_main
from collections.abc import Callable
from threading import Barrier, Semaphore

import pytest

from providers.errors import NotPermitted, RateLimited, Unavailable
from providers.http.quota import Limits, Quota
from providers.http.retry import Calls, Repeatable
from tests.http.turned import TurnedClock

PLENTY = Limits(Quota(10_000, 60.0))
DOWN = Unavailable("is down", who="ann", do="Wait")


def failing(times: int, *, after: float | None = None) -> Callable[[], str]:
    """A call that fails so often in a way that may pass."""
    left = times

    def do() -> str:
        nonlocal left
        if left:
            left -= 1
            raise Repeatable(DOWN, after)
        return "answer"

    return do


def test_what_may_pass_is_repeated() -> None:
    """A call that fails now and then succeeds in the end, with waits that grow."""
    clock = TurnedClock()
    assert Calls(PLENTY, clock=clock).call(failing(4), charges={"ann": 1}) == "answer"
    assert 0.25 <= clock.now() <= 0.5 + 1 + 2 + 4


def test_waits_grow() -> None:
    """The third wait is longer than the first, jitter or not."""
    waits = []
    for times in (1, 2, 3):
        clock = TurnedClock()
        Calls(PLENTY, clock=clock).call(failing(times), charges={"ann": 1})
        waits.append(clock.now())
    assert waits[2] - waits[1] > waits[0]


def test_the_service_says_how_long_at_least() -> None:
    """Retry-After is a minimum: no wait is shorter; one that is shorter than the usual wait changes nothing."""
    clock, usual = TurnedClock(), TurnedClock()
    Calls(PLENTY, clock=clock).call(failing(2, after=40.0), charges={"ann": 1})
    assert clock.now() == pytest.approx(80.0)
    clock = TurnedClock()
    Calls(PLENTY, clock=clock).call(failing(3, after=0.01), charges={"ann": 1})
    Calls(PLENTY, clock=usual).call(failing(3), charges={"ann": 1})
    assert clock.now() == usual.now()


def test_attempts_end() -> None:
    """What fails every time is told as it failed."""
    with pytest.raises(Unavailable, match="is down"):
        Calls(PLENTY, clock=TurnedClock(), attempts=3).call(failing(3), charges={"ann": 1})


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    """Where waiting would pass the deadline, the failure is told at once."""
    clock = TurnedClock()
    with pytest.raises(Unavailable):
        Calls(PLENTY, clock=clock, deadline=30.0).call(failing(1, after=31.0), charges={"ann": 1})
    assert clock.now() == 0.0


def test_a_quota_that_outlasts_the_deadline() -> None:
    """A run that would have to wait for its quota until after its deadline says so, and of whom."""
    clock = TurnedClock()
    calls = Calls(Limits(Quota(1, 60.0)), clock=clock, deadline=50.0)
    calls.call(failing(0), charges={"ann": 1})
    with pytest.raises(RateLimited, match="ann"):
        calls.call(failing(0), charges={"ann": 1})
    assert clock.now() == 0.0


def test_nothing_is_begun_after_the_deadline() -> None:
    """Calls that take long use the run's time up; what comes then is not asked any more, and whose it is is said."""
    clock = TurnedClock()
    calls = Calls(PLENTY, clock=clock, deadline=30.0)
    for _ in range(2):
        calls.call(lambda: clock.sleep(20.0), charges={"ann": 1})
    with pytest.raises(Unavailable, match="ben"):
        calls.call(lambda: clock.sleep(20.0), charges={"ben": 1})
    assert clock.now() == 40.0


def test_a_person_may_take_their_time() -> None:
    """While nothing is asked the deadline comes no nearer: a plan may be read for hours before it is written."""
    clock = TurnedClock()
    calls = Calls(PLENTY, clock=clock, deadline=30.0)
    calls.call(failing(1), charges={"ann": 1})
    clock.sleep(7200.0)
    assert calls.call(failing(2), charges={"ann": 1}) == "answer"


def test_an_interrupted_run_ends() -> None:
    """Whoever waits when the user presses Ctrl-C stops waiting, and asks nothing any more."""
    made: list[int] = []
    ended = Semaphore(0)
    together = Barrier(4)
    calls = Calls(Limits(Quota(1, 3600.0)), deadline=1e9)

    def one(number: int) -> None:
        together.wait(timeout=600)

        def do() -> None:
            made.append(number)
            interrupt_main()

        try:
            calls.call(do, charges={"ann": 1})
        finally:
            ended.release()

    with pytest.raises(KeyboardInterrupt):
        calls.each(one, range(4))
    assert all(ended.acquire(timeout=600) for _ in range(4))
    assert len(made) == 1


def test_what_cannot_pass_is_not_repeated() -> None:
    """Any other error ends the call at once."""
    clock = TurnedClock()
    made = []

    def do() -> None:
        made.append(1)
        raise NotPermitted("is closed", who="ann", do="Ask")

    with pytest.raises(NotPermitted):
        Calls(PLENTY, clock=clock).call(do, charges={"ann": 1})
    assert (len(made), clock.now()) == (1, 0.0)


def test_every_attempt_counts() -> None:
    """A repeated call takes from the quota again."""
    clock = TurnedClock()
    calls = Calls(Limits(Quota(2, 600.0)), clock=clock)
    calls.call(failing(1), charges={"ann": 1})
    calls.call(failing(0), charges={"ann": 1})
    assert clock.now() >= 600.0


def test_one_failure_leaves_the_others_to_end() -> None:
    """In parallel, the first failure in the order of asking is told, after every other call was made."""
    made = []

    def one(number: int) -> int:
        made.append(number)
        if number in (3, 5):
            raise NotPermitted(f"{number} is closed", who="ann", do="Ask")
        return number

    with pytest.raises(NotPermitted, match="3 is closed"):
        Calls(PLENTY).each(one, range(8))
    assert sorted(made) == list(range(8))
