"""The answer to a round."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundSolution:
    """Where every meeting is, and what no answer can better."""

    slots: tuple[int, ...] | None
    """By meeting; None: no answer is known."""
    gaps: int
    """In all, over all people: stretches of slots without a meeting between two meetings of a person."""
    bound: int
    """No answer has fewer gaps."""
    infeasible: bool = False
    """It is proven that there is no answer."""

    @property
    def proven(self) -> bool:
        """Whether no answer has fewer gaps."""
        return self.slots is not None and self.gaps <= self.bound
