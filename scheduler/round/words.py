"""Why a round cannot be, in words, and what to do."""

from scheduler.round.request import Request
from scheduler.timetable import clock
from solver.round.impossible import Cause, Clash, Cycle, NoSlot, TooFewRooms, TooManyMeetings, Unfair

UNEXPLAINED = (
    "no timetable keeps to everything that is asked. That is proven, but no single cause stands out: try more --rooms, "
    "longer hours (--from, --to), or a larger --fair"
)
UNDECIDED = (
    "no timetable was found within the limit of work, and none is proven to be impossible: try more --rooms, longer "
    "hours (--from, --to), or a larger --fair"
)


def in_words(cause: Cause, request: Request) -> str:
    """A sentence for whoever wrote the tables."""
    name = request.people.__getitem__
    match cause:
        case TooManyMeetings():
            return (
                f"{name(cause.person)} has {cause.meetings} meetings, but only {cause.slots} free slots: drop some, or "
                "make room in the day"
            )
        case NoSlot():
            return _no_slot(cause, request)
        case Clash():
            at = request.problem.meetings[cause.one].fixed
            assert at is not None
            return (
                f"{name(cause.person)} would be in two meetings at {clock(request.begins[at])}: "
                f"{_pair(cause.one, request)} and {_pair(cause.other, request)}"
            )
        case Cycle():
            round_and_back = " before ".join(_pair(each, request) for each in (*cause.meetings, cause.meetings[0]))
            return f"each of these would be before itself: {round_and_back}; take one of them out of 'after'"
        case TooFewRooms(slot=None):
            return (
                f"{cause.meetings} meetings do not fit into {request.problem.slots} slots of {request.terms.rooms} "
                f"rooms: there are {cause.places} places"
            )
        case TooFewRooms():
            assert cause.slot is not None
            rooms = f"{cause.places} {'room' if cause.places == 1 else 'rooms'}"
            return f"{cause.meetings} meetings are fixed at {clock(request.begins[cause.slot])}, in {rooms}"
        case Unfair():
            return (
                f"{name(cause.one)} cannot have fewer than {cause.least} gaps, {name(cause.other)} not more than "
                f"{cause.most}: that is further apart than --fair {request.problem.fair}; say --fair "
                f"{cause.least - cause.most}"
            )


def _no_slot(cause: NoSlot, request: Request) -> str:
    meeting = request.problem.meetings[cause.meeting]
    pair = _pair(cause.meeting, request)
    if cause.ordered:
        return f"{pair}: no slot is left before what comes after it, and after what comes before it"
    if meeting.fixed is None:
        return f"{pair}: there is no slot in which both can"
    at = clock(request.begins[meeting.fixed])
    two = (meeting.first, meeting.second)
    away = [request.people[person] for person in two if meeting.fixed not in request.problem.free[person]]
    return f"{pair}: is fixed at {at}, when {' and '.join(away)} cannot"


def _pair(meeting: int, request: Request) -> str:
    one = request.problem.meetings[meeting]
    line = request.places[meeting].rpartition(", ")[2]
    return f"{request.people[one.first]} with {request.people[one.second]} ({line})"
