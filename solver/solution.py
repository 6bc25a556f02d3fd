"""What the solver answers, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """How well one level of the strict order was solved."""

    name: str
    """See `LEVELS`."""
    value: int
    """Of this solution, by `measure`."""
    bound: int
    """No solution that is as good on the levels above has a smaller value. 0 below a level that is not proven."""

    @property
    def proven(self) -> bool:
        """Whether nothing better is possible, given the levels above."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Solution:
    """Who meets when, where lunch lies, and how good that is."""

    starts: tuple[int | None, ...]
    """Start tick of every occurrence, in the problem's order; None: unplaced."""
    lunches: tuple[tuple[int | None, ...], ...]
    """Start tick of lunch by leader and day; None: no lunch to keep, or other people's meetings took it."""
    levels: tuple[Level, ...]
    """In the order of `LEVELS`."""
    late: bool = False
    """Whether the deadline on the clock ended the search: only then the same problem may have another answer."""


LEVELS = (
    "missed",
    "postponed",
    "layout",
    "moves",
    "evenness",
    "rhythm",
    "clusters",
    "fragments",
    "preferences",
    "fairness",
)
"""Best first; `measure` defines each one's value. Levels 1 and 5 of the product's order have two parts each, and so has
the layout of split weeks: what is uneven beyond `problem.TOLERATED` comes before moves, the rest after them."""
