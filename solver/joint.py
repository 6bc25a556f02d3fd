"""Several levels in one objective that keeps their strict order."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.cost import Cost

MOST = 10**12
"""Larger objectives cost the linear relaxation its precision."""


@dataclass(frozen=True, slots=True)
class Joint:
    """The levels' costs above their floors, each times a weight that outweighs all that follow."""

    cost: Cost
    """0 where every level is at its floor."""
    costs: tuple[Cost, ...]
    """The levels', best first."""
    weights: tuple[int, ...]
    """By level."""

    def bounds(self, bound: int, values: Sequence[int]) -> list[int]:
        """What a bound of the joint cost says about each level, given its values in a solution that is known.

        Those after it are together worth less than its weight, so the first level is at least its floor and the whole
        part of bound / weight. Where that is its value, no solution has less, and the rest of the bound is one of the
        levels after it, among solutions with this value; where it is less, nothing is known of them but their floors.
        """
        bounds = []
        for cost, weight, value in zip(self.costs, self.weights, values, strict=True):
            level = min(value, cost.floor + max(0, bound // weight))
            bounds.append(level)
            bound = bound - weight * (level - cost.floor) if level == value else 0
        return bounds


def join(costs: Sequence[Cost]) -> Joint | None:
    """One objective for all; None where it would become too large.

    The weight of a level is one more than all that follow can be together: the sum of their ceilings, each above its
    floor and times its own weight. So one unit of a level is never outweighed, and nothing is assumed.
    """
    joint = Cost()
    weights: list[int] = []
    largest = 0
    for cost in reversed(costs):
        weight = largest + 1
        joint.add_all(cost, weight)
        joint.offset -= weight * cost.floor
        largest += weight * max(0, cost.ceiling - cost.floor)
        weights.append(weight)
        if largest > MOST:
            return None
    joint.floor = 0
    joint.ceiling = largest
    return Joint(joint, tuple(costs), tuple(reversed(weights)))
