"""Level 1: nobody is missed."""

from solver.model.cost import Cost
from solver.model.variables import Variables


def missed(variables: Variables) -> Cost:
    """The weight of what stays unplaced; at least that of what has nowhere to start."""
    cost = Cost(ceiling=sum(occurrence.weight for occurrence in variables.problem.occurrences))
    for occurrence, placed, unplaced in zip(
        variables.problem.occurrences, variables.placed, variables.unplaced, strict=True
    ):
        cost.add(unplaced, occurrence.weight)
        if not placed:
            cost.floor += occurrence.weight
    return cost
