"""How many 1-on-1s there were so far, as a part of where a day stands."""

from collections.abc import Collection, Sequence

from solver.day.network import IMPOSSIBLE, Arc, Network
from solver.day.reduce import reduce

_FIRST = -2
"""The label of an arc into the sink after no 1-on-1 at all; after one it is one less, and so on."""


def number_of(label: int) -> int | None:
    """How many 1-on-1s a day has whose course ends with this label; None: it is no such label."""
    return _FIRST - label if label <= _FIRST else None


def counted(network: Network, own: Sequence[bool], allowed: Collection[int]) -> Network:
    """The courses with an allowed number of the leader's own 1-on-1s; each ends with a label that says how many.

    A row that demands the number would let the linear relaxation mix full days with empty ones; a state does not.

    Args:
        own: by label, whether it counts.
        allowed: numbers of 1-on-1s.
    """
    if not network.possible or not allowed:
        return IMPOSSIBLE
    most = max(allowed)
    left = _still_possible(network, own, allowed)
    number: dict[tuple[int, int], int] = {}
    reached: list[set[int]] = [set() for _ in network.arcs]
    if 0 not in left[0]:
        return IMPOSSIBLE
    reached[0].add(0)
    arcs_of: list[tuple[tuple[int, int], list[tuple[int, int, int, int]]]] = []
    for node, arcs in enumerate(network.arcs[:-1]):
        for count in sorted(reached[node]):
            ways: list[tuple[int, int, int, int]] = []
            for to, label, cost in arcs:
                then = count + (label >= 0 and own[label])
                if then <= most and then in left[to]:
                    reached[to].add(then)
                    ways.append((to, then, label, cost))
            number[node, count] = len(number)
            arcs_of.append(((node, count), ways))
    ends = sorted(reached[network.sink])
    for count in ends:
        number[network.sink, count] = len(number)
    sink = len(number)
    result: list[tuple[Arc, ...]] = [
        tuple((number[to, then], label, cost) for to, then, label, cost in ways) for _, ways in arcs_of
    ]
    result += [((sink, _FIRST - count, 0),) for count in ends]
    result.append(())
    return reduce(Network(tuple(result), network.offset))


def _still_possible(network: Network, own: Sequence[bool], allowed: Collection[int]) -> list[set[int]]:
    """By node: with how many 1-on-1s so far an allowed number can still be reached."""
    left: list[set[int]] = [set() for _ in network.arcs]
    left[network.sink] = set(allowed)
    for node in range(len(network.arcs) - 2, -1, -1):
        for to, label, _ in network.arcs[node]:
            if label >= 0 and own[label]:
                left[node].update(count - 1 for count in left[to] if count > 0)
            else:
                left[node].update(left[to])
    return left


def most_held(network: Network, own: Sequence[bool]) -> int:
    """The most of the leader's 1-on-1s that a course holds; 0 where there is no course.

    The network has been reduced: every node but the sink has a way on.
    """
    most = [0] * len(network.arcs)
    for node in range(len(network.arcs) - 2, -1, -1):
        most[node] = max((label >= 0 and own[label]) + most[to] for to, label, _ in network.arcs[node])
    return most[0] if most else 0
