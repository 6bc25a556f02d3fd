"""Every smallest set of causes, over groups that a person can act on."""

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.explaining.hindrances import obstacles
from solver.explaining.narrowing import narrow, rank
from solver.explaining.trial import Answer, Trials
from solver.explanation import Hindrance, Obstacle
from solver.meeting import Starts
from solver.problem import Problem

MOST_SETS = 6
"""More ways to say why help nobody."""
MOST_LOOKS = 60
"""So many combinations of groups are looked at."""
_BY_PERSON = (Hindrance.LUNCH,)
_BY_DAY = (Hindrance.LEADER_BUSY, Hindrance.MEMBER_BUSY)


@dataclass(frozen=True, slots=True)
class Causes:
    """Why there is no place, in every way that was found."""

    sets: tuple[tuple[Obstacle, ...], ...]
    """Each leaves no place, and does not without any one of its obstacles; the one that was known, then fewest groups
    first, and no two of the same groups."""
    complete: bool
    """Whether these are proven to be all, as far as groups tell them apart."""


def causes(problem: Problem, starts: Starts, trials: Trials, first: Sequence[Obstacle] = ()) -> Causes:
    """The smallest sets of causes: every one, or those found within the trials' limit.

    A tree of hitting sets (Reiter 1987, 10.1016/0004-3702(87)90062-2): each branch takes away one group of each set
    that was found, until there is a place. A set that no branch comes to cannot exist.

    Args:
        first: a smallest set that is known; empty: none.
    """
    everything = obstacles(problem)
    groups = {obstacle: group_of(problem, obstacle) for obstacle in everything}
    found: dict[frozenset[Hashable], tuple[Obstacle, ...]] = {}
    if first:
        found[frozenset(groups[each] for each in first)] = tuple(first)
    cured: list[frozenset[Hashable]] = []
    branches: deque[frozenset[Hashable]] = deque([frozenset()])
    seen = {branches[0]}
    complete = True
    looks = 0
    while branches:
        gone = branches.popleft()
        if any(cure <= gone for cure in cured):
            continue
        standing = next((each for each in found if not each & gone), None)
        if standing is None:
            looks += 1
            if looks > MOST_LOOKS or len(found) == MOST_SETS:
                complete = False
                break
            narrowed = narrow(problem, starts, trials, spared=[each for each in everything if groups[each] in gone])
            if narrowed.answer is Answer.YES:
                cured.append(gone)
                continue
            if narrowed.answer is Answer.UNKNOWN or not narrowed.minimal:
                complete = False
                continue
            standing = frozenset(groups[each] for each in narrowed.obstacles)
            found[standing] = narrowed.obstacles
        for branch in _branches(found[standing], groups, gone):
            if branch not in seen:
                seen.add(branch)
                branches.append(branch)
    sets = sorted(
        found.items(),
        key=lambda item: (item[1] != tuple(first), len(item[0]), [rank(each) for each in item[1]]),
    )
    return Causes(tuple(each for _, each in sets), complete)


def group_of(problem: Problem, obstacle: Obstacle) -> Hashable:
    """What a person acts on at once: somebody's meetings of one day, somebody's lunches, else the obstacle itself."""
    if obstacle.kind in _BY_PERSON:
        return obstacle.kind, obstacle.person
    if obstacle.kind in _BY_DAY and obstacle.span is not None:
        span = obstacle.span
        day = next((number for number, day in enumerate(days_of(problem, ASKED)) if day.span.overlaps(span)), None)
        return obstacle.kind, obstacle.person, day
    return obstacle


def _branches(
    found: Sequence[Obstacle], groups: dict[Obstacle, Hashable], gone: frozenset[Hashable]
) -> Iterator[frozenset[Hashable]]:
    for group in dict.fromkeys(groups[each] for each in found):
        yield gone | {group}
