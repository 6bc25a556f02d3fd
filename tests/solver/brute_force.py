"""The true optimum of every level of a tiny problem, by trying everything. Knows the judge, not the model."""

from collections.abc import Iterator
from dataclasses import replace

from solver.check import broken_rules
from solver.measure import measure
from solver.problem import Occurrence, Problem
from solver.solution import LEVELS

Starts = tuple[int | None, ...]
Lunches = tuple[tuple[int | None, ...], ...]

AHEAD_OF_LUNCH = LEVELS.index("fragments")
"""The levels before this one do not depend on where lunch lies."""


def optimum(problem: Problem) -> dict[str, int]:
    """The lexicographically least values of all levels over every assignment that breaks no hard rule."""
    best: tuple[int, ...] | None = None
    for starts in assignments(problem):
        lunches = best_lunches(problem, starts, best)
        if lunches is not None:
            values = tuple(measure(problem, starts, lunches).values())
            best = values if best is None else min(best, values)
    assert best is not None, "leaving everything unplaced breaks no rule"
    return dict(zip(LEVELS, best, strict=True))


def everybody_fits(problem: Problem) -> bool:
    """Whether some assignment that breaks no hard rule places every occurrence that has weeks to lie in."""
    return any(
        all(start is not None or not one.weeks for one, start in zip(problem.occurrences, starts, strict=True))
        and best_lunches(problem, starts, None) is not None
        for starts in assignments(problem)
    )


def assignments(problem: Problem) -> Iterator[Starts]:
    """Every choice of starts that breaks no rule, lunch apart.

    A rule that the first few occurrences break among themselves stays broken whatever the others do: each rule
    forbids that something is taken twice, too long, too many or too early, and more 1-on-1s only take more.
    """
    rest, no_lunches = without_lunch(problem), nowhere(problem)

    def extend(chosen: Starts) -> Iterator[Starts]:
        if len(chosen) == len(problem.occurrences):
            yield chosen
            return
        for start in _choices(problem, problem.occurrences[len(chosen)]):
            longer = (*chosen, start)
            part = replace(rest, occurrences=problem.occurrences[: len(longer)])
            if not broken_rules(part, longer, no_lunches):
                yield from extend(longer)

    return extend(())


def _choices(problem: Problem, occurrence: Occurrence) -> list[int | None]:
    """Every slot of the leader, and nowhere."""
    leader = problem.leaders[problem.pairs[occurrence.pair].leader]
    return [*(slot.tick for day in leader.days for slot in day.slots), None]


def best_lunches(problem: Problem, starts: Starts, best: tuple[int, ...] | None) -> Lunches | None:
    """The lunches that lose least free time; None: some day has no valid answer, or this cannot be the optimum.

    Each day's lunch is chosen by itself, since neither rules nor lost time connect the lunches of two days.
    """
    if (
        best is not None
        and tuple(measure(problem, starts, nowhere(problem)).values())[:AHEAD_OF_LUNCH] > best[:AHEAD_OF_LUNCH]
    ):
        return None
    lunches: list[tuple[int | None, ...]] = []
    for number, leader in enumerate(problem.leaders):
        row: list[int | None] = []
        for index, day in enumerate(leader.days):
            one_day = _lunch_only_on(problem, (number, index))
            window = [] if day.lunch is None else range(day.lunch.begin, day.lunch.end)
            ranked: list[tuple[int, int, int | None]] = []
            for rank, choice in enumerate([None, *window]):
                chosen: list[list[int | None]] = [[None for _ in other.days] for other in problem.leaders]
                chosen[number][index] = choice
                if not broken_rules(one_day, starts, chosen):
                    ranked.append((measure(problem, starts, chosen)["fragments"], rank, choice))
            if not ranked:
                return None
            row.append(min(ranked)[2])
        lunches.append(tuple(row))
    return tuple(lunches)


def without_lunch(problem: Problem) -> Problem:
    """The problem with no lunch to keep."""
    return _lunch_only_on(problem, None)


def nowhere(problem: Problem) -> Lunches:
    """No lunch on any day."""
    return tuple(tuple(None for _ in leader.days) for leader in problem.leaders)


def _lunch_only_on(problem: Problem, only: tuple[int, int] | None) -> Problem:
    """The problem with a lunch to keep on one leader's one day, or on none."""
    leaders = tuple(
        replace(
            leader,
            days=tuple(
                day if (number, index) == only else replace(day, lunch=None) for index, day in enumerate(leader.days)
            ),
        )
        for number, leader in enumerate(problem.leaders)
    )
    return replace(problem, leaders=leaders)
