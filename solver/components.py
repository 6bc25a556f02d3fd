"""Parts of a domain that do not depend on each other."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from solver.meeting import stay
from solver.model.domain import DayOf, Domain, part
from solver.problem import Span

Node = tuple[str, int, int]
"""("week", leader, week) or ("occurrence", index, 0)."""


def by_week(domain: Domain) -> list[Domain]:
    """What decides about the levels above rhythm by itself: mostly a single week of a leader.

    Weeks are tied by whoever may lie in either, by people whom several leaders meet, by the time that something
    without a place keeps, and by a budget of moves.
    """
    groups = _Groups()
    _tie_weeks(domain, groups)
    return _parts(domain, groups)


def by_pair(domain: Domain, outlined: Sequence[Domain]) -> list[Domain]:
    """What decides about rhythm and packing by itself: the pairs of a leader, and of those who share people.

    Args:
        outlined: parts whose first five levels were settled together, and stay together.
    """
    groups = _Groups()
    _tie_weeks(domain, groups)
    for settled in outlined:
        nodes: list[Node] = [("occurrence", index, 0) for index in settled.occurrences]
        nodes += (("week", leader, domain.problem.leaders[leader].days[number].week) for leader, number in settled.days)
        for one, other in pairwise(nodes):
            groups.tie(one, other)
    for index in domain.occurrences:
        pair = domain.problem.occurrences[index].pair
        groups.tie(("occurrence", index, 0), ("pair", pair, 0))
    return _parts(domain, groups)


class _Groups:
    """Sets that grow together (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}

    def find(self, node: Node) -> Node:
        """The representative of its set; halves paths on the way."""
        parent = self._parent.setdefault(node, node)
        while parent != self._parent[parent]:
            self._parent[parent] = self._parent[self._parent[parent]]
            parent = self._parent[parent]
        self._parent[node] = parent
        return parent

    def tie(self, one: Node, other: Node) -> None:
        """Make one set of two; the least node represents it, so that results do not hang on the order of ties."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def _tie_weeks(domain: Domain, groups: _Groups) -> None:
    problem = domain.problem
    weeks: dict[tuple[int, int], list[DayOf]] = {}
    people: dict[tuple[int, int], set[int]] = {}
    for leader, number in domain.days:
        week = (leader, problem.leaders[leader].days[number].week)
        weeks.setdefault(week, []).append((leader, number))
        people.setdefault(week, {problem.leaders[leader].person})
    for index in domain.occurrences:
        pair = problem.pairs[problem.occurrences[index].pair]
        for candidate in domain.starts[index]:
            week = (pair.leader, problem.leaders[pair.leader].days[candidate.day].week)
            groups.tie(("occurrence", index, 0), ("week", *week))
            people[week].add(pair.member)
    _tie_shared(domain, groups, weeks, people)
    _tie_stays(domain, groups, weeks, people)
    if problem.max_moves is not None:
        standing = [
            index
            for index in domain.occurrences
            if problem.occurrences[index].counted and problem.occurrences[index].current is not None
        ]
        for one, other in pairwise(standing):
            groups.tie(("occurrence", one, 0), ("occurrence", other, 0))


def _tie_shared(
    domain: Domain,
    groups: _Groups,
    weeks: dict[tuple[int, int], list[DayOf]],
    people: dict[tuple[int, int], set[int]],
) -> None:
    """Weeks of different leaders that may want the same person's time."""
    by_person: dict[int, list[tuple[int, int]]] = {}
    for week, some in people.items():
        for person in some:
            by_person.setdefault(person, []).append(week)
    spans = {week: _spans(domain, days) for week, days in weeks.items()}
    for shared in by_person.values():
        for position, one in enumerate(shared):
            for other in shared[:position]:
                if one[0] != other[0] and _overlap(spans[one], spans[other]):
                    groups.tie(("week", *one), ("week", *other))


def _tie_stays(
    domain: Domain,
    groups: _Groups,
    weeks: dict[tuple[int, int], list[DayOf]],
    people: dict[tuple[int, int], set[int]],
) -> None:
    problem = domain.problem
    for index in domain.occurrences:
        kept = stay(problem.occurrences[index])
        if kept is None or index in domain.placed:
            continue
        pair = problem.pairs[problem.occurrences[index].pair]
        concerned = {problem.leaders[pair.leader].person, pair.member}
        for week, days in weeks.items():
            if concerned & people[week] and _overlap([kept], _spans(domain, days)):
                groups.tie(("occurrence", index, 0), ("week", *week))


def _spans(domain: Domain, days: Iterable[DayOf]) -> list[Span]:
    return [domain.problem.leaders[leader].days[number].span for leader, number in days]


def _overlap(some: list[Span], others: list[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _parts(domain: Domain, groups: _Groups) -> list[Domain]:
    occurrences: dict[Node, list[int]] = {}
    days: dict[Node, list[DayOf]] = {}
    for index in domain.occurrences:
        occurrences.setdefault(groups.find(("occurrence", index, 0)), []).append(index)
    for leader, number in domain.days:
        week = domain.problem.leaders[leader].days[number].week
        days.setdefault(groups.find(("week", leader, week)), []).append((leader, number))
    roots = sorted({*occurrences, *days})
    return [part(domain, occurrences.get(root, []), days.get(root, [])) for root in roots]
