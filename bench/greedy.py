"""What a person with a calendar would do: lunch first, then every 1-on-1 into the first gap."""

from bench.places import Place, Places
from solver.problem import Leader, Occurrence, Span

Starts = tuple[int | None, ...]
Lunches = tuple[tuple[int | None, ...], ...]


def first_fit(places: Places) -> tuple[Starts, Lunches]:
    """Starts and lunches; breaks no rule."""
    leader = places.leader
    lunches = tuple(choices[0] if choices else None for choices in places.lunches)
    placed: list[list[tuple[int, Occurrence]]] = [[] for _ in leader.days]
    starts: list[int | None] = []
    for occurrence, possible in zip(places.problem.occurrences, places.of, strict=True):
        chosen = next(
            (place for place in possible if _fits(leader, occurrence, place, placed[place.day], lunches[place.day])),
            None,
        )
        if chosen is not None:
            placed[chosen.day].append((chosen.start, occurrence))
        starts.append(None if chosen is None else chosen.start)
    return tuple(starts), (lunches,)


def _fits(
    leader: Leader,
    occurrence: Occurrence,
    place: Place,
    placed: list[tuple[int, Occurrence]],
    lunch: int | None,
) -> bool:
    block = _block(place.start, occurrence)
    taken = [_block(start, other) for start, other in placed]
    if lunch is not None:
        taken.append(Span(lunch, lunch + leader.lunch))
    if len(placed) == leader.max_per_day or any(block.overlaps(other) for other in taken):
        return False
    return _longest_run(leader, [*placed, (place.start, occurrence)]) <= leader.max_run


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
