"""Which meeting is in which room."""

from collections.abc import Sequence

from solver.round.problem import Round


def rooms(problem: Round, slots: Sequence[int]) -> tuple[int, ...]:
    """By meeting: its room, from 0 on. Somebody whose meetings follow each other stays where that can be.

    Slot by slot, meetings take the room in which one of their people was just before; the others take the first ones
    that are left.
    """
    found = [0] * len(slots)
    last: dict[int, tuple[int, int]] = {}
    for slot in range(problem.slots):
        here = [number for number, each in enumerate(slots) if each == slot]
        left = list(range(problem.rooms))
        placed = set()
        for number in here:
            meeting = problem.meetings[number]
            for person in (meeting.first, meeting.second):
                before, room = last.get(person, (-1, -1))
                if before == slot - 1 and room in left and number not in placed:
                    left.remove(room)
                    placed.add(number)
                    found[number] = room
        for number in here:
            if number not in placed:
                found[number] = left.pop(0)
        for number in here:
            meeting = problem.meetings[number]
            last[meeting.first] = last[meeting.second] = (slot, found[number])
    return tuple(found)
