"""A round in slots, numbered from 0; people and meetings are numbers too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meeting:
    """A wished 1-on-1. It takes one slot and one room."""

    first: int
    second: int
    """Two different people; no two meetings have the same two."""
    fixed: int | None = None
    """The slot that it has to have; None: any."""


@dataclass(frozen=True, slots=True)
class Round:
    """Who is to meet whom, and what each answer has to keep to."""

    slots: int
    rooms: int
    """So many meetings fit into a slot."""
    free: tuple[frozenset[int], ...]
    """By person: the slots in which they can meet."""
    meetings: tuple[Meeting, ...]
    before: tuple[tuple[int, int], ...] = ()
    """(one, other): meetings of which the one's slot is earlier than the other's."""
    fair: int = 2
    """No two people's numbers of gaps are further apart; of people without a meeting nothing is counted."""

    def allowed(self, meeting: Meeting) -> frozenset[int]:
        """The slots in which both can, or the fixed one of them."""
        both = self.free[meeting.first] & self.free[meeting.second]
        return both if meeting.fixed is None else both & {meeting.fixed}
