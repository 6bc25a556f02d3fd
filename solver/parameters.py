"""How much work the solver may do. Work is counted, not seconds: the same input gives the same answer."""

from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Limits:
    """In deterministic seconds: the same work on every machine, about a second each on an ordinary core."""

    outline: float = 1.0
    """For one question about the first five levels, of each part of the problem that is independent in them."""
    detail: float = 3.0
    """For one question about the levels after them."""
    whole: float = 6.0
    """For everything together, of up to four weeks and 60 1-on-1s; more have more, in proportion. What is asked when
    it is used up gets a little all the same."""
    deadline: float = 60.0
    """Seconds on the clock after which nothing more is searched. The only limit that depends on the machine: an
    answer says when it struck."""


WEEKS, OCCURRENCES = 4, 60
"""The horizon and the number of 1-on-1s that the limits are meant for."""
LEAST = 0.02
"""What a question gets when the limit of the whole is used up."""
PER_VARIABLE = 3e-5
"""What every variable of a program costs when it is solved; CP-SAT does not count its loading."""
LARGE = 6000
"""A program with more variables is first looked at for an answer without any deviation."""
SMALL = 4000
"""A program with at most so many is searched at once."""


class Work:
    """What is left of the limits."""

    def __init__(self, limits: Limits, weeks: int = 0, occurrences: int = 0) -> None:
        """More weeks or 1-on-1s than the limits are meant for get more, in proportion."""
        self.limits = limits
        self.left = limits.whole * max(1.0, weeks / WEEKS, occurrences / OCCURRENCES)
        self.late = False
        """Whether the deadline struck."""
        self._began = monotonic()

    def share(self, limit: float) -> float:
        """How much a question may take that has this limit of its own."""
        return max(min(limit, self.left), min(limit, LEAST))

    def spend(self, work: float) -> None:
        self.left -= work

    @property
    def seconds(self) -> float:
        """Until the deadline; never none, so that a question still gets an answer."""
        return max(self.limits.deadline - (monotonic() - self._began), 0.01)
