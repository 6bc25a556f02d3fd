"""What a peer of the solver answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.places import Places
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Proposal:
    """Times for a problem with one leader, not yet judged."""

    starts: tuple[int | None, ...]
    lunches: tuple[tuple[int | None, ...], ...]
    bounds: Mapping[str, int] = field(default_factory=dict)
    """Of the levels that the peer has a bound for, among what is as good on the levels above."""


def nobody(places: Places) -> Proposal:
    """The answer of a peer that has found none in time: lunch, and no 1-on-1."""
    lunches = tuple(choices[0] if choices else None for choices in places.lunches)
    return Proposal((None,) * len(places.problem.occurrences), (lunches,))


def due(problem: Problem) -> int:
    """What missing everybody would cost."""
    return sum(one.weight for one in problem.occurrences)
