"""What a level minimises."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Cost:
    """A linear expression over a program's variables."""

    offset: int = 0
    """What it is worth where all variables are 0."""
    variables: list[int] = field(default_factory=list)
    """Numbers of variables; one may come up several times."""
    weights: list[int] = field(default_factory=list)
    """By position in `variables`; may be 0 or negative."""
    floor: int = 0
    """A lower bound that needs no solver: no solution has less."""
    ceiling: int = 0
    """An upper bound: a plan's best values never cost more. `joint.join` rests its weights on both."""

    def add(self, variable: int, weight: int = 1) -> None:
        """One more term; floor and ceiling are the caller's matter."""
        self.variables.append(variable)
        self.weights.append(weight)

    def add_all(self, other: "Cost", times: int = 1) -> None:
        """Another cost on top, so many times."""
        self.offset += times * other.offset
        self.floor += times * other.floor
        self.ceiling += times * other.ceiling
        self.variables += other.variables
        self.weights += [times * weight for weight in other.weights]

    def value(self, values: Sequence[int]) -> int:
        """Its value under the variables' values."""
        return self.offset + sum(
            weight * values[variable] for variable, weight in zip(self.variables, self.weights, strict=True)
        )
