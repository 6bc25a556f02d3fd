"""Betters an answer a few pairs at a time, all others staying where they are.

It proves nothing. But where it comes to an end by itself, nobody betters the plan by changing the times of two pairs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from solver.model.build import Starts
from solver.model.domain import Domain

TOGETHER = 3
"""So many pairs are decided at once: every two of them, and a third one with them."""

Answer = tuple[Starts, tuple[int, ...]]
"""Where everybody starts, and what that is worth: less is better."""


def bettered(
    domain: Domain, answer: Answer, decide: Callable[[Domain, Starts], Answer], more: Callable[[], bool]
) -> Answer:
    """An answer that is at least as good.

    Args:
        decide: the best answer that it finds in a part of the domain, from one that is known.
        more: whether there is work left.
    """
    pairs = _movable(domain)
    unchanged = 0
    groups = list(_groups(pairs))
    while groups and more() and unchanged < len(groups):
        for group in groups:
            if unchanged >= len(groups) or not more():
                break
            starts, worth = answer
            found = decide(_only(domain, starts, [pairs[pair] for pair in group]), starts)
            unchanged += 1
            if found[1] < worth:
                answer, unchanged = found, 0
    return answer


def _movable(domain: Domain) -> Mapping[int, Sequence[int]]:
    """Occurrences by pair, of those that may lie elsewhere."""
    pairs: dict[int, list[int]] = {}
    for index in domain.occurrences:
        if len(domain.starts[index]) > (index in domain.placed):
            pairs.setdefault(domain.problem.occurrences[index].pair, []).append(index)
    return dict(sorted(pairs.items()))


def _groups(pairs: Sequence[int] | Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Groups in which every two pairs come together at least once."""
    left = dict.fromkeys(combinations(sorted(pairs), 2))
    if not left:
        yield from ((pair,) for pair in pairs)
    while left:
        group: tuple[int, ...] = next(iter(left))
        while len(group) < min(TOGETHER, len(pairs)):
            new = {
                other: sum(tuple(sorted((one, other))) in left for one in group)
                for other in pairs
                if other not in group
            }
            group = (*group, max(new, key=lambda other: new[other]))
        for one in combinations(sorted(group), 2):
            left.pop(one, None)
        yield tuple(sorted(group))


def _only(domain: Domain, starts: Starts, movable: Sequence[Sequence[int]]) -> Domain:
    """Only these occurrences may change; all others have the place that they have, or none."""
    free = {index for some in movable for index in some}
    others = {index: starts[index] for index in domain.occurrences if index not in free}
    narrowed = domain.restricted({index: () if start is None else (start,) for index, start in others.items()})
    placed = frozenset(index for index, start in others.items() if start is not None)
    return replace(narrowed, placed=narrowed.placed | placed)
