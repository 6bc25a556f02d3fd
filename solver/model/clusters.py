"""Level 6: the leader's 1-on-1s in few clusters."""

from collections.abc import Callable

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.spans import merged, within
from solver.model.variables import Values, Variables
from solver.problem import Span


def clusters(variables: Variables) -> Cost:
    """Stretches of 1-on-1s that touch each other, prep included, by leader and day.

    A stretch begins where something begins and nothing ends.
    """
    cost = Cost()
    for number, leader in enumerate(variables.problem.leaders):
        for index, day in enumerate(leader.days):
            _add_day(variables, cost, number, index, day.span)
    return cost


def _add_day(variables: Variables, cost: Cost, leader: int, day: int, frame: Span) -> None:
    fixed = variables.problem.fixed
    blocks = (
        Span(item.start - item.prep, item.start + item.duration)
        for item in fixed
        if variables.problem.pairs[item.pair].leader == leader
    )
    standing = within(merged(blocks), frame)
    begins: dict[int, list[IntVar]] = {}
    ends: dict[int, list[IntVar]] = {}
    for placing in variables.on_day(leader, day):
        begins.setdefault(placing.block.begin, []).append(placing.variable)
        ends.setdefault(placing.block.end, []).append(placing.variable)
    for span in standing:
        cost.offset += 1
        if span.begin in ends:
            for variable in ends[span.begin]:
                cost.add(variable, -1)
    after_fixed = {span.end for span in standing}
    for tick, beginning in begins.items():
        if tick in after_fixed:
            continue
        for variable in beginning:
            cost.add(variable)
        if tick in ends:
            joined = variables.derived(_both(beginning, ends[tick]))
            variables.model.add(LinearExpr.sum(beginning) >= joined)
            variables.model.add(LinearExpr.sum(ends[tick]) >= joined)
            cost.add(joined, -1)


def _both(beginning: list[IntVar], ending: list[IntVar]) -> Callable[[Values], int]:
    return lambda values: int(
        any(values[variable.index] for variable in beginning) and any(values[variable.index] for variable in ending)
    )
