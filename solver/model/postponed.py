"""Level 2: nobody waits longer than needed."""

from solver.model.cost import Cost
from solver.model.variables import Variables


def postponed(variables: Variables) -> Cost:
    """Weeks between the week that each occurrence is due in and the one it is placed in."""
    cost = Cost(ceiling=sum(len(occurrence.weeks) - 1 for occurrence in variables.problem.occurrences))
    for candidates, placed in zip(variables.candidates.starts, variables.placed, strict=True):
        for candidate in candidates:
            if candidate.late:
                cost.add(placed[candidate.start], candidate.late)
    return cost
