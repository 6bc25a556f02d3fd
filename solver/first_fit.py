"""A first solution: what stands stays, everybody else gets the first gap. Where the search ends early, it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from solver.candidates import Candidate, Candidates
from solver.problem import Leader, Problem, Span


@dataclass(frozen=True, slots=True)
class _Block:
    """A 1-on-1 of a day, as the rule about runs sees it."""

    begin: int
    """Of the prep."""
    start: int
    end: int
    planned: bool


@dataclass(slots=True)
class _State:
    """What is taken so far."""

    problem: Problem
    candidates: Candidates
    lunches: Sequence[Sequence[int | None]]
    moves: int
    """How many more occurrences may leave where they are."""
    most: Mapping[tuple[int, int], int]
    """By leader and day: how many may be placed."""
    taken: dict[int, list[tuple[Span, int | None]]] = field(default_factory=dict)
    """By person: when, and by which occurrence if by one."""
    days: dict[tuple[int, int], list[_Block]] = field(default_factory=dict)
    """By leader and day."""


def first_fit(
    candidates: Candidates,
    lunches: Sequence[Sequence[int | None]],
    given: Mapping[int, int] | None = None,
    most: Mapping[tuple[int, int], int] | None = None,
) -> tuple[int | None, ...]:
    """Starts for every occurrence beside these lunches; None where no gap was found.

    First what can stay where it is, then what is given a start, what has to move, and what is new; among these, the
    heaviest first, and of equally heavy ones the longest.

    Args:
        given: starts to be taken where nothing stands against them.
        most: by (leader, day), how many 1-on-1s it may have besides the fixed ones; None: as many as the leader wants.
    """
    problem = candidates.problem
    budget = len(problem.occurrences) if problem.max_moves is None else problem.max_moves
    state = _State(problem, candidates, lunches, budget, most or {})
    _take_fixed(state)
    starts: list[int | None] = [None] * len(problem.occurrences)
    order = sorted(range(len(starts)), key=lambda index: _rank(problem, index))
    standing = [index for index in order if problem.occurrences[index].current is not None]
    for index in standing:
        _take_stay(state, index)
    for index in standing:
        current = problem.occurrences[index].current
        starts[index] = _first(state, index, [c for c in candidates.starts[index] if c.start == current])
    for index, start in (given or {}).items():
        starts[index] = _first(state, index, [c for c in candidates.starts[index] if c.start == start])
    for index in [*standing, *(index for index in order if index not in standing)]:
        counted = problem.occurrences[index].counted and problem.occurrences[index].current is not None
        if starts[index] is None and (not counted or state.moves > 0):
            starts[index] = _first(state, index, candidates.starts[index])
            state.moves -= counted and starts[index] is not None
    return tuple(starts)


def _take_fixed(state: _State) -> None:
    for number, leader in enumerate(state.problem.leaders):
        for day in range(len(leader.days)):
            state.days[number, day] = [
                _Block(fixed.start - fixed.prep, fixed.start, fixed.start + fixed.duration, planned=False)
                for fixed in state.candidates.fixed_on(number, day)
            ]
            lunch = state.lunches[number][day]
            if lunch is not None:
                state.taken.setdefault(leader.person, []).append((Span(lunch, lunch + leader.lunch), None))


def _take_stay(state: _State, index: int) -> None:
    """Nobody else gets the time of what stands: it keeps it where it finds no other place."""
    occurrence = state.problem.occurrences[index]
    if occurrence.current is None:
        return
    span = Span(occurrence.current, occurrence.current + (occurrence.current_duration or occurrence.duration))
    pair = state.problem.pairs[occurrence.pair]
    for person in (state.problem.leaders[pair.leader].person, pair.member):
        state.taken.setdefault(person, []).append((span, index))


def _first(state: _State, index: int, possible: Sequence[Candidate]) -> int | None:
    """Take the first of these starts at which the occurrence disturbs nothing."""
    occurrence = state.problem.occurrences[index]
    pair = state.problem.pairs[occurrence.pair]
    leader = state.problem.leaders[pair.leader]
    for candidate in possible:
        block = _Block(candidate.start - occurrence.prep, candidate.start, candidate.start + occurrence.duration, True)
        blocks = [*state.days[pair.leader, candidate.day], block]
        day = (pair.leader, candidate.day)
        if len(blocks) > leader.max_per_day or sum(one.planned for one in blocks) > state.most.get(day, len(blocks)):
            continue
        of_leader, of_member = Span(block.begin, block.end), Span(block.start, block.end)
        if _disturbs(state, index, leader.person, of_leader) or _disturbs(state, index, pair.member, of_member):
            continue
        if not _runs_hold(leader, blocks):
            continue
        state.days[pair.leader, candidate.day] = blocks
        state.taken.setdefault(leader.person, []).append((of_leader, index))
        state.taken.setdefault(pair.member, []).append((of_member, index))
        return candidate.start
    return None


def _disturbs(state: _State, index: int, person: int, span: Span) -> bool:
    return any(owner != index and span.overlaps(other) for other, owner in state.taken.get(person, ()))


def _runs_hold(leader: Leader, blocks: Sequence[_Block]) -> bool:
    """Whether every run with a planned 1-on-1 is short enough."""
    begin = end = 0
    planned = False
    for block in sorted(blocks, key=lambda block: (block.start, block.begin, block.end)):
        if end == 0 or block.begin - end >= leader.pause:
            begin, end, planned = block.start, block.end, block.planned
        else:
            end, planned = max(end, block.end), planned or block.planned
        if planned and end - begin > leader.max_run:
            return False
    return True


def _rank(problem: Problem, index: int) -> tuple[int, int, int]:
    occurrence = problem.occurrences[index]
    return -occurrence.weight, -occurrence.duration, index
