"""Level 8: times that people like."""

from solver.model.cost import Cost
from solver.model.variables import Variables


def preferences(variables: Variables) -> Cost:
    """What the chosen starts cost."""
    dearest = (max(occurrence.cost.values(), default=0) for occurrence in variables.problem.occurrences)
    cost = Cost(ceiling=sum(dearest))
    for occurrence, placed in zip(variables.problem.occurrences, variables.placed, strict=True):
        for start, variable in placed.items():
            penalty = occurrence.cost.get(start, 0)
            if penalty:
                cost.add(variable, penalty)
    return cost
