"""Judges an answer to a round by its definition, from the data alone."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from solver.round.problem import Round


def count_gaps(slots: Sequence[int]) -> int:
    """How many gaps lie between a person's meetings, by the slots that they are in."""
    order = sorted(slots)
    return sum(later - earlier > 1 for earlier, later in pairwise(order))


def slots_by_person(problem: Round, slots: Sequence[int]) -> dict[int, list[int]]:
    """In which slots everybody with a meeting meets, in the order of the meetings."""
    found: dict[int, list[int]] = {}
    for meeting, slot in zip(problem.meetings, slots, strict=True):
        for person in (meeting.first, meeting.second):
            found.setdefault(person, []).append(slot)
    return found


def broken_round_rules(problem: Round, slots: Sequence[int]) -> list[str]:
    """Every rule that an answer breaks, in a few words each; none: it is valid."""
    broken = []
    if len(slots) != len(problem.meetings):
        return [f"{len(slots)} slots for {len(problem.meetings)} meetings"]
    for number, (meeting, slot) in enumerate(zip(problem.meetings, slots, strict=True)):
        if not 0 <= slot < problem.slots:
            broken.append(f"meeting {number} is in slot {slot}, which there is not")
        if meeting.fixed is not None and slot != meeting.fixed:
            broken.append(f"meeting {number} is fixed in slot {meeting.fixed}, not {slot}")
        broken += [
            f"person {person} is not free in slot {slot}"
            for person in (meeting.first, meeting.second)
            if slot not in problem.free[person]
        ]
    for slot in sorted(set(slots)):
        if slots.count(slot) > problem.rooms:
            broken.append(f"slot {slot} has {slots.count(slot)} meetings in {problem.rooms} rooms")
    people = slots_by_person(problem, slots)
    for person, taken in people.items():
        if len(set(taken)) < len(taken):
            broken.append(f"person {person} has two meetings at once")
    for one, other in problem.before:
        if slots[one] >= slots[other]:
            broken.append(f"meeting {one} is not before meeting {other}")
    gaps = {person: count_gaps(taken) for person, taken in people.items()}
    for one, other in combinations(sorted(gaps), 2):
        if abs(gaps[one] - gaps[other]) > problem.fair:
            broken.append(f"person {one} has {gaps[one]} gaps, person {other} {gaps[other]}")
    return broken
