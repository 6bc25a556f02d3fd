"""All paths of a network, by walking them."""

from collections.abc import Iterator, Mapping

from solver.day.counted import number_of
from solver.day.network import Network

Held = frozenset[int]
"""Labels of meetings."""


def cheapest(network: Network) -> Mapping[Held, int]:
    """By the meetings that a path holds: what the cheapest such path costs."""
    reached: list[dict[Held, int]] = [{} for _ in network.arcs]
    if not network.possible:
        return {}
    reached[0][frozenset()] = network.offset
    for node, arcs in enumerate(network.arcs):
        for to, label, cost in arcs:
            assert to > node, "every arc leads to a later node"
            for held, paid in reached[node].items():
                then = held | {label} if label >= 0 else held
                assert len(then) == len(held) + (label >= 0), "no meeting takes place twice"
                reached[to][then] = min(paid + cost, reached[to].get(then, paid + cost))
    return reached[network.sink]


def walk(network: Network, node: int = 0) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every path as (node, which of its arcs)."""
    if node == network.sink:
        yield ()
    for number, (to, _, _) in enumerate(network.arcs[node]):
        for rest in walk(network, to):
            yield ((node, number), *rest)


def number_on(network: Network, path: tuple[tuple[int, int], ...]) -> int:
    """How many 1-on-1s the path says it holds."""
    (number,) = (n for node, arc in path if (n := number_of(network.arcs[node][arc][1])) is not None)
    return number
