"""The networks of the days, as rows: one unit flows through each, and carries the meetings that take place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from solver.cost import Cost
from solver.day.counted import counted, most_held, number_of
from solver.day.expand import expand
from solver.day.frame import Frame, Label, frame_of
from solver.day.network import Network, clusters_of, fragments_of
from solver.day.reduce import free, reduce
from solver.model.domain import DayOf, Domain
from solver.model.who import Who
from solver.program import Program

Visit = tuple[int, int]
"""An occurrence at a start."""


@dataclass(frozen=True, slots=True)
class Course:
    """The network of one day, and its variables."""

    frame: Frame
    network: Network
    held: Mapping[Label, tuple[Visit, ...]]
    """By label: whose meeting it can be."""
    arcs: tuple[tuple[int, ...], ...]
    """The variable of every arc, in the network's order."""
    counts: Mapping[int, tuple[int, ...]]
    """By the number of 1-on-1s placed on the day, rising: the variables whose sum says so."""


@lru_cache(maxsize=512)
def network_of(frame: Frame, *, priced: bool = True) -> Network:
    """The smallest network of a day, with any number of 1-on-1s; the same day comes up again and again.

    Args:
        priced: whether courses cost their clusters and fragments. Where they cost nothing, far more nodes are alike.
    """
    return reduce(expand(frame)) if priced else reduce(free(expand(replace(frame, piece=1))))


def frame_on(domain: Domain, day: DayOf) -> tuple[Frame, Mapping[Label, tuple[Visit, ...]]]:
    """A day with what is possible on it, and whose meeting each label can be."""
    return domain.kept(("frame", day), lambda: _frame_on(domain, day))


def _frame_on(domain: Domain, day: DayOf) -> tuple[Frame, Mapping[Label, tuple[Visit, ...]]]:
    held: dict[Label, list[Visit]] = {}
    for index, candidate in domain.on_day(day):
        occurrence = domain.problem.occurrences[index]
        label = Label(candidate.start, occurrence.duration, occurrence.prep, own=True)
        held.setdefault(label, []).append((index, candidate.start))
    for label, visit in visiting(domain, day):
        held.setdefault(label, []).append(visit)
    frame = frame_of(domain.candidates, *day, tuple(held))
    certain = {
        label
        for label, visits in held.items()
        if any(index in domain.placed and len(domain.starts[index]) == 1 for index, _ in visits)
    }
    forced = frozenset(number for number, label in enumerate(frame.labels) if label in certain)
    frame = replace(frame, forced=forced)
    return frame, {label: tuple(visits) for label, visits in held.items()}


def draw(
    domain: Domain, day: DayOf, *, priced: bool = True
) -> tuple[Frame, Network, Mapping[Label, tuple[Visit, ...]]]:
    """The network of a day, with the numbers of 1-on-1s that it may have."""
    return domain.kept(("network", day, priced), lambda: _draw(domain, day, priced=priced))


def _draw(domain: Domain, day: DayOf, *, priced: bool) -> tuple[Frame, Network, Mapping[Label, tuple[Visit, ...]]]:
    frame, held = frame_on(domain, day)
    possible: Collection[int] = range(_most_people(frame, held) + 1)
    if day in domain.counts:
        possible = domain.counts[day].intersection(possible)
    return frame, counted(network_of(frame, priced=priced), [label.own for label in frame.labels], possible), held


def chosen_labels(frame: Frame, held: Mapping[Label, Sequence[Visit]], starts: Mapping[int, int | None]) -> list[int]:
    """The meetings of an answer that lie on a day."""
    return [
        number
        for number, label in enumerate(frame.labels)
        if any(starts[index] == start for index, start in held[label])
    ]


def capacity(domain: Domain, day: DayOf) -> int:
    """How many 1-on-1s can be placed on a day at most, whoever they are with."""
    frame, held = frame_on(domain, day)
    return min(
        _most_people(frame, held), most_held(network_of(frame, priced=False), [label.own for label in frame.labels])
    )


def _most_people(frame: Frame, held: Mapping[Label, tuple[Visit, ...]]) -> int:
    """No more than may be placed on the day, and no more than there are."""
    return min(frame.room, len({index for label, visits in held.items() if label.own for index, _ in visits}))


def visiting(domain: Domain, day: DayOf) -> list[tuple[Label, Visit]]:
    """Meetings that other leaders may have with the leader of the day, on that day."""
    problem = domain.problem
    number, index = day
    person, span = problem.leaders[number].person, problem.leaders[number].days[index].span
    found = []
    for other in domain.occurrences:
        occurrence = problem.occurrences[other]
        pair = problem.pairs[occurrence.pair]
        leads = problem.leaders[pair.leader].person == person
        if pair.leader == number or not (leads or pair.member == person):
            continue
        for candidate in domain.starts[other]:
            prep = occurrence.prep if leads else 0
            begin, end = candidate.start - prep, candidate.start + occurrence.duration
            if span.begin <= begin and end <= span.end:
                found.append((Label(begin, end - begin, 0, own=False), (other, candidate.start)))
    return found


