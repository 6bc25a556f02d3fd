"""A long horizon a few weeks at a time: the first answer where a whole quarter is too much to search at once.

What was decided for earlier weeks counts for the rhythm of later ones, as if it were fixed. It proves nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from solver.model.build import Starts
from solver.model.domain import DayOf, Domain, part
from solver.problem import Fixed

BLOCK = 4
"""So many weeks are decided together."""


def rolled(
    domain: Domain,
    starts: Starts,
    together: Sequence[tuple[Sequence[int], Sequence[DayOf]]],
    decide: Callable[[Domain, Starts, Sequence[DayOf]], Starts],
) -> Starts:
    """An answer in which block after block is decided among what is as good on the first five levels.

    Args:
        together: occurrences and days whose first five levels were settled together.
        decide: the best answer for a part of the domain, from one that is known.

    Returns:
        `starts` itself where the horizon is one block, or where what was settled together lies in several blocks.
    """
    weeks = sorted({_week(domain, day) for day in domain.days})
    blocks = [frozenset(weeks[first : first + BLOCK]) for first in range(0, len(weeks), BLOCK)]
    if len(blocks) < 2:
        return starts
    by_block = [tuple(day for day in domain.days if _week(domain, day) in block) for block in blocks]
    inside = [frozenset(days) for days in by_block]
    if any(not any(chosen.issuperset(days) for chosen in inside) for _, days in together):
        return starts
    found = dict(starts)
    for days in by_block:
        mine = [index for index in domain.occurrences if _lies(domain, index) & frozenset(days)]
        decided = {index: start for index, start in found.items() if index not in mine and start is not None}
        block = part(_with_rhythm(domain, days, decided), mine, days)
        found.update(decide(block, {index: found[index] for index in mine}, days))
    return found


def _week(domain: Domain, day: DayOf) -> int:
    return domain.problem.leaders[day[0]].days[day[1]].week


def _lies(domain: Domain, index: int) -> frozenset[DayOf]:
    """The days on which an occurrence may lie."""
    leader = domain.problem.pairs[domain.problem.occurrences[index].pair].leader
    return frozenset((leader, item.day) for item in domain.starts[index])


def _with_rhythm(domain: Domain, days: Sequence[DayOf], decided: Mapping[int, int]) -> Domain:
    """The domain as if what was decided for earlier weeks were fixed there."""
    problem = domain.problem
    begin = min(problem.leaders[leader].days[number].span.begin for leader, number in days)
    before = tuple(
        Fixed(
            problem.occurrences[index].pair, start, problem.occurrences[index].duration, problem.occurrences[index].prep
        )
        for index, start in decided.items()
        if start < begin
    )
    candidates = replace(domain.candidates, problem=replace(problem, fixed=(*problem.fixed, *before)))
    return replace(domain, candidates=candidates)
