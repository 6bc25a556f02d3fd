"""The rows of the solver's table: what kinds of problems are measured."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from bench.leaders import Shape, make_leader
from bench.mixed import mixed
from bench.ordinary import ordinary
from bench.overfull import ROOM, overfull
from bench.shared import shared
from solver.problem import Layout, Problem, Split, WholeDay

LAYOUTS: dict[str, Layout] = {"split": Split(), "whole-day": WholeDay()}
OWN = "own"
"""Instead of a layout: each leader has their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """Problems of one kind, one for each layout and seed."""

    name: str
    """For choosing it."""
    title: str
    make: Callable[[Layout, int], Problem]
    layouts: tuple[str, ...] = tuple(LAYOUTS)
    unchanged: float | None = None
    """For a second night: the share of what `make` made, and the solver placed, that nothing came over."""

    def problem(self, layout: str, seed: int) -> Problem:
        """One of them; of a second night, the first."""
        return self.make(LAYOUTS.get(layout, Split()), seed)


def chosen(names: Sequence[str]) -> list[Row]:
    """Rows whose name, or the beginning of it up to a hyphen, is one of these; all of them where there are none.

    Raises:
        KeyError: a name fits no row.
    """
    for name in names:
        if not any(_fits(row, name) for row in ROWS):
            raise KeyError(name)
    return [row for row in ROWS if not names or any(_fits(row, name) for name in names)]


def _fits(row: Row, name: str) -> bool:
    return row.name == name or row.name.startswith(f"{name}-")


def _leader(reports: int, weeks: int, every: int, layout: Layout, seed: int) -> Problem:
    return make_leader(Shape(reports, weeks, layout, every), seed)


def _leaders(sizes: Iterable[tuple[int, int]]) -> list[Row]:
    return [
        Row(f"{reports}x{weeks}", f"{reports} × {weeks}, every 5 minutes", partial(_leader, reports, weeks, 5))
        for reports, weeks in sizes
    ]


def _ordinary(reports: int) -> Row:
    title = f"ordinary {reports} × 4, 30 minutes, 5 to 15 % busy"
    return Row(f"ordinary-{reports}x4", title, partial(ordinary, reports))


def _overfull(reports: int, weeks: int) -> Row:
    title = f"overfull {reports} × {weeks}, room for {ROOM}"
    return Row(f"overfull-{reports}x{weeks}", title, partial(overfull, reports, weeks))


def _night(unchanged: float) -> Row:
    title = f"second night of 8 × 4, {unchanged:.0%} unchanged".replace("%", " %")
    return Row(f"night-{100 * unchanged:.0f}", title, partial(_leader, 8, 4, 5), unchanged=unchanged)


def _shared(leaders: int) -> Row:
    title = f"{leaders} leaders who share people, 1 week"
    return Row(f"shared-{leaders}", title, lambda _, seed: shared(leaders, seed), layouts=(OWN,))


ROWS: tuple[Row, ...] = (
    *_leaders([(8, 1), (8, 4)]),
    Row("8x4-quarters", "8 × 4, at :00, :15, :30, :45", partial(_leader, 8, 4, 15)),
    *map(_ordinary, (5, 7)),
    *_leaders([(15, 4), (30, 1), (30, 4), (8, 8), (8, 26)]),
    *(_overfull(reports, weeks) for reports in (20, 30, 60) for weeks in (1, 4)),
    Row("overfull-busy-20x4", "overfull 20 × 4, 33 % busy", partial(overfull, 20, 4, busy=0.33)),
    Row("mixed", "mixed 8 × 4: cadences, lengths, fixed, standing, declined", mixed),
    *map(_night, (1.0, 0.99, 0.9)),
    *map(_shared, range(2, 9)),
)
