"""No day has more 1-on-1s than the leader wants."""

from ortools.sat.python.cp_model import LinearExpr

from solver.model.variables import Variables


def add_daily_limit(variables: Variables) -> None:
    """Fixed 1-on-1s count; where they alone are too many, nothing joins them."""
    for number, leader in enumerate(variables.problem.leaders):
        for index in range(len(leader.days)):
            placed = variables.on_day(number, index)
            room = max(0, leader.max_per_day - len(variables.candidates.fixed_on(number, index)))
            if len(placed) > room:
                variables.model.add(LinearExpr.sum([placing.variable for placing in placed]) <= room)
