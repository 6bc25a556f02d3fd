"""How many gaps each person has at least, and which number to aim at."""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.round.patterns import Patterns


@dataclass(frozen=True, slots=True)
class Aim:
    """The numbers of gaps that are aimed at, by person with a meeting."""

    gaps: Mapping[int, int]

    @property
    def total(self) -> int:
        """No answer has fewer gaps."""
        return sum(self.gaps.values())


def aim(patterns: Mapping[int, Patterns], fair: int) -> Aim | None:
    """The least numbers of gaps by each person alone that are no further apart than is fair; None: there are none.

    All numbers lie in a window [low, low + fair]. For each low, everybody takes their least number in it: the window
    with the least sum is a bound of every answer, for an answer's numbers lie in some window.
    """
    possible = {person: each.possible() for person, each in patterns.items()}
    if not all(possible.values()):
        return None
    best: Aim | None = None
    for low in sorted({gaps for numbers in possible.values() for gaps in numbers} | {0}):
        numbers = {
            person: next((gaps for gaps in each if low <= gaps <= low + fair), None)
            for person, each in possible.items()
        }
        if any(gaps is None for gaps in numbers.values()):
            continue
        found = Aim({person: gaps for person, gaps in numbers.items() if gaps is not None})
        if best is None or found.total < best.total:
            best = found
    return best
