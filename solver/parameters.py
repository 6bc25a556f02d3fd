"""How long the solver may think, and how CP-SAT is set up. Everything here is reproducible: no wall-clock limits."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import CpSolver


@dataclass(frozen=True, slots=True)
class Limits:
    """In CP-SAT's deterministic time: the same work on every machine, about a second each on an ordinary core."""

    level: float = 1.3
    """For each level of the strict order, or for several that are solved together."""
    glance: float = 0.4
    """The same for a large model, before its parts are bettered: it finds a start there, seldom a proof."""
    parts: float = 0.3
    """For bettering a level that was not proven part by part; twice this in a model of 2000 variables, and so on."""
    part: float = 0.05
    """For one part at a time."""
    again: float = 0.4
    """For one of several levels once more by itself, where they were nearly proven together."""


LARGE = 3000
"""A model of several weeks with more variables is large."""
NEAR = 5
"""A level that is this near to its bound is worth the time for another try at a proof."""
PER_VARIABLE = 5e-6
"""What every variable costs whenever a part is solved, in deterministic time; CP-SAT does not count its presolve."""


def new_solver(limit: float) -> CpSolver:
    """One worker and a fixed seed: the same answer in every process."""
    solver = CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = 0
    # Ctrl-C ends the run; taken by the solver, it would only end the search, and the run would go on to write.
    parameters.catch_sigint_signal = False
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
