"""What a level minimises."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ortools.sat.python.cp_model import IntVar, LinearExpr


@dataclass(slots=True)
class Cost:
    """A linear expression over the model's variables."""

    offset: int = 0
    variables: list[IntVar] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    floor: int = 0
    """A lower bound that needs no solver."""
    ceiling: int | None = None
    """No solution has more; None: not known."""

    def add(self, variable: IntVar, weight: int = 1) -> None:
        self.variables.append(variable)
        self.weights.append(weight)

    def add_all(self, other: "Cost", times: int = 1) -> None:
        """Another cost on top, so many times."""
        self.offset += times * other.offset
        self.floor += times * other.floor
        self.variables += other.variables
        self.weights += [times * weight for weight in other.weights]

    def value(self, values: Sequence[int]) -> int:
        """Its value under the variables' values, given by their index."""
        return self.offset + sum(
            weight * values[variable.index] for variable, weight in zip(self.variables, self.weights, strict=True)
        )

    def expression(self) -> LinearExpr:
        return LinearExpr.weighted_sum(self.variables, self.weights) + self.offset
