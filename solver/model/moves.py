"""Moving what already stands: its budget, and level 4: nothing moves without need."""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.variables import Variables
from solver.problem import Occurrence


def add_move_budget(variables: Variables) -> None:
    """At most `max_moves` occurrences leave where they are, those that their member declined included."""
    budget = variables.problem.max_moves
    if budget is None:
        return
    moving = [
        variable
        for occurrence, placed in zip(variables.problem.occurrences, variables.placed, strict=True)
        for variable in _moving(occurrence, placed)
    ]
    variables.model.add(LinearExpr.sum(moving) <= budget)


def moves(variables: Variables) -> Cost:
    """The weight of what moves and was not asked to; a new length at the same start is no move."""
    standing = [item for item in variables.problem.occurrences if item.current is not None and not item.declined]
    cost = Cost(ceiling=sum(occurrence.move_weight for occurrence in standing))
    for occurrence, placed in zip(variables.problem.occurrences, variables.placed, strict=True):
        if not occurrence.declined:
            for variable in _moving(occurrence, placed):
                cost.add(variable, occurrence.move_weight)
    return cost


def _moving(occurrence: Occurrence, placed: dict[int, IntVar]) -> list[IntVar]:
    if occurrence.current is None:
        return []
    return [variable for start, variable in placed.items() if start != occurrence.current]
