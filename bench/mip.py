"""HiGHS alone: one mixed-integer program with a column for every start, solved one level after the other.

Coverage of every tick by 1-on-1s, lunch and long free pieces is one row each; runs and long free pieces are minimum
up- and down-times as in unit commitment (Rajan and Takriti, 2005), which is as tight as such rows can be.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from bench.places import Places
from bench.proposal import Proposal, due, nobody
from solver.problem import TOLERATED, Split, WholeDay

TOGETHER = (("missed", "postponed", "layout", "evenness"), ("rhythm",), ("clusters",), ("fragments",), ("preferences",))
"""Levels, those in one objective that are faster so than one by one. Of fresh 1-on-1s none can move."""
NEARLY = 1e-6
Columns = NDArray[np.float64]
"""A value for each column."""
INFINITE = highspy.kHighsInf


@dataclass(slots=True)
class Program:
    """Columns between 0 and their upper bound, and rows, as lists that grow."""

    upper: list[float] = field(default_factory=list)
    integer: list[int] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    begins: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, upper: float = 1.0, integer: bool = True) -> int:
        """A new column."""
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.upper) - 1

    def columns(self, keys: Iterable[int], integer: bool = True) -> dict[int, int]:
        """A new column of at most 1 for each key."""
        return {key: self.column(integer=integer) for key in keys}

    def row(self, terms: Iterable[tuple[int, float]], lower: float = -INFINITE, upper: float = INFINITE) -> None:
        """A new row; a column may come several times."""
        total: dict[int, float] = defaultdict(float)
        for column, value in terms:
            total[column] += value
        self.indices += total.keys()
        self.values += total.values()
        self.begins.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def model(self) -> highspy.HighsLp:
        """All of it, without an objective."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.row_lower)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if one else highspy.HighsVarType.kContinuous for one in self.integer
        ]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self.begins)
        lp.a_matrix_.index_ = np.array(self.indices)
        lp.a_matrix_.value_ = np.array(self.values)
        return lp


@dataclass(slots=True)
class Cost:
    """What a level adds up: a constant and so much for each column."""

    constant: float = 0
    of: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    most: int = 0
    """It is never above this; needed of those that share an objective."""

    def value(self, found: Columns) -> int:
        """For a solution's columns."""
        return round(self.constant + sum(cost * float(found[column]) for column, cost in self.of.items()))


