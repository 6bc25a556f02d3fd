"""How much work the solver may do. Work is counted, not seconds: the same input gives the same answer."""

from copy import copy
from dataclasses import dataclass, replace
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
    neighbourhoods: float = 2.0
    """For bettering an answer a few pairs at a time, besides, where there is too much to search at once; in the same
    proportion."""
    deadline: float = 60.0
    """Seconds on the clock after which nothing more is searched. The only limit that depends on the machine: an
    answer says when it struck."""


WEEKS, OCCURRENCES = 4, 60
"""The horizon and the number of 1-on-1s that the limits are meant for."""
LEAST = 0.02
"""What a question gets when the limit of the whole is used up."""
PER_VARIABLE = 3e-5
"""What every variable of a program costs when it is solved; CP-SAT does not count its loading."""
SMALLER = 5
"""So much smaller are questions about a few pairs."""
PER_NEIGHBOURHOOD = 0.03
"""What it costs to draw the networks of a few pairs' possibilities, besides searching them."""
LARGE = 6000
"""A program with more variables is first looked at for an answer without any deviation."""
SMALL = 4000
"""A program with at most so many is searched at once."""


CROWDED = 15_000
"""A program with more variables, after all eliminations, is searched only after its answer was bettered."""


class Work:
    """What is left of the limits."""

    def __init__(self, limits: Limits, weeks: int = 0, occurrences: int = 0) -> None:
        """More weeks or 1-on-1s than the limits are meant for get more, in proportion."""
        self.limits = limits
        self._times = max(1.0, weeks / WEEKS, occurrences / OCCURRENCES)
        self.left = limits.whole * self._times
        self.late = False
        """Whether the deadline struck."""
        self._began = monotonic()

    def besides(self, limit: float) -> "Work":
        """So much work of its own, in small questions, until the same deadline; more in proportion, as the whole."""
        other = copy(self)
        other.limits = replace(self.limits, outline=self.limits.outline / SMALLER, detail=self.limits.detail / SMALLER)
        other.left = limit * self._times
        return other

    def share(self, limit: float) -> float:
        """How much a question may take that has this limit of its own."""
        return max(min(limit, self.left), min(limit, LEAST))

    def spend(self, work: float) -> None:
        self.left -= work

    @property
    def seconds(self) -> float:
        """Until the deadline; never none, so that a question still gets an answer."""
        return max(self.limits.deadline - (monotonic() - self._began), 0.01)
