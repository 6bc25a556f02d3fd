"""The rules that every solution satisfies, and the levels by name."""

from collections.abc import Callable, Mapping

from solver.model.candidates import find_candidates
from solver.model.clusters import clusters
from solver.model.cost import Cost
from solver.model.daily import add_daily_limit
from solver.model.fragments import fragments
from solver.model.layout import layout
from solver.model.lunch import add_lunch
from solver.model.missed import missed
from solver.model.moves import add_move_budget, moves
from solver.model.overlap import add_no_overlap
from solver.model.postponed import postponed
from solver.model.preferences import preferences
from solver.model.rhythm import rhythm
from solver.model.runs import add_run_limit
from solver.model.stays import add_stays
from solver.model.variables import Variables
from solver.problem import Problem

LEVEL_COSTS: Mapping[str, Callable[[Variables], Cost]] = {
    "missed": missed,
    "postponed": postponed,
    "layout": layout,
    "moves": moves,
    "rhythm": rhythm,
    "clusters": clusters,
    "fragments": fragments,
    "preferences": preferences,
}
"""Best first. A level adds its auxiliary variables when it is called, so that the levels before it stay small."""


def assemble(problem: Problem) -> Variables:
    """The model with every hard rule and no objective."""
    variables = Variables(find_candidates(problem))
    add_lunch(variables)
    add_no_overlap(variables)
    add_stays(variables)
    add_daily_limit(variables)
    add_run_limit(variables)
    add_move_budget(variables)
    return variables
