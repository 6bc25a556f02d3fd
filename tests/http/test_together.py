"""Of requests that go out together, the good ones are kept, and the rest is sent again."""

from collections.abc import Mapping

from providers.errors import ProviderError, Unavailable
from providers.http.quota import Limits, Quota
from providers.http.retry import Again, Calls, send_together
from tests.http.turned import TurnedClock

DOWN = Unavailable("is down", who="ann", do="Wait")


class Service:
    """Answers a part in capitals after it has failed as often as `fails` says."""

    def __init__(self, **fails: int) -> None:
        self.fails = fails
        self.sent: list[list[str]] = []
        self.clock = TurnedClock()

    def send(self, parts: Mapping[int, str]) -> dict[int, str | Again[str]]:
        """What comes back for each."""
        self.sent.append(list(parts.values()))
        return {number: self.answer(part) for number, part in parts.items()}

    def answer(self, part: str) -> str | Again[str]:
        """What comes back for one."""
        self.fails[part] = self.fails.get(part, 0) - 1
        return part.upper() if self.fails[part] < 0 else Again(f"no {part}", DOWN, 40.0 if part == "slow" else None)

    def ask(self, *parts: str, attempts: int = 6) -> list[str]:
        """The answers to parts, all of one mailbox."""
        calls = Calls(Limits(Quota(100, 60.0)), clock=self.clock, attempts=attempts, deadline=300.0)
        answers = send_together(calls, dict(enumerate(parts)), self.send, charges=charges, unsent=unsent)
        return [answers[number] for number in range(len(parts))]


def charges(left: Mapping[int, str]) -> dict[str, int]:
    """What some parts count as."""
    return {"ann": len(left)}


def unsent(part: str, error: ProviderError) -> str:
    """The answer to a part that was not sent."""
    return f"{part}: {error.what}"


def test_only_the_rest_is_sent_again() -> None:
    """What has succeeded is not asked for twice, and answers keep their places."""
    service = Service(b=1, d=2)
    assert service.ask("a", "b", "c", "d") == ["A", "B", "C", "D"]
    assert service.sent == [["a", "b", "c", "d"], ["b", "d"], ["d"]]


def test_a_retry_charges_what_is_sent_again() -> None:
    """Four, then the one that failed: a quota of five is enough for that."""
    service = Service(b=1)
    calls = Calls(Limits(Quota(5, 900.0)), clock=service.clock, deadline=300.0)
    parts = dict(enumerate("abcd"))
    answers = send_together(calls, parts, service.send, charges=charges, unsent=unsent)
    assert [answers[number] for number in range(4)] == ["A", "B", "C", "D"]


def test_what_never_gets_better_spoils_nothing() -> None:
    """A part that fails to the end has its own answer; the others have theirs."""
    service = Service(b=99)
    assert service.ask("a", "b", attempts=3) == ["A", "no b"]
    assert service.sent == [["a", "b"], ["b"], ["b"]]


def test_the_longest_wait_counts() -> None:
    """Of several that were told to wait, the longest wait is kept."""
    service = Service(slow=1, b=1)
    assert service.ask("slow", "b") == ["SLOW", "B"]
    assert service.clock.now() >= 40.0


def test_what_was_never_sent_says_why() -> None:
    """Where the quota leaves no time, each part is told so."""
    service = Service()
    calls = Calls(Limits(Quota(1, 900.0)), clock=service.clock, deadline=300.0)
    calls.call(lambda: None, charges={"ann": 1})
    answers = send_together(calls, {0: "a"}, service.send, charges=charges, unsent=unsent)
    assert service.sent == []
    assert answers[0].startswith("a: as much was asked")
