"""Level 6: the leader's 1-on-1s in few clusters."""

from collections.abc import Callable

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.rooms import find_rooms
from solver.model.spans import merged, within
from solver.model.variables import Values, Variables
from solver.problem import Span


def clusters(variables: Variables) -> Cost:
    """Stretches of 1-on-1s that touch each other, prep included, by leader and day.

    A stretch begins where something begins and nothing ends.
    """
    cost = Cost()
    for number, leader in enumerate(variables.problem.leaders):
        for index in range(len(leader.days)):
            day = _day_cost(variables, number, index)
            cost.add_all(day)
            _tighten(variables, number, index, day)
    return cost


def _day_cost(variables: Variables, leader: int, index: int) -> Cost:
    cost = Cost()
    standing = _standing(variables, leader, variables.problem.leaders[leader].days[index].span)
    begins: dict[int, list[IntVar]] = {}
    ends: dict[int, list[IntVar]] = {}
    for placing in variables.on_day(leader, index):
        begins.setdefault(placing.block.begin, []).append(placing.variable)
        ends.setdefault(placing.block.end, []).append(placing.variable)
    for span in standing:
        cost.offset += 1
        for variable in ends.get(span.begin, []):
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
    return cost


def _standing(variables: Variables, leader: int, frame: Span) -> list[Span]:
    """What fixed 1-on-1s take of a day."""
    blocks = (
        Span(item.start - item.prep, item.start + item.duration)
        for item in variables.problem.fixed
        if variables.problem.pairs[item.pair].leader == leader
    )
    return within(merged(blocks), frame)


def _tighten(variables: Variables, number: int, index: int, cost: Cost) -> None:
    """Each room has as many stretches as it has runs, but for those that join a fixed 1-on-1 at its edges.

    Follows from the rules for any solution, but not for the linear relaxation.
    """
    leader = variables.problem.leaders[number]
    standing = _standing(variables, number, leader.days[index].span)
    least = LinearExpr.sum([])
    for room in find_rooms(variables, number, index):
        joins = sum(span.end == room.span.begin or span.begin == room.span.end for span in standing)
        ways = [way for way in room.fillings if way.count]
        least += LinearExpr.weighted_sum([way.chosen for way in ways], [way.runs - joins for way in ways])
        if not room.fillings and joins:
            least -= joins
    count = variables.derived(cost.value, most=cost.offset + len(variables.on_day(number, index)))
    variables.model.add(cost.expression() == count)
    variables.model.add(count >= least + len(standing))


def _both(beginning: list[IntVar], ending: list[IntVar]) -> Callable[[Values], int]:
    return lambda values: int(
        any(values[variable.index] for variable in beginning) and any(values[variable.index] for variable in ending)
    )
