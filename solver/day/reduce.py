"""A smaller network with the same courses at the same costs."""

from collections.abc import Sequence

from solver.day.network import IMPOSSIBLE, NOTHING, Arc, Network


def reduce(network: Network) -> Network:
    """Nodes from which a day goes on alike become one, those with a single way in or out vanish.

    As in the minimisation of a weighted automaton (Mohri 1997; not determinised first, so small but not the smallest):
    costs are first pushed towards the source, so that each node's cheapest way on costs nothing and nodes whose ways
    differ by a constant are alike. Of arcs between the same nodes with the same label only the cheapest stays: for
    given labels the least cost of a course is the same, but dearer courses may be gone. That is enough as long as
    clusters and fragments are compared in strict order and nothing outside asks for more than the labels. Reduced
    costs, as whole numbers, are never negative; their fragments may be.
    """
    if not network.possible:
        return network
    merged = _merged(network)
    if merged is None:
        return IMPOSSIBLE
    return contract(merged)


def free(network: Network) -> Network:
    """The same courses, none of which costs anything."""
    return Network(tuple(tuple((to, label, 0) for to, label, _ in arcs) for arcs in network.arcs), 0)


def _merged(network: Network) -> Network | None:
    """Equal nodes as one; None: no path reaches the sink."""
    count = len(network.arcs)
    ahead: list[int | None] = [None] * count
    """The cost of the cheapest way to the sink; None: there is none."""
    same = list(range(count))
    known: dict[tuple[Arc, ...], int] = {}
    kept: list[tuple[Arc, ...]] = [()] * count
    ahead[network.sink] = 0
    for node in range(count - 2, -1, -1):
        best: dict[tuple[int, int], int] = {}
        least: int | None = None
        for to, label, cost in network.arcs[node]:
            further = ahead[to]
            if further is None:
                continue
            whole = cost + further
            if least is None or whole < least:
                least = whole
            way = (same[to], label)
            old = best.get(way)
            if old is None or whole < old:
                best[way] = whole
        if least is None:
            continue
        ahead[node] = least
        arcs = tuple(sorted((to, label, whole - least) for (to, label), whole in best.items()))
        same[node] = known.setdefault(arcs, node)
        kept[node] = arcs
    total = ahead[0]
    if total is None:
        return None
    return _renumbered(kept, same[0], network.sink, network.offset + total)


def _renumbered(arcs: Sequence[Sequence[Arc]], source: int, sink: int, offset: int) -> Network:
    """Only what a path from the source to the sink touches, in the same order."""
    reached = {source, sink}
    for node in range(source, len(arcs)):
        if node in reached:
            reached.update(to for to, _, _ in arcs[node])
    order = sorted(reached)
    place = {node: position for position, node in enumerate(order)}
    return Network(tuple(tuple((place[to], label, cost) for to, label, cost in arcs[node]) for node in order), offset)


def contract(network: Network) -> Network:
    """Without the nodes whose single way in or single way out holds no meeting."""
    if not network.possible:
        return network
    out: list[dict[tuple[int, int], int]] = []
    into: list[set[int]] = [set() for _ in network.arcs]
    for node, arcs in enumerate(network.arcs):
        ways: dict[tuple[int, int], int] = {}
        for to, label, cost in arcs:
            ways[to, label] = min(cost, ways.get((to, label), cost))
            into[to].add(node)
        out.append(ways)
    for node in range(len(out) - 2, 0, -1):
        if len(out[node]) == 1:
            ((to, label), cost) = next(iter(out[node].items()))
            if label == NOTHING:
                for before in into[node]:
                    for (_, held), paid in [way for way in out[before].items() if way[0][0] == node]:
                        del out[before][node, held]
                        _offer(out[before], (to, held), paid + cost)
                    into[to].add(before)
                into[to].discard(node)
                into[node] = set()
                out[node] = {}
    for node in range(1, len(out) - 1):
        if len(into[node]) != 1 or not out[node]:
            continue
        (before,) = into[node]
        ways_in = [way for way in out[before].items() if way[0][0] == node]
        if len(ways_in) == 1 and ways_in[0][0][1] == NOTHING:
            paid = out[before].pop((node, NOTHING))
            for (to, label), cost in out[node].items():
                _offer(out[before], (to, label), paid + cost)
                into[to].discard(node)
                into[to].add(before)
            out[node] = {}
            into[node] = set()
    kept = [tuple(sorted((to, label, cost) for (to, label), cost in ways.items())) for ways in out]
    return _renumbered(kept, 0, len(kept) - 1, network.offset)


def _offer(ways: dict[tuple[int, int], int], way: tuple[int, int], cost: int) -> None:
    """Another arc, unless there is one as cheap."""
    old = ways.get(way)
    if old is None or cost < old:
        ways[way] = cost
