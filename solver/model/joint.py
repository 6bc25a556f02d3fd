"""Several levels in one objective that keeps their strict order."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.model.cost import Cost
from solver.model.variables import Values

MOST = 10**9
"""Larger objectives cost the linear relaxation its precision."""


@dataclass(frozen=True, slots=True)
class Joint:
    """The levels' costs, each times a weight that outweighs all that follow."""

    cost: Cost
    costs: tuple[Cost, ...]
    weights: tuple[int, ...]

    def bounds(self, bound: int, values: Values) -> list[int]:
        """What a bound of the joint cost says about each level, given a solution that is known.

        The first level is at least the whole part of bound / weight. Where that is its value, the rest of the bound
        is one of the levels after it; where it is less, nothing is known of them.
        """
        bounds = []
        for cost, weight in zip(self.costs, self.weights, strict=True):
            level = max(cost.floor, bound // weight)
            bounds.append(level)
            bound = bound - weight * level if level == cost.value(values) else 0
        return bounds


def join(costs: Sequence[Cost]) -> Joint | None:
    """None where the objective would become too large, or is not known to stay small."""
    joint = Cost()
    weights: list[int] = []
    weight = 1
    for position, cost in enumerate(reversed(costs)):
        joint.add_all(cost, weight)
        weights.append(weight)
        if cost.ceiling is not None:
            weight *= cost.ceiling + 1
        elif position < len(costs) - 1:
            return None
        if weight > MOST:
            return None
    return Joint(joint, tuple(costs), tuple(reversed(weights)))