class Model:
    """The program of a problem with one leader, and what its columns stand for."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.program = Program()
        self.costs: Mapping[str, Cost] = {name: Cost() for names in TOGETHER for name in names}
        self.starts = [self.program.columns(range(len(possible))) for possible in places.of]
        self.lunches = [self.program.columns(choices) for choices in places.lunches]
        self._occurrences()
        for day in range(len(places.leader.days)):
            self._runs(day)
            self._clusters(day)
            self._time(day)
        self._layout()
        self._rhythm()

    def proposal(self, found: Columns, bounds: Mapping[str, int]) -> Proposal:
        """What a solution says."""
        starts = tuple(
            next((possible[number].start for number, column in columns.items() if found[column] > 0.5), None)
            for possible, columns in zip(self.places.of, self.starts, strict=True)
        )
        lunches = tuple(
            next((tick for tick, column in columns.items() if found[column] > 0.5), None) for columns in self.lunches
        )
        return Proposal(starts, (lunches,), bounds)

    def _occurrences(self) -> None:
        """Once at most; who is missed, comes late, or would rather not."""
        self.costs["missed"].constant = self.costs["missed"].most = due(self.places.problem)
        self.costs["postponed"].most = sum(len(one.weeks) for one in self.places.problem.occurrences)
        self.costs["layout"].most = len(self.places.problem.occurrences)
        self.costs["evenness"].most = TOLERATED * len({day.week for day in self.places.leader.days})
        for one, possible, columns in zip(self.places.problem.occurrences, self.places.of, self.starts, strict=True):
            self.program.row(((column, 1) for column in columns.values()), upper=1)
            for place, column in zip(possible, columns.values(), strict=True):
                self.costs["missed"].of[column] -= one.weight
                self.costs["postponed"].of[column] += place.late
                self.costs["preferences"].of[column] += place.cost
        for columns in self.lunches:
            if columns:
                self.program.row(((column, 1) for column in columns.values()), lower=1, upper=1)
        for day in range(len(self.places.leader.days)):
            own = [(column, 1.0) for column, _, _ in self._on(day)]
            self.program.row(own, upper=self.places.leader.max_per_day)

    def _on(self, day: int) -> Iterable[tuple[int, int, int]]:
        """Column, start and end of every 1-on-1 that may lie on this day."""
        for one, possible, columns in zip(self.places.problem.occurrences, self.places.of, self.starts, strict=True):
            for place, column in zip(possible, columns.values(), strict=True):
                if place.day == day:
                    yield column, place.start, place.start + one.duration

    def _time(self, day: int) -> None:
        """Nothing at the same time; and what stays free in long pieces. What does not is lost."""
        leader, program, cost = self.places.leader, self.program, self.costs["fragments"]
        covering: dict[int, list[int]] = defaultdict(list)
        for column, start, end in self._on(day):
            for tick in range(start - self.places.prep, end):
                covering[tick].append(column)
            cost.of[column] -= end - start + self.places.prep
        for start, column in self.lunches[day].items():
            for tick in range(start, start + leader.lunch):
                covering[tick].append(column)
            cost.of[column] -= leader.lunch
        for room in self.places.free[day]:
            cost.constant += room.end - room.begin
            ticks = range(room.begin, room.end)
            kept = program.columns(ticks if len(ticks) >= leader.piece else (), integer=False)
            begun = program.columns(range(room.begin, room.end - leader.piece + 1), integer=False)
            for tick in ticks:
                taken = [(column, 1.0) for column in covering[tick]]
                program.row([*taken, *((kept[tick], 1.0) for _ in [0] if kept)], upper=1)
                if not kept:
                    continue
                cost.of[kept[tick]] -= 1
                before = [(kept[tick - 1], 1.0)] if tick > room.begin else []
                now = [(begun[tick], 1.0)] if tick in begun else []
                program.row([(kept[tick], -1.0), *before, *now], lower=0)
                lately = [(begun[t], -1.0) for t in range(tick - leader.piece + 1, tick + 1) if t in begun]
                program.row([(kept[tick], 1.0), *lately], lower=0)

    def _clusters(self, day: int) -> None:
        """One begins where a 1-on-1 begins and none ends."""
        begins, ends = defaultdict(list), defaultdict(list)
        for column, start, end in self._on(day):
            begins[start - self.places.prep].append((column, -1.0))
            ends[end].append((column, 1.0))
        for tick, beginning in begins.items():
            begun = self.program.column(integer=False)
            self.program.row([(begun, 1.0), *beginning, *ends[tick]], lower=0)
            self.costs["clusters"].of[begun] += 1

    def _runs(self, day: int) -> None:
        """A run is on from its first start to its last end, and off for a pause and the next one's prep at least."""
        leader, program = self.places.leader, self.program
        covering: dict[int, list[int]] = defaultdict(list)
        for column, start, end in self._on(day):
            for tick in range(start, end):
                covering[tick].append(column)
        if not covering:
            return
        ticks = range(min(covering), max(covering) + 1)
        off = leader.pause + self.places.prep
        running, ended = program.columns(ticks), program.columns(ticks, integer=False)
        for tick in ticks:
            program.row([(running[tick], 1.0), *((column, -1.0) for column in covering[tick])], lower=0)
            if tick - 1 in running:
                program.row([(ended[tick], 1.0), (running[tick - 1], -1.0), (running[tick], 1.0)], lower=0)
            lately = ((ended[t], 1.0) for t in range(tick - off + 1, tick + 1) if t in ended)
            program.row([(running[tick], 1.0), *lately], upper=1)
            if tick + leader.max_run in running:
                window = range(tick, tick + leader.max_run + 1)
                program.row(((running[t], 1.0) for t in window), upper=leader.max_run)

    def _layout(self) -> None:
        days = self.places.leader.days
        for week in sorted({day.week for day in days}):
            own = [number for number, day in enumerate(days) if day.week == week]
            if isinstance(self.places.leader.layout, Split):
                self._split(own)
            else:
                self._whole(own, self.places.leader.layout)

    def _split(self, days: list[int]) -> None:
        most, least = (self.program.column(len(self.starts), integer=False) for _ in range(2))
        beyond = self.program.column(len(self.starts), integer=False)
        rest = self.program.column(TOLERATED, integer=False)
        self.costs["layout"].of[beyond] += 1
        self.costs["evenness"].of[rest] += 1
        self.program.row([(most, 1.0), (least, -1.0), (beyond, -1.0), (rest, -1.0)], upper=0)
        for day in days:
            own = [(column, 1.0) for column, _, _ in self._on(day)]
            self.program.row([*own, (most, -1.0)], upper=0)
            self.program.row([*own, (least, -1.0)], lower=0)

    def _whole(self, days: list[int], layout: WholeDay) -> None:
        chosen = self.program.columns(days)
        if layout.weekday is not None:
            named = [day for day in days if self.places.leader.days[day].weekday == layout.weekday]
            if not named:
                return
            self.program.row([(chosen[named[0]], 1)], lower=1)
        self.program.row(((column, 1) for column in chosen.values()), lower=1, upper=1)
        for possible, columns in zip(self.places.of, self.starts, strict=True):
            off = self.program.column(integer=False)
            self.costs["layout"].of[off] += 1
            for day in days:
                here = [
                    (column, 1.0) for place, column in zip(possible, columns.values(), strict=True) if place.day == day
                ]
                if here:
                    self.program.row([*here, (chosen[day], -1.0), (off, -1.0)], upper=0)

    def _rhythm(self) -> None:
        """A pair chooses a weekday and time, and its 1-on-1s agree with it or not."""
        problem, cost = self.places.problem, self.costs["rhythm"]
        for pair in range(len(problem.pairs)):
            by_key: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
            everything = []
            for one, possible, columns in zip(problem.occurrences, self.places.of, self.starts, strict=True):
                if one.pair != pair:
                    continue
                own: dict[tuple[int, int], list[int]] = defaultdict(list)
                for place, column in zip(possible, columns.values(), strict=True):
                    own[self.places.leader.days[place.day].weekday, place.wall].append(column)
                    cost.of[column] += 1
                    everything.append((column, -1.0))
                for key, there in own.items():
                    by_key[key].append(there)
            alone = self.program.column(integer=False)
            cost.of[alone] -= 1
            self.program.row([(alone, 1.0), *everything], upper=0)
            choices = [(alone, 1.0)]
            for together in by_key.values():
                if len(together) < 2:
                    continue
                shared = self.program.column()
                choices.append((shared, 1.0))
                for there in together:
                    agrees = self.program.column(integer=False)
                    cost.of[agrees] -= 1
                    self.program.row([(agrees, 1.0), (shared, -1.0)], upper=0)
                    self.program.row([(agrees, 1.0), *((column, -1.0) for column in there)], upper=0)
            self.program.row(choices, upper=1)


