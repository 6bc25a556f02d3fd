"""When and where everybody meets in a round, as data. Times are minutes after midnight, on the clock of the place."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RoundMeeting:
    """A 1-on-1 of a round."""

    first: str
    second: str
    begin: int
    room: int
    """From 1 on."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """What a round asks of one person."""

    name: str
    begins: tuple[int, ...]
    """When their meetings begin, in order."""
    gaps: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A round's answer."""

    day: date
    minutes: int
    """How long a meeting takes."""
    begins: tuple[int, ...]
    """When the slots begin, in order."""
    rooms: int
    meetings: tuple[RoundMeeting, ...]
    """By begin, then room."""
    people: tuple[PersonDay, ...]
    """By name: everybody with a meeting."""
    bound: int
    """No timetable has fewer gaps in all."""
    unknown: tuple[str, ...]
    """Who is unavailable at some time, but meets nobody."""

    @property
    def gaps(self) -> int:
        """Of everybody together."""
        return sum(each.gaps for each in self.people)

    @property
    def proven(self) -> bool:
        """Whether no timetable has fewer gaps."""
        return self.gaps <= self.bound


def clock(minute: int) -> str:
    """A minute of the day as clocks show it, such as 09:20."""
    return f"{minute // 60:02}:{minute % 60:02}"
