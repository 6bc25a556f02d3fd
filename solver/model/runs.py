"""After `max_run` ticks of 1-on-1s that follow each other comes a pause."""

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.variables import Placing, Values, Variables
from solver.problem import Fixed, Leader, Span


def add_run_limit(variables: Variables) -> None:
    """For every 1-on-1 that starts at a: some pause begins at a tick up to a + `max_run`.

    This is needed for the first of a run only, and weaker for all others. A pause can only begin where a 1-on-1 ends.
    """
    for number, leader in enumerate(variables.problem.leaders):
        if leader.pause == 0:
            continue
        for index in range(len(leader.days)):
            placings = variables.on_day(number, index)
            runs = _fixed_runs(variables.candidates.fixed_on(number, index), leader.pause)
            too_long = [run for run in runs if run.length > leader.max_run]
            for placing in placings:
                if any(_joins(placing, run, leader.pause) for run in too_long):
                    variables.model.add(placing.variable == 0)
            _add_day(variables, leader, placings, [run for run in runs if run.length <= leader.max_run])


@dataclass(frozen=True, slots=True)
class _Run:
    """Fixed 1-on-1s that follow each other without a pause."""

    fixed: tuple[Fixed, ...]

    @property
    def length(self) -> int:
        return self.end - self.fixed[0].start

    @property
    def end(self) -> int:
        return max(item.start + item.duration for item in self.fixed)

    @property
    def begin(self) -> int:
        return min(item.start - item.prep for item in self.fixed)


def _fixed_runs(fixed: list[Fixed], pause: int) -> list[_Run]:
    runs: list[_Run] = []
    for item in fixed:
        if runs and item.start - item.prep - runs[-1].end < pause:
            runs[-1] = _Run((*runs[-1].fixed, item))
        else:
            runs.append(_Run((item,)))
    return runs


def _joins(placing: Placing, run: _Run, pause: int) -> bool:
    return placing.end + pause > run.begin and placing.block.begin < run.end + pause


def _add_day(variables: Variables, leader: Leader, placings: list[Placing], runs: list[_Run]) -> None:
    starting: dict[int, list[Placing]] = {}
    for placing in placings:
        starting.setdefault(placing.start, []).append(placing)
    fixed = [item for run in runs for item in run.fixed]
    ends = sorted({placing.end for placing in placings} | {item.start + item.duration for item in fixed})
    if not placings or ends[-1] - min([*starting, *(item.start for item in fixed)]) <= leader.max_run:
        return
    pauses = _pauses(variables, leader, placings, fixed, ends)
    for start, these in starting.items():
        first = start + min(placing.occurrence.duration for placing in these)
        reach = [pauses[end] for end in ends if first <= end <= start + leader.max_run and end in pauses]
        variables.model.add(LinearExpr.sum([placing.variable for placing in these]) <= LinearExpr.sum(reach))
    for item in fixed:
        first = item.start + item.duration
        reach = [pauses[end] for end in ends if first <= end <= item.start + leader.max_run and end in pauses]
        variables.model.add_bool_or(reach)


def _pauses(
    variables: Variables, leader: Leader, placings: list[Placing], fixed: list[Fixed], ends: list[int]
) -> dict[int, IntVar]:
    """By the tick where it begins: a Boolean that nothing takes the leader's time for so long."""
    taking: dict[int, list[IntVar]] = {}
    for placing in placings:
        for tick in range(placing.block.begin, placing.block.end):
            taking.setdefault(tick, []).append(placing.variable)
    shortest = min(placing.block.end - placing.block.begin for placing in placings)
    blocks = [Span(item.start - item.prep, item.start + item.duration) for item in fixed]
    pauses: dict[int, IntVar] = {}
    for end in ends:
        span = Span(end, end + leader.pause)
        if any(block.overlaps(span) for block in blocks):
            continue
        # Nothing fits between two checked ticks, so that these see everything that gets into the pause.
        checked = [*range(span.begin, span.end - 1, shortest), span.end - 1]
        cliques = [taking[tick] for tick in checked if tick in taking]
        pause = variables.derived(_untaken(cliques))
        for clique in cliques:
            variables.model.add_at_most_one([pause, *clique])
        pauses[end] = pause
    return pauses


def _untaken(cliques: list[list[IntVar]]) -> Callable[[Values], int]:
    return lambda values: int(not any(values[variable.index] for clique in cliques for variable in clique))
