"""Makes a timetable of what was asked for."""

from scheduler.errors import BadInput, Refused
from scheduler.round.request import Request
from scheduler.round.words import UNDECIDED, UNEXPLAINED, in_words
from scheduler.timetable import PersonDay, RoundMeeting, Timetable
from solver.round.check import broken_round_rules, count_gaps, slots_by_person
from solver.round.impossible import causes
from solver.round.rooms import rooms
from solver.round.solve import STEPS, solve


def make_timetable(request: Request, steps: int = STEPS) -> Timetable:
    """Solve a round; the same request gives the same timetable.

    Raises:
        BadInput: there is none, and why.
        Refused: none was found.
    """
    problem = request.problem
    found_causes = causes(problem)
    if found_causes:
        raise BadInput(*(in_words(cause, request) for cause in found_causes))
    solution = solve(problem, steps)
    if solution.slots is None:
        raise BadInput(UNEXPLAINED) if solution.infeasible else Refused(UNDECIDED)
    broken = broken_round_rules(problem, solution.slots)
    assert not broken, broken
    meetings = [
        RoundMeeting(request.people[one.first], request.people[one.second], request.begins[slot], room + 1)
        for one, slot, room in zip(problem.meetings, solution.slots, rooms(problem, solution.slots), strict=True)
    ]
    people = [
        PersonDay(request.people[person], tuple(request.begins[slot] for slot in sorted(slots)), count_gaps(slots))
        for person, slots in slots_by_person(problem, solution.slots).items()
    ]
    return Timetable(
        request.terms.day,
        request.terms.slot,
        request.begins,
        problem.rooms,
        tuple(sorted(meetings, key=lambda one: (one.begin, one.room))),
        tuple(sorted(people, key=lambda one: one.name.casefold())),
        solution.bound,
        request.unknown,
    )
