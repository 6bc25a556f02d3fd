"""A network through time: nodes in topological order, arcs that hold a meeting or nothing."""

from dataclasses import dataclass

CLUSTER = 1 << 24
"""What a cluster costs in one number with the fragments of a day, which are fewer than half as many ticks: (clusters,
fragments) in strict order is `clusters * CLUSTER + fragments`. Half, since reduced costs may have negative
fragments."""

NOTHING = -1
"""The label of an arc that holds no meeting: time passes, or lunch is had."""

Arc = tuple[int, int, int]
"""(node it leads to, label, cost): plain, since there are many thousands."""


@dataclass(frozen=True, slots=True)
class Network:
    """The courses of a day: paths from node 0 to the last node."""

    arcs: tuple[tuple[Arc, ...], ...]
    """By node; every arc leads to a later one. The last node is the sink and has none; no arcs at all: no course."""
    offset: int
    """What every course costs besides its arcs."""

    @property
    def sink(self) -> int:
        """The last node."""
        return len(self.arcs) - 1

    @property
    def possible(self) -> bool:
        """Whether the day has any course."""
        return bool(self.arcs)


IMPOSSIBLE = Network((), 0)
"""A day without any legal course."""


def clusters_of(cost: int) -> int:
    """The clusters in a cost."""
    return (cost + CLUSTER // 2) // CLUSTER


def fragments_of(cost: int) -> int:
    """The ticks lost in a cost; reduced costs may have fewer than none."""
    return cost - CLUSTER * clusters_of(cost)
