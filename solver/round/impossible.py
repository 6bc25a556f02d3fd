"""Why a round has no answer: what can be counted on one's fingers."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.round.aim import aim
from solver.round.patterns import Patterns, days
from solver.round.problem import Round


@dataclass(frozen=True, slots=True)
class TooManyMeetings:
    """Somebody has more meetings than slots in which they can."""

    person: int
    meetings: int
    slots: int


@dataclass(frozen=True, slots=True)
class NoSlot:
    """There is no slot in which both can, or neither before what follows nor after what precedes it."""

    meeting: int
    ordered: bool
    """Whether there is one, but for the order."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings of one person are fixed in the same slot."""

    person: int
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """Each of these meetings is to be before the next one, and the last before the first."""

    meetings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TooFewRooms:
    """More meetings than rooms in all the slots together, or in one in which they are fixed."""

    meetings: int
    places: int
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Unfair:
    """The one's least number of gaps is too far from the most that the other can have."""

    one: int
    least: int
    other: int
    most: int


Cause = TooManyMeetings | NoSlot | Clash | Cycle | TooFewRooms | Unfair


def causes(problem: Round) -> list[Cause]:
    """All that is found; none does not mean that there is an answer."""
    cycle = _cycle(problem)
    found: list[Cause] = [*_too_many(problem), *_clashes(problem), *_rooms(problem)]
    if cycle:
        found.append(Cycle(cycle))
    else:
        found += _no_slots(problem)
    return found or list(_unfair(problem))


def _too_many(problem: Round) -> Iterator[TooManyMeetings]:
    for person, day in days(problem).items():
        free = len(problem.free[person] & set(range(problem.slots)))
        if day.size > free:
            yield TooManyMeetings(person, day.size, free)


def _clashes(problem: Round) -> Iterator[Clash]:
    taken: dict[tuple[int, int], int] = {}
    for number, meeting in enumerate(problem.meetings):
        if meeting.fixed is None:
            continue
        for person in (meeting.first, meeting.second):
            other = taken.setdefault((person, meeting.fixed), number)
            if other != number:
                yield Clash(person, other, number)


def _rooms(problem: Round) -> Iterator[TooFewRooms]:
    places = problem.slots * problem.rooms
    if len(problem.meetings) > places:
        yield TooFewRooms(len(problem.meetings), places)
    fixed = [meeting.fixed for meeting in problem.meetings if meeting.fixed is not None]
    for slot in sorted(set(fixed)):
        if fixed.count(slot) > problem.rooms:
            yield TooFewRooms(fixed.count(slot), problem.rooms, slot)


def _cycle(problem: Round) -> tuple[int, ...]:
    """Meetings that wait for each other; none: the order has no cycle."""
    waiting: dict[int, set[int]] = {}
    for one, other in problem.before:
        waiting.setdefault(other, set()).add(one)
        waiting.setdefault(one, set())
    while ready := [number for number, others in waiting.items() if not others & waiting.keys()]:
        for number in ready:
            del waiting[number]
    if not waiting:
        return ()
    path = [min(waiting)]  # whatever is left waits for something that is left: going back leads into a cycle
    while path[-1] not in path[:-1]:
        path.append(min(waiting[path[-1]] & waiting.keys()))
    return tuple(reversed(path[path.index(path[-1]) + 1 :]))


def _no_slots(problem: Round) -> Iterator[NoSlot]:
    """By the earliest and the latest slots that the order leaves."""
    allowed = [set(problem.allowed(meeting)) for meeting in problem.meetings]
    without_order = [bool(slots) for slots in allowed]
    told: set[int] = set()
    changed = True
    while changed and not told:
        changed = False
        for one, other in problem.before:
            if not allowed[one] or not allowed[other]:
                continue
            late = {slot for slot in allowed[other] if slot <= min(allowed[one])}
            early = {slot for slot in allowed[one] if slot >= max(allowed[other])}
            allowed[other] -= late
            allowed[one] -= early
            changed = changed or bool(late or early)
            told |= {number for number in (one, other) if not allowed[number]}
    for number, slots in enumerate(allowed):
        if not slots:
            yield NoSlot(number, without_order[number])


def _unfair(problem: Round) -> Iterator[Unfair]:
    patterns = {person: Patterns(day) for person, day in days(problem).items()}
    possible = {person: each.possible() for person, each in patterns.items()}
    if not possible or not all(possible.values()) or aim(patterns, problem.fair) is not None:
        return
    one = max(possible, key=lambda person: possible[person][0])
    other = min(possible, key=lambda person: possible[person][-1])
    if possible[one][0] - possible[other][-1] > problem.fair:
        yield Unfair(one, possible[one][0], other, possible[other][-1])
