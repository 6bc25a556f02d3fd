"""Betters a solution with regard to one cost: the whole at once, or part by part while all else stays."""

from math import ceil

from ortools.sat.python import cp_model

from solver.model.cost import Cost
from solver.model.neighbourhoods import Neighbourhood, rounds
from solver.model.variables import Variables
from solver.parameters import PER_VARIABLE, Limits, new_solver

IDLE_ROUNDS = 6
"""After so many without anything better, there is hardly more to be found."""


class Descent:
    """The best solution so far with regard to a cost, and a bound of the cost."""

    def __init__(self, variables: Variables, cost: Cost, values: list[int]) -> None:
        self._variables = variables
        self._cost = cost
        self.values = values
        self.value = cost.value(values)
        self.bound = cost.floor
        if not self.proven:
            variables.model.minimize(cost.expression())

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    def whole(self, limit: float) -> None:
        """Solves the whole model, for a better solution and a better bound."""
        if self.proven:
            return
        solver = self._run(new_solver(limit))
        self._complete()
        self.bound = max(self.bound, ceil(solver.best_objective_bound - 1e-6))

    def parts(self, limits: Limits) -> None:
        """Solves parts anew while all else stays, until hardly any can be better, or the time for it is used up."""
        if not self.proven:
            self._solve_parts(limits)
            self._complete()

    def _solve_parts(self, limits: Limits) -> None:
        left = limits.parts * (1 + len(self.values) / 2000)
        idle = 0
        for parts in rounds(self._variables.problem):
            before = self.value
            for part in parts:
                if self.proven or left <= 0:
                    return
                left -= self._part(part, limits.part) + PER_VARIABLE * len(self.values)
            idle = 0 if self.value < before else idle + 1
            if idle == IDLE_ROUNDS:
                return

    def _part(self, part: Neighbourhood, limit: float) -> float:
        """Returns the deterministic time that it took."""
        with self._variables.only(part, self.values):
            return self._run(new_solver(limit)).response_proto.deterministic_time

    def _run(self, solver: cp_model.CpSolver) -> cp_model.CpSolver:
        """Solves from the solution so far, and keeps the outcome unless it is worse."""
        model = self._variables.model
        model.proto.clear_solution_hint()
        hint = model.proto.solution_hint
        hint.vars.extend(range(len(self.values)))
        hint.values.extend(self.values)
        found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if found and round(solver.objective_value) <= self.value:
            self.values = list(solver.response_proto.solution)
            self.value = round(solver.objective_value)
        return solver

    def _complete(self) -> None:
        """Gives every auxiliary variable its best value; CP-SAT may leave some slack. Takes longer than many parts."""
        self.values = self._variables.completed(self.values)
        self.value = self._cost.value(self.values)
