"""What plans are worth together: sums over leaders, in the strict order, and what no plan can be better than."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.outcome import CompanyLevel
from scheduler.planning.together.task import Answer, Which
from solver.solution import LEVELS, Level

NAMES = ("standing", *LEVELS)
"""Standing 1-on-1s given up, a number; then the solver's levels, where what is missed no longer counts them more."""
OWN = LEVELS[: LEVELS.index("fragments")]
"""Levels that only a leader's own 1-on-1s decide. For those after them, others' in the same calendar count as well."""
Worth = Mapping[Which, tuple[int, bool]]
Vector = tuple[int, ...]


def vector(answer: Answer, alone: Worth) -> Vector:
    """A leader's part of each level of `NAMES`.

    Args:
        alone: of each occurrence that is to be placed, as it is if the leader is alone in the world.
    """
    worth = {**answer.worth, **alone}
    missed = [worth[which] for which, start in answer.starts.items() if start is None]
    return (
        sum(well for _, well in missed),
        sum(weight for weight, _ in missed),
        *(level.value for level in answer.levels if level.name != "missed"),
    )


def total(vectors: Iterable[Vector]) -> Vector:
    """The sums."""
    return tuple(map(sum, zip(*vectors, strict=True))) or (0,) * len(NAMES)


@dataclass(frozen=True, slots=True)
class Floor:
    """What no plan of a leader can be better than, whatever others decide; compared in the strict order."""

    values: Vector
    tied: bool
    """Whether other leaders may take time of this leader: then nothing is claimed but about `OWN`."""
    due: frozenset[Which] = frozenset()
    """What is to be placed."""


def floor_of(levels: Sequence[Level], worth: Worth, *, tied: bool) -> Floor:
    """From the leader's best answer in calendars that hold less than any that they may be planned in."""
    claimed = [level.bound for level in levels]
    others = sum(weight for weight, well in worth.values() if not well)
    standing, missed = _split(claimed[0], others, sorted((w for w, well in worth.values() if well), reverse=True))
    return Floor((standing, missed, *claimed[1:]), tied, frozenset(worth))


def _split(bound: int, others: int, well: Sequence[int]) -> tuple[int, int]:
    """How many that stand well are given up at least, and what is missed then, if the weights come to this bound.

    One that stands well weighs as much as all others together besides its own weight.
    """
    most = others
    for number, weight in enumerate((*well, 0)):
        if bound <= most:
            return number, max(0, bound - number * others)
        most += weight + others
    return len(well), max(0, bound - len(well) * others)


def company_levels(
    vectors: Sequence[Vector], floors: Sequence[Floor], *, comparable: bool = True
) -> tuple[CompanyLevel, ...]:
    """Every level's sum and bound.

    Lexicographic bounds add up as vectors, not level by level: the sum says something down to the first level where
    the value is above it, and nothing below.

    Args:
        comparable: whether the floors are about the same 1-on-1s as the vectors; else they bound nothing.
    """
    values = total(vectors)
    bounds = total(floor.values for floor in floors)
    known = OWN if any(floor.tied for floor in floors) else LEVELS
    levels: list[CompanyLevel] = []
    equal = comparable
    for name, value, bound in zip(NAMES, values, bounds, strict=True):
        claimed = equal and (name == NAMES[0] or name in known)
        levels.append(CompanyLevel(name, value, min(bound, value) if claimed else None))
        equal = claimed and value == bound
    return tuple(levels)
