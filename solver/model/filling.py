"""A leader's free rooms and the ways to fill them; `rooms` finds them."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import IntVar

from solver.problem import Span


@dataclass(frozen=True, slots=True)
class Filling:
    """A room with `count` 1-on-1s, and with lunch or without."""

    count: int
    lunch: bool
    runs: int
    """So many runs at least: a run holds only so many 1-on-1s."""
    lost: int
    """So much free time in short pieces at least, in ticks."""
    chosen: IntVar


@dataclass(frozen=True, slots=True)
class Room:
    """A longest stretch of a day that nothing takes before the 1-on-1s of this problem."""

    span: Span
    fillings: tuple[Filling, ...]
    """Exactly one is chosen; none are known where 1-on-1s of different lengths would make it intricate."""
