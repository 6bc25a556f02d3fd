"""Says why an occurrence stayed unplaced and what would have placed it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from solver.explaining import ASKED
from solver.explaining.causes import causes
from solver.explaining.elsewhere import Elsewhere, Verdict, elsewhere
from solver.explaining.focus import days_of, focus
from solver.explaining.insertion import insert_alone
from solver.explaining.narrowing import narrow
from solver.explaining.remedy import cheapest, remedies
from solver.explaining.trial import Trials
from solver.explanation import Explanation, Hindrance, Obstacle, Reasons, Relaxation, Remedy
from solver.meeting import Starts
from solver.problem import Problem
from solver.solution import Solution

SOLVES = 30
"""How many solves each half of an explanation may cost: bounds its time, and equally in every process."""
SHARED = 90
"""The same for all that stay unplaced together, but for `FEWEST` for each."""
MOST_REMEDIES = 40
"""More reliefs than these are not looked for."""
FEWEST = 4


def explain(problem: Problem, solution: Solution, occurrence: int, known: Collection[Obstacle] = ()) -> Explanation:
    """Why `occurrence` is unplaced in this solution, and the cheapest change that would place it.

    Looks at the weeks of the occurrence only. There, all that the solution places must stay placed, though not where
    it is; what the solution leaves out stays out. Equal input gives equal answers.

    Args:
        known: the obstacles of another one, which are tried first.

    Raises ValueError if the solution places it.
    """
    smaller, starts = _focused(problem, solution, occurrence)
    if not any(day.slots for day in days_of(smaller, ASKED)):
        return Explanation((Obstacle(Hindrance.NO_DAY),), True, (), None)
    solves = min(SOLVES, max(FEWEST, SHARED // sum(start is None for start in solution.starts)))
    narrowed = narrow(smaller, starts, Trials(solves), known)
    relaxations, start = cheapest(smaller, starts, Trials(solves))
    return Explanation(narrowed.obstacles, narrowed.minimal, relaxations, start)


def explain_fully(problem: Problem, solution: Solution, occurrence: int, told: Explanation | None = None) -> Reasons:
    """Every smallest set of causes that leaves `occurrence` without a place, and all that would give it one.

    With a limit of its own.

    Args:
        told: what `explain` answered, if it was asked: its causes come first.

    Raises ValueError if the solution places it.
    """
    smaller, starts = _focused(problem, solution, occurrence)
    if not any(day.slots for day in days_of(smaller, ASKED)):
        return Reasons(((Obstacle(Hindrance.NO_DAY),),), True, (), True)
    asking, trying = Trials(SOLVES), Trials(SOLVES)
    found = causes(smaller, starts, asking, told.obstacles if told is not None and told.minimal else ())
    helping = islice(remedies(smaller, starts, trying), MOST_REMEDIES)
    remedied = tuple(_remedy(given, where, len(smaller.occurrences)) for given, where in helping)
    return Reasons(found.sets, found.complete, remedied, trying.left > 0)


def _remedy(given: tuple[Relaxation, ...], where: Starts, known: int) -> Remedy:
    """With where the fixed 1-on-1s go, which come after all that were known."""
    start = where[ASKED]
    assert start is not None  # everybody has a place
    return Remedy(given, start, tuple(where[known:]))


def _focused(problem: Problem, solution: Solution, occurrence: int) -> tuple[Problem, tuple[int | None, ...]]:
    if solution.starts[occurrence] is not None:
        raise ValueError(f"occurrence {occurrence} is placed at {solution.starts[occurrence]}")
    narrowed = focus(problem, solution, occurrence)
    return narrowed.problem, narrowed.starts


def against(
    problem: Problem, solution: Solution, occurrence: int, starts: Collection[int]
) -> tuple[Elsewhere, tuple[tuple[Obstacle, ...], ...]]:
    """What stands against an occurrence at any of these starts, whether the solution places it or not.

    With the smallest sets of causes that forbid all of them, see `Reasons.causes`; none where one is possible, or it is
    not decided.
    """
    asked = problem.occurrences[occurrence]
    closed = asked.closed | frozenset(
        slot.tick
        for day in problem.leaders[problem.pairs[asked.pair].leader].days
        for slot in day.slots
        if slot.tick not in starts
    )
    restricted = replace(
        problem,
        occurrences=tuple(
            replace(each, closed=closed) if number == occurrence else each
            for number, each in enumerate(problem.occurrences)
        ),
    )
    lifted = replace(
        solution,
        starts=tuple(None if number == occurrence else start for number, start in enumerate(solution.starts)),
    )
    smaller, others = _focused(restricted, lifted, occurrence)
    if insert_alone(smaller) is not None:
        found = elsewhere(problem, solution, occurrence, starts)
        if found.verdict is not Verdict.IMPOSSIBLE:
            return found, ()
    else:  # others could be given up, and so are no cause
        smaller, others = replace(smaller, occurrences=smaller.occurrences[:1]), (None,)
    return Elsewhere(Verdict.IMPOSSIBLE, None, None), causes(smaller, others, Trials(SOLVES)).sets


def has_place(problem: Problem, starts: Sequence[int | None], occurrence: int) -> int | None:
    """A start for an occurrence while all others that have one keep some; None: none was found within the limit.

    Looks at the weeks of the occurrence only.

    Args:
        starts: where all others are.
    """
    narrowed = focus(problem, Solution(tuple(starts), (), ()), occurrence)
    found = Trials(FEWEST).place(narrowed.problem, narrowed.starts)[1]
    return None if found is None else found[ASKED]