def add_course(program: Program, domain: Domain, decisions: Who, day: DayOf, *, priced: bool = True) -> Course | None:
    """The rows of a day; None: it has no legal course."""
    frame, network, held = draw(domain, day, priced=priced)
    if not network.possible:
        return None
    count = len(network.arcs)
    balance: list[list[int]] = [[] for _ in range(count)]
    weights: list[list[int]] = [[] for _ in range(count)]
    carrying: list[list[int]] = [[] for _ in frame.labels]
    numbers: dict[int, list[int]] = {}
    variables: list[tuple[int, ...]] = []
    for node, arcs in enumerate(network.arcs):
        row = []
        for to, label, _ in arcs:
            variable = program.boolean()
            row.append(variable)
            balance[node].append(variable)
            weights[node].append(1)
            balance[to].append(variable)
            weights[to].append(-1)
            number = number_of(label)
            if label >= 0:
                carrying[label].append(variable)
            elif number is not None:
                numbers.setdefault(number, []).append(variable)
        variables.append(tuple(row))
    for node in range(count - 1):
        unit = 1 if node == 0 else 0
        program.row(balance[node], weights[node], unit, unit)
    for meeting, arcs_of in zip(frame.labels, carrying, strict=True):
        who_may = [variable for index, start in held[meeting] for variable in decisions.starts[index][start]]
        program.row([*who_may, *arcs_of], [1] * len(who_may) + [-1] * len(arcs_of), 0, 0)
    counts = {number: tuple(numbers[number]) for number in sorted(numbers)}
    return Course(frame, network, held, tuple(variables), counts)


def packing(courses: Sequence[Course]) -> tuple[Cost, Cost]:
    """Clusters and fragments of all these days."""
    clusters, fragments = Cost(), Cost()
    for course in courses:
        clusters.offset += clusters_of(course.network.offset)
        fragments.offset += fragments_of(course.network.offset)
        for arcs, variables in zip(course.network.arcs, course.arcs, strict=True):
            for (_, _, cost), variable in zip(arcs, variables, strict=True):
                if cost:
                    clusters.add(variable, clusters_of(cost))
                    fragments.add(variable, fragments_of(cost))
        clusters.ceiling += len(course.frame.standing) + max(course.counts, default=0)
        fragments.ceiling += sum(room.end - room.begin for room in course.frame.rooms)
    return clusters, fragments


Weights = tuple[int, int]
"""What a cluster and a tick lost cost."""


def _worth(weights: Weights, cost: int) -> int:
    return weights[0] * clusters_of(cost) + weights[1] * fragments_of(cost)


def cheapest_by_number(network: Network, weights: Weights) -> dict[int, int]:
    """What the cheapest course of a day costs, by how many 1-on-1s it has, whoever they are with."""
    behind = _behind(network, weights)
    found: dict[int, int] = {}
    for node, arcs in enumerate(network.arcs):
        for _, label, cost in arcs:
            number = number_of(label)
            before = behind[node]
            if number is not None and before is not None:
                whole = before + _worth(weights, cost) + _worth(weights, network.offset)
                found[number] = min(whole, found.get(number, whole))
    return found


def dear_arcs(course: Course, weights: Weights, room: Mapping[int, int]) -> list[int]:
    """The arcs that only courses have which cost more than there is room for.

    Args:
        room: what a course may cost, by how many 1-on-1s it has.
    """
    arcs = course.network.arcs
    spent = _worth(weights, course.network.offset)
    ahead: list[int | None] = [None] * len(arcs)
    """By node: the least that is still to come, less the room for it."""
    behind = _behind(course.network, weights)
    dear = []
    for node in range(len(arcs) - 2, -1, -1):
        for position, (to, label, cost) in enumerate(arcs[node]):
            number = number_of(label)
            after = ahead[to] if number is None else (-room[number] if number in room else None)
            before = behind[node]
            whole = None if after is None else _worth(weights, cost) + after
            known = ahead[node]
            if whole is not None and (known is None or whole < known):
                ahead[node] = whole
            if whole is None or before is None or before + whole + spent > 0:
                dear.append(course.arcs[node][position])
    return dear


def _behind(network: Network, weights: Weights) -> list[int | None]:
    """By node: the least cost from the source to it."""
    behind: list[int | None] = [None] * len(network.arcs)
    behind[0] = 0
    for node, row in enumerate(network.arcs):
        here = behind[node]
        if here is not None:
            for to, _, cost in row:
                whole = here + _worth(weights, cost)
                known = behind[to]
                if known is None or whole < known:
                    behind[to] = whole
    return behind
