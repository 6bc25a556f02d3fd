"""An integer program for CP-SAT: the only place that knows OR-Tools.

`cp_model_helper` is the part of OR-Tools' Python interface that holds models and solves them. `cp_model` on top of it
is more convenient, but imports pandas, which takes half a second that most plans do not take to be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ortools.sat.python.cp_model_helper import CpModelProto, CpSolverStatus, SatParameters, SolveWrapper

from solver.cost import Cost
from solver.parameters import PER_VARIABLE, SMALL, Work

_LARGE = 2**60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search came to."""

    values: list[int] | None
    """Of every variable; None: no solution was found."""
    bound: int
    """No solution has a smaller objective; `infeasible`: there is none at all."""
    infeasible: bool
    """It is proven that there is no solution."""
    work: float
    """Deterministic seconds."""


Row = tuple[Sequence[int], Sequence[int], int | None, int | None]
"""(variables, their weights, least, largest): `least <= sum(weights * variables) <= largest`; None: no limit."""


class Program:
    """Variables are numbers from 0 on."""

    def __init__(self) -> None:
        self.domains: list[tuple[int, int]] = []
        """By variable: its least and its largest value."""
        self.rows: list[Row] = []
        self.objective = Cost()

    def __len__(self) -> int:
        """How many variables there are."""
        return len(self.domains)

    def boolean(self) -> int:
        """A new variable that is 0 or 1; its number."""
        return self.integer(0, 1)

    def integer(self, low: int, high: int) -> int:
        """A new variable between two values; its number. `elimination` expects no negative ones."""
        self.domains.append((low, high))
        return len(self.domains) - 1

    def row(self, variables: Sequence[int], weights: Sequence[int], low: int | None, high: int | None) -> None:
        """`low <= sum(weights * variables) <= high`; None: no limit."""
        self.rows.append((variables, weights, low, high))

    def exactly_one(self, variables: Sequence[int]) -> None:
        """One of them is 1; of none at all: there is no solution."""
        self.row(variables, [1] * len(variables), 1, 1)

    def at_most_one(self, variables: Sequence[int]) -> None:
        """One of them is 1, or none."""
        self.row(variables, [1] * len(variables), None, 1)

    def at_most(self, cost: Cost, value: int) -> None:
        """The cost may not be larger; of a cost without variables nothing is asked."""
        if cost.variables or value < cost.offset:
            self.row(cost.variables, cost.weights, None, value - cost.offset)

    def minimize(self, cost: Cost) -> None:
        """The only objective from now on."""
        self.objective = cost

    def solve(self, work: Work, limit: float, *, dive: bool = False, plain: bool = False) -> Outcome:
        """Searches for `limit` deterministic seconds, or less where no more work is left.

        Args:
            dive: whether to follow the relaxation to a solution, for what is mostly solved by the first one.
            plain: whether to search as CP-SAT does by itself, for what no relaxation helps.

        Returns:
            That nothing was found, of a large program when no work is left.
        """
        if work.left <= 0 and len(self) > SMALL:
            return Outcome(None, self.objective.floor, infeasible=False, work=0.0)
        proto = CpModelProto()
        for domain in self.domains:
            proto.variables.add().domain.extend(domain)
        for variables, weights, low, high in self.rows:
            constraint = proto.constraints.add()
            if high == 1 and (low is None or low == 1) and all(weight == 1 for weight in weights):
                literals = constraint.at_most_one if low is None else constraint.exactly_one
                literals.literals.extend(variables)
                continue
            linear = constraint.linear
            linear.vars.extend(variables)
            linear.coeffs.extend(weights)
            linear.domain.extend((-_LARGE if low is None else low, _LARGE if high is None else high))
        proto.objective.vars.extend(self.objective.variables)
        proto.objective.coeffs.extend(self.objective.weights)
        proto.objective.offset = float(self.objective.offset)
        self.proto = proto
        wrapper = SolveWrapper()
        wrapper.set_parameters(_parameters(work.share(limit), work.seconds, dive=dive, plain=plain))
        response = wrapper.solve(proto)  # type: ignore[no-untyped-call]  # its stub says nothing
        spent = response.deterministic_time + PER_VARIABLE * len(self)
        work.spend(spent)
        work.late = work.late or work.seconds <= 0.01
        found = response.status in (CpSolverStatus.OPTIMAL, CpSolverStatus.FEASIBLE)
        return Outcome(
            list(response.solution) if found else None,
            ceil(response.best_objective_bound - 1e-6),
            response.status == CpSolverStatus.INFEASIBLE,
            spent,
        )


def _parameters(limit: float, seconds: float, *, dive: bool, plain: bool) -> SatParameters:
    """One worker and a fixed seed: the same answer in every process."""
    parameters = SatParameters()
    parameters.num_workers = 1
    parameters.random_seed = 0
    # Ctrl-C ends the run; taken by the solver, it would only end the search, and the run would go on to write.
    parameters.catch_sigint_signal = False
    parameters.max_deterministic_time = limit
    parameters.max_time_in_seconds = seconds
    if plain:
        return parameters
    # The relaxation of the networks is nearly integral: all of it, at once, and solved to its end.
    parameters.linearization_level = 2
    parameters.add_lp_constraints_lazily = False
    parameters.root_lp_iterations = 100_000
    # The model is written tight: presolve costs more than it brings, and loosens what the relaxation sees.
    parameters.cp_model_presolve = False
    parameters.cut_level = 0
    parameters.symmetry_level = 0
    if dive:
        parameters.search_branching = SatParameters.SearchBranching.LP_SEARCH
    return parameters