def solve_by_highs(places: Places, limit: float) -> Proposal:
    """As good as it gets in so many CPU seconds, the writing of the model included; one thread."""
    deadline = time.process_time() + limit
    model = Model(places)
    search = _Search(model.program, deadline)
    bounds = {"moves": 0, "fairness": 0}
    for names in TOGETHER:
        if time.process_time() >= deadline:
            break
        costs = [model.costs[name] for name in names]
        bound = search.minimize(costs)
        if search.best is None:
            break
        values = [cost.value(search.best) for cost in costs]
        bounds |= dict(zip(names, _bounds(costs, values, bound), strict=False))
        for cost, value in zip(costs, values, strict=True):
            search.freeze(cost, value)
    return nobody(places) if search.best is None else model.proposal(search.best, bounds)


class _Search:
    """HiGHS with the program, and the best solution so far."""

    def __init__(self, program: Program, deadline: float) -> None:
        self.best: Columns | None = None
        self._deadline = deadline
        self._every = np.arange(len(program.upper), dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._solver.setOptionValue("mip_abs_gap", 1 - NEARLY)
        self._solver.passModel(program.model())
        self._solver.cbMipInterrupt += self._interrupt

    def minimize(self, costs: Sequence[Cost]) -> float:
        """Betters the solution in the order of these costs, and returns a bound of their sum, weighed."""
        objective = np.zeros(len(self._every))
        for cost, weight in zip(costs, _weights(costs), strict=True):
            for column, value in cost.of.items():
                objective[column] += weight * value
        self._solver.changeColsCost(len(self._every), self._every, objective)
        if self.best is not None:
            self._solver.setSolution(len(self._every), self._every, self.best)
        self._solver.run()
        info = self._solver.getInfo()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            self.best = np.round(np.array(self._solver.getSolution().col_value))
        constant = sum(weight * cost.constant for cost, weight in zip(costs, _weights(costs), strict=True))
        return constant + float(info.mip_dual_bound)

    def freeze(self, cost: Cost, value: int) -> None:
        """From now on no solution may cost more."""
        columns, costs = np.array(list(cost.of), dtype=np.int32), np.array(list(cost.of.values()), dtype=float)
        self._solver.addRow(-INFINITE, value - cost.constant, len(columns), columns, costs)

    def _interrupt(self, event: Any) -> None:
        if time.process_time() >= self._deadline:
            event.interrupt()


def _weights(costs: Sequence[Cost]) -> list[int]:
    """So that nothing of a later one outweighs a unit of an earlier one."""
    weights = [1]
    for cost in reversed(costs[1:]):
        weights.insert(0, weights[0] * (1 + cost.most))
    return weights


def _bounds(costs: Sequence[Cost], values: Sequence[int], bound: float) -> list[int]:
    """All values where nothing better is possible; else what can be said of the first."""
    weights = _weights(costs)
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    if not math.isfinite(bound):
        return [0]
    if math.ceil(bound - NEARLY) >= total:
        return list(values)
    return [max(0, min(values[0], math.floor((bound + NEARLY) / weights[0])))]
