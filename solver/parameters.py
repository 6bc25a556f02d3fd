"""How long the solver may think, and how CP-SAT is set up. Everything here is reproducible: no wall-clock limits."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import CpSolver


@dataclass(frozen=True, slots=True)
class Limits:
    """In CP-SAT's deterministic time: the same work on every machine, about a second each on an ordinary core."""

    level: float = 1.3
    """For each level of the strict order, or for several that are solved together."""
    again: float = 0.4
    """For a level that was not proven together with others and is solved once more by itself."""


def new_solver(limit: float) -> CpSolver:
    """One worker and a fixed seed: the same answer in every process."""
    solver = CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = 0
    parameters.max_deterministic_time = limit
    # The cliques of the model make the linear relaxation strong; without it some levels are 10 to 100 times slower.
    parameters.linearization_level = 2
    # The model is written tight: cuts, probing, merging cliques and more presolve cost more than they bring.
    parameters.cut_level = 0
    parameters.cp_model_probing_level = 0
    parameters.merge_at_most_one_work_limit = 0.0
    parameters.max_presolve_iterations = 1
    parameters.symmetry_level = 0
    return solver
