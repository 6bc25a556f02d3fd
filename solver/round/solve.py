"""Solves a round: a first answer, a better one, and what no answer can better."""

from solver.parameters import Limits, Work
from solver.relaxation import relax
from solver.round.aim import aim
from solver.round.patterns import Patterns, days
from solver.round.problem import Round
from solver.round.program import People, build
from solver.round.search import Search
from solver.round.solution import RoundSolution

STEPS = 20_000_000
"""Of the search."""
SMALL = 400
"""A round with at most so many possible (meeting, slot) is given to the integer program first."""
_LIMITS = Limits(detail=6.0, whole=60.0, deadline=3600.0)
"""Of the first answer, of a small round, and of the relaxation; far from the clock."""


def solve(problem: Round, steps: int = STEPS) -> RoundSolution:
    """The least number of gaps that is found, and a bound that holds for every answer.

    A small round is solved by its integer program, where that is enough. Else the search begins with any answer; where
    it meets no fair one, the integer program is asked for one.
    """
    patterns = {person: Patterns(day) for person, day in days(problem).items()}
    aimed = aim(patterns, problem.fair)
    if aimed is None or not all(map(problem.allowed, problem.meetings)):
        return RoundSolution(None, 0, 0, infeasible=True)
    work = Work(_LIMITS)
    exact: RoundSolution | None = None
    if sum(len(problem.allowed(one)) for one in problem.meetings) <= SMALL:
        exact = _exact(problem, aimed.total, work)
        if exact.proven or exact.infeasible:
            return exact
    bare = build(problem, People.BARE)
    first = bare.program.solve(work, _LIMITS.detail, plain=True)
    if first.values is None:
        return RoundSolution(None, 0, aimed.total, first.infeasible)
    bound = max(aimed.total, _relaxed(problem, work))
    near = {person: each.with_gaps(aimed.gaps[person]) for person, each in patterns.items()}
    search = Search(problem, near, bare.slots(first.values))
    search.run(steps, 0, bound)
    if exact is None and search.best is None:
        exact = _exact(problem, bound, work)
    bound = max(bound, exact.bound if exact is not None else 0)
    if search.best is None or (exact is not None and exact.slots is not None and exact.gaps <= search.best[0]):
        assert exact is not None
        return RoundSolution(exact.slots, exact.gaps, bound, exact.infeasible)
    return RoundSolution(search.best[1], search.best[0], bound)


def _exact(problem: Round, bound: int, work: Work) -> RoundSolution:
    """What the integer program comes to."""
    rows = build(problem, People.ROWS)
    rows.program.minimize(rows.gaps)
    found = rows.program.solve(work, _LIMITS.detail, plain=True)
    if found.values is None:
        return RoundSolution(None, 0, bound, found.infeasible)
    return RoundSolution(rows.slots(found.values), rows.gaps.value(found.values), max(bound, found.bound))


def _relaxed(problem: Round, work: Work) -> int:
    """A bound by the relaxation of everybody's networks."""
    networks = build(problem, People.NETWORKS)
    return relax(networks.program, networks.gaps, work).least
