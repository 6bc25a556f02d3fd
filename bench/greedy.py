"""What a person with a calendar would do: lunch first, then every 1-on-1 into the first gap."""

from solver.model.candidates import Candidate, find_candidates
from solver.model.spans import starts_inside, within
from solver.problem import Leader, Occurrence, Problem, Span

Starts = tuple[int | None, ...]
Lunches = tuple[tuple[int | None, ...], ...]


def first_fit(problem: Problem) -> tuple[Starts, Lunches]:
    """Starts and lunches for a problem with one leader and nothing fixed; breaks no rule."""
    (leader,) = problem.leaders
    candidates = find_candidates(problem)
    lunches = tuple(_first_lunch(leader, day.lunch, candidates.open_time[leader.person]) for day in leader.days)
    placed: list[list[tuple[int, Occurrence]]] = [[] for _ in leader.days]
    starts: list[int | None] = []
    for occurrence, possible in zip(problem.occurrences, candidates.starts, strict=True):
        chosen = next(
            (
                candidate
                for candidate in possible
                if _fits(leader, occurrence, candidate, placed[candidate.day], lunches[candidate.day])
            ),
            None,
        )
        if chosen is not None:
            placed[chosen.day].append((chosen.start, occurrence))
        starts.append(None if chosen is None else chosen.start)
    return tuple(starts), (lunches,)


def _first_lunch(leader: Leader, window: Span | None, open_time: tuple[Span, ...]) -> int | None:
    rooms = [] if window is None else starts_inside(within(open_time, window), 0, leader.lunch)
    return rooms[0].begin if rooms else None


def _fits(
    leader: Leader,
    occurrence: Occurrence,
    candidate: Candidate,
    placed: list[tuple[int, Occurrence]],
    lunch: int | None,
) -> bool:
    block = _block(candidate.start, occurrence)
    taken = [_block(start, other) for start, other in placed]
    if lunch is not None:
        taken.append(Span(lunch, lunch + leader.lunch))
    if len(placed) == leader.max_per_day or any(block.overlaps(other) for other in taken):
        return False
    return _longest_run(leader, [*placed, (candidate.start, occurrence)]) <= leader.max_run


def _block(start: int, occurrence: Occurrence) -> Span:
    return Span(start - occurrence.prep, start + occurrence.duration)


def _longest_run(leader: Leader, placed: list[tuple[int, Occurrence]]) -> int:
    longest = begin = end = 0
    for start, occurrence in sorted(placed, key=lambda item: item[0]):
        if end == 0 or start - occurrence.prep - end >= leader.pause:
            begin = start
        end = start + occurrence.duration
        longest = max(longest, end - begin)
    return longest
