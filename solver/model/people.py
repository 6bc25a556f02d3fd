"""Nobody is in two places, where no network sees to it, and what stays without a place keeps its time."""

from collections.abc import Iterator

from solver.meeting import stay
from solver.model.courses import Course, Visit
from solver.model.domain import DayOf, Domain
from solver.model.who import Who
from solver.problem import Span
from solver.program import Program


def add_people(program: Program, domain: Domain, decisions: Who, courses: dict[DayOf, Course]) -> None:
    """At most one meeting takes any tick of those who meet several leaders; one clique for each maximal set."""
    seen: dict[int, set[Visit]] = {}
    for (leader, _), course in courses.items():
        person = domain.problem.leaders[leader].person
        for held in course.held.values():
            seen.setdefault(person, set()).update(held)
    for person, visits in _takers(domain).items():
        leaders = {domain.problem.pairs[domain.problem.occurrences[index].pair].leader for index, _, _ in visits}
        covered = seen.get(person, set())
        if len(leaders) < 2 or all((index, start) in covered for index, start, _ in visits):
            continue
        _add_cliques(program, decisions, visits)


def add_stays(program: Program, domain: Domain, decisions: Who) -> None:
    """Staying excludes every start that takes a tick of it from the leader or the member; two stays may overlap."""
    takers = _takers(domain)
    for index, unplaced in decisions.unplaced.items():
        span = stay(domain.problem.occurrences[index])
        if span is None:
            continue
        pair = domain.problem.pairs[domain.problem.occurrences[index].pair]
        for person in {domain.problem.leaders[pair.leader].person, pair.member}:
            visits = [item for item in takers.get(person, []) if item[2].overlaps(span) and item[0] != index]
            for clique in _maximal(visits, span):
                variables = [v for other, start in clique for v in decisions.starts[other][start]]
                program.at_most_one([*variables, unplaced])


def _takers(domain: Domain) -> dict[int, list[tuple[int, int, Span]]]:
    """By person: (occurrence, start, the time that it would take of them)."""
    found: dict[int, list[tuple[int, int, Span]]] = {}
    for index in domain.occurrences:
        occurrence = domain.problem.occurrences[index]
        pair = domain.problem.pairs[occurrence.pair]
        leader = domain.problem.leaders[pair.leader].person
        for candidate in domain.starts[index]:
            start, end = candidate.start, candidate.start + occurrence.duration
            found.setdefault(leader, []).append((index, start, Span(start - occurrence.prep, end)))
            if pair.member != leader:
                found.setdefault(pair.member, []).append((index, start, Span(start, end)))
    return found


def _add_cliques(program: Program, decisions: Who, visits: list[tuple[int, int, Span]]) -> None:
    for clique in _maximal(visits, None):
        if len({index for index, _ in clique}) > 1:
            program.at_most_one([variable for index, start in clique for variable in decisions.starts[index][start]])


def _maximal(visits: list[tuple[int, int, Span]], frame: Span | None) -> Iterator[list[Visit]]:
    """Sets of visits that share a tick of the frame, none of which is a part of another.

    Spans that share a tick are all there where the one among them begins that begins last.
    """
    ordered = sorted(visits, key=lambda item: (item[2].begin, item[2].end, item[0], item[1]))
    begins = sorted({item[2].begin if frame is None else max(item[2].begin, frame.begin) for item in ordered})
    for position, tick in enumerate(begins):
        here = [item for item in ordered if item[2].begin <= tick < item[2].end]
        following = begins[position + 1] if position + 1 < len(begins) else None
        if following is None or any(item[2].end <= following for item in here):
            yield [(index, start) for index, start, _ in here]
