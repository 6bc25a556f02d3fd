"""The integer program of a round.

`x[m,t]` is 1 if meeting `m` is in slot `t`. A person's slots are a path through a network with a node for each slot,
number of meetings so far, and whether they meet just now; an arc into a run costs one. Runs less people are the gaps.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum, auto

from solver.cost import Cost
from solver.program import Program
from solver.round.patterns import Days, days
from solver.round.problem import Round


@dataclass(frozen=True, slots=True)
class RoundProgram:
    """Its rows and variables."""

    program: Program
    starts: tuple[dict[int, int], ...]
    """By meeting: variable by slot."""
    runs: dict[int, Cost]
    """By person with a meeting."""
    gaps: Cost

    def slots(self, values: list[int]) -> tuple[int, ...]:
        """Where the meetings are, by the values of the variables."""
        return tuple(next(slot for slot, one in starts.items() if values[one]) for starts in self.starts)


class People(Enum):
    """How people are modelled. With rows or with networks there are the same answers in whole numbers."""

    BARE = auto()
    """In one place at a time; gaps are not looked at."""
    ROWS = auto()
    """By a few rows for each slot: small, with a weak relaxation."""
    NETWORKS = auto()
    """By a network each, whose relaxation is as strong as that of all their patterns together."""


def build(problem: Round, model: People) -> RoundProgram:
    """The program without an objective; a bare one asks nothing about fairness."""
    program = Program()
    starts = tuple({slot: program.boolean() for slot in sorted(problem.allowed(one))} for one in problem.meetings)
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    in_slot: dict[int, list[int]] = defaultdict(list)
    for meeting, by_slot in zip(problem.meetings, starts, strict=True):
        program.exactly_one(list(by_slot.values()))
        for slot, variable in by_slot.items():
            in_slot[slot].append(variable)
            for person in (meeting.first, meeting.second):
                at[person, slot].append(variable)
    for variables in in_slot.values():
        if len(variables) > problem.rooms:
            program.row(variables, [1] * len(variables), None, problem.rooms)
    for one, other in problem.before:
        _earlier(program, starts[one], starts[other])
    add = {People.BARE: _bare, People.ROWS: _rows, People.NETWORKS: _network}[model]
    runs = {
        person: add(program, day, [at[person, slot] for slot in range(problem.slots)])
        for person, day in days(problem).items()
    }
    _fair(program, problem.fair, list(runs.values()))
    gaps = Cost(-len(runs))
    for cost in runs.values():
        gaps.add_all(cost)
    return RoundProgram(program, starts, runs, gaps)


def _earlier(program: Program, one: dict[int, int], other: dict[int, int]) -> None:
    """If the other is in slot `t` or before it, the one is before `t`: a row for each slot of the other."""
    for slot in other:
        late = [variable for each, variable in one.items() if each >= slot]
        soon = [variable for each, variable in other.items() if each <= slot]
        program.at_most_one(late + soon)


def _bare(program: Program, day: Days, at: list[list[int]]) -> Cost:
    """One meeting at a time."""
    for variables in at:
        if len(variables) > 1:
            program.at_most_one(variables)
    return Cost()


def _rows(program: Program, day: Days, at: list[list[int]]) -> Cost:
    """A run begins where somebody meets and did not just before."""
    begins = []
    previous: list[int] = []
    _bare(program, day, at)
    for variables in at:
        if variables:
            begin = program.boolean()
            begins.append(begin)
            weights = [1] + [-1] * len(variables) + [1] * len(previous)
            program.row([begin, *variables, *previous], weights, 0, None)
            # no run is counted that does not begin: fairness bounds the numbers from below as well
            program.row([begin, *variables], [-1] + [1] * len(variables), 0, None)
            if previous:
                program.at_most_one([begin, *previous])
        previous = variables
    return Cost(variables=begins, weights=[1] * len(begins))


def _network(program: Program, day: Days, at: list[list[int]]) -> Cost:
    """A unit of flow through the slots; what an arc of a slot carries is what is met in it."""
    left = [sum(day.usable >> slot & 1 for slot in range(first, day.slots)) for first in range(day.slots + 1)]
    into: dict[tuple[bool, int], list[int]] = {(False, 0): []}
    begins: list[int] = []
    for slot in range(day.slots):
        following: dict[tuple[bool, int], list[int]] = defaultdict(list)
        out: dict[tuple[bool, int], list[int]] = defaultdict(list)
        meets = []
        for met, done in sorted(into):
            if not day.required >> slot & 1 and done + left[slot + 1] >= day.size:
                arc = program.boolean()
                out[met, done].append(arc)
                following[False, done].append(arc)
            if day.usable >> slot & 1 and done < day.size:
                arc = program.boolean()
                out[met, done].append(arc)
                following[True, done + 1].append(arc)
                meets.append(arc)
                if not met:
                    begins.append(arc)
        for node, arcs in into.items():
            leaving = out[node]
            if slot == 0:
                program.exactly_one(leaving)
            else:
                program.row([*arcs, *leaving], [1] * len(arcs) + [-1] * len(leaving), 0, 0)
        if meets or at[slot]:
            program.row([*at[slot], *meets], [1] * len(at[slot]) + [-1] * len(meets), 0, 0)
        into = following
    return Cost(variables=begins, weights=[1] * len(begins))


def _fair(program: Program, fair: int, runs: list[Cost]) -> None:
    """All numbers of runs lie within a window of this width."""
    most = max((len(cost.variables) for cost in runs), default=0)
    if most <= 1:
        return
    least = program.integer(0, most)
    for cost in runs:
        weights = [*cost.weights, -1]
        program.row([*cost.variables, least], weights, 0, fair)
