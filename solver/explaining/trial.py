"""Whether the asked occurrence has a place beside all others, with a limited number of solves."""

from enum import Enum

from solver.check import broken_rules
from solver.explaining.insertion import insert, insert_alone
from solver.meeting import Starts
from solver.parameters import Limits
from solver.problem import Problem
from solver.solve import solve_missed

LIMITS = Limits(outline=0.2)
"""A question that takes longer than this is not worth its answer."""


class Answer(Enum):
    YES = "yes"
    NO = "no"
    """Proven."""
    UNKNOWN = "unknown"
    """Not decided within the limits."""


class Trials:
    """Asks whether everybody can be placed; cheap ways first."""

    def __init__(self, solves: int) -> None:
        """After so many solves, every question that needs one is answered with UNKNOWN."""
        self.left = solves
        """How many more may be asked."""

    def place(self, problem: Problem, starts: Starts) -> tuple[Answer, Starts | None]:
        """Whether all occurrences that have weeks to lie in can be placed together, and where they would lie.

        `starts` is where the others lie without it; they may move.
        """
        if insert_alone(problem) is None:
            return Answer.NO, None
        beside = insert(problem, starts)
        if beside is not None:
            return Answer.YES, (beside, *starts[1:])
        if len(problem.occurrences) == 1:
            return Answer.NO, None
        if self.left == 0:
            return Answer.UNKNOWN, None
        self.left -= 1
        return self._solve(problem)

    def _solve(self, problem: Problem) -> tuple[Answer, Starts | None]:
        solution = solve_missed(problem, LIMITS, all_or_nothing=True)
        everybody = all(
            start is not None
            for occurrence, start in zip(problem.occurrences, solution.starts, strict=True)
            if occurrence.weeks
        )
        if everybody and not broken_rules(problem, solution.starts, solution.lunches):
            return Answer.YES, solution.starts
        (missed,) = solution.levels
        unable = sum(occurrence.weight for occurrence in problem.occurrences if not occurrence.weeks)
        return (Answer.NO if missed.bound > unable else Answer.UNKNOWN), None
