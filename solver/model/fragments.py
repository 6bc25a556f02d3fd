"""Level 7: the leader's free time in pieces that are of use."""

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python.cp_model import IntVar

from solver.model.cost import Cost
from solver.model.spans import within
from solver.model.variables import Values, Variables
from solver.problem import Span


def fragments(variables: Variables) -> Cost:
    """Ticks of free time in pieces shorter than `piece`, by leader and day.

    Each stretch of time that is taken or free as one is free exactly if nothing takes it, and lost unless a window of
    at least `piece` ticks that is free throughout lies over it.
    """
    cost = Cost()
    for leader in variables.problem.leaders:
        for day in leader.days:
            for span in within(variables.candidates.open_time[leader.person], day.span):
                _add_room(variables, cost, _stretches(variables, leader.person, span), leader.piece)
    return cost


@dataclass(slots=True)
class _Stretch:
    """Ticks that the same decisions take."""

    takers: list[IntVar]
    length: int

    def free(self, values: Values) -> bool:
        return not any(values[variable.index] for variable in self.takers)


def _stretches(variables: Variables, person: int, span: Span) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    previous: set[int] | None = None
    for tick in range(span.begin, span.end):
        takers = variables.taking(person, tick)
        current = {variable.index for variable in takers}
        if current == previous:
            stretches[-1].length += 1
        else:
            stretches.append(_Stretch(takers, 1))
        previous = current
    return stretches


def _add_room(variables: Variables, cost: Cost, stretches: list[_Stretch], piece: int) -> None:
    free = [variables.derived(_all_free([stretch])) for stretch in stretches]
    over: list[list[IntVar]] = [[] for _ in stretches]
    for stretch, variable in zip(stretches, free, strict=True):
        variables.model.add_exactly_one([*stretch.takers, variable])
    for begin, end in _windows([stretch.length for stretch in stretches], piece):
        window = variables.derived(_all_free(stretches[begin:end]))
        for position in range(begin, end):
            variables.model.add_implication(window, free[position])
            over[position].append(window)
    for stretch, variable, windows in zip(stretches, free, over, strict=True):
        lost = variables.derived(_lost(variable, windows))
        variables.model.add_bool_or([~variable, lost, *windows])
        cost.add(lost, stretch.length)


def _windows(lengths: list[int], piece: int) -> list[tuple[int, int]]:
    """Shortest runs of stretches of at least `piece` ticks: from every stretch onwards, and up to every stretch."""
    windows: set[tuple[int, int]] = set()
    for position in range(len(lengths)):
        for end in range(position + 1, len(lengths) + 1):
            if sum(lengths[position:end]) >= piece:
                windows.add((position, end))
                break
        for begin in range(position, -1, -1):
            if sum(lengths[begin : position + 1]) >= piece:
                windows.add((begin, position + 1))
                break
    return sorted(windows)


def _all_free(stretches: list[_Stretch]) -> Callable[[Values], int]:
    return lambda values: int(all(stretch.free(values) for stretch in stretches))


def _lost(free: IntVar, windows: list[IntVar]) -> Callable[[Values], int]:
    return lambda values: int(values[free.index] and not any(values[window.index] for window in windows))
