"""Which leaders depend on each other, and in which order they are planned."""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence

from scheduler.company import Company


def ties(people: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """By leader: the others, sorted, whose 1-on-1s may take the time of somebody in the leader's team.

    Whatever the kind of the pairs: two leaders are tied as soon as there is one person whom both meet, or who is one of
    them.

    Args:
        people: by leader, the emails of the leader and of everybody whom they meet.
    """
    leaders: dict[str, set[str]] = defaultdict(set)
    for leader, team in people.items():
        for email in team:
            leaders[email].add(leader)
    return {
        leader: tuple(sorted(set().union(*(leaders[email] for email in team)) - {leader}))
        for leader, team in sorted(people.items())
    }


def layers(company: Company, tied: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The leaders in groups that are planned one after the other: those who lead leaders come before these.

    No two of a group are tied, so its members read nothing that another of them writes: the plans depend neither on the
    order inside a group nor on who plans it. No order of configurations decides: depth does, then the email.
    """
    depth = _depths(company, tied)
    layer: dict[str, int] = {}
    for leader in sorted(tied, key=lambda leader: (depth[leader], leader)):
        layer[leader] = 1 + max((layer[other] for other in tied[leader] if other in layer), default=-1)
    groups: list[list[str]] = [[] for _ in range(1 + max(layer.values(), default=-1))]
    for leader in sorted(layer):
        groups[layer[leader]].append(leader)
    return groups


def _depths(company: Company, leaders: Collection[str]) -> dict[str, int]:
    """Steps from somebody whom nobody leads, down the pairs; those whom no such way leads to come last."""
    led: dict[str, list[str]] = {
        leader: [pair.member for pair in company.teams[leader].pairs if pair.member in leaders] for leader in leaders
    }
    members = {member for some in led.values() for member in some}
    depth = {leader: 0 for leader in leaders if leader not in members}
    queue = deque(depth)
    while queue:
        leader = queue.popleft()
        for member in led[leader]:
            if member not in depth:
                depth[member] = depth[leader] + 1
                queue.append(member)
    return {leader: depth.get(leader, len(depth)) for leader in leaders}
