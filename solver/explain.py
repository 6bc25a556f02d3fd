"""Says why an occurrence stayed unplaced and what would have placed it."""

from collections.abc import Collection

from solver.explaining import ASKED
from solver.explaining.focus import days_of, focus
from solver.explaining.narrowing import narrow
from solver.explaining.remedy import cheapest
from solver.explaining.trial import Trials
from solver.explanation import Explanation, Hindrance, Obstacle
from solver.problem import Problem
from solver.solution import Solution

SOLVES = 30
"""How many solves each half of an explanation may cost: bounds its time, and equally in every process."""
SHARED = 90
"""The same for all that stay unplaced together, but for `FEWEST` for each."""
FEWEST = 4


def explain(problem: Problem, solution: Solution, occurrence: int, known: Collection[Obstacle] = ()) -> Explanation:
    """Why `occurrence` is unplaced in this solution, and the cheapest change that would place it.

    Looks at the weeks of the occurrence only. There, all that the solution places must stay placed, though not where
    it is; what the solution leaves out stays out. Equal input gives equal answers.

    Args:
        known: the obstacles of another one, which are tried first.

    Raises ValueError if the solution places it.
    """
    if solution.starts[occurrence] is not None:
        raise ValueError(f"occurrence {occurrence} is placed at {solution.starts[occurrence]}")
    narrowed = focus(problem, solution, occurrence)
    smaller, starts = narrowed.problem, narrowed.starts
    if not any(day.slots for day in days_of(smaller, ASKED)):
        return Explanation((Obstacle(Hindrance.NO_DAY),), True, (), None)
    solves = min(SOLVES, max(FEWEST, SHARED // sum(start is None for start in solution.starts)))
    obstacles, minimal = narrow(smaller, starts, Trials(solves), known)
    relaxations, start = cheapest(smaller, starts, Trials(solves))
    return Explanation(obstacles, minimal, relaxations, start)
