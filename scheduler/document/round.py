"""A round's timetable as JSON; `python -m scheduler.document.round` prints its JSON Schema."""

from dataclasses import dataclass
from datetime import date

from scheduler.document.codec import DAYS, Flag, Key, Many, Number, Object, Schema, Text
from scheduler.document.shape import FILLED
from scheduler.document.whole import print_schema, schema_of, text_of
from scheduler.timetable import PersonDay, RoundMeeting, Timetable, clock

VERSION = 1
"""Rises with every change of the shape, or of what a value means, that a reader of before could not understand."""


@dataclass(frozen=True, slots=True)
class Meeting:
    first: str
    second: str
    begin: str
    room: int


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    begins: tuple[str, ...]
    gaps: int


@dataclass(frozen=True, slots=True)
class Document:
    """A timetable as its document lays it out."""

    version: int
    day: date
    minutes: int
    begins: tuple[str, ...]
    rooms: int
    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]
    gaps: int
    bound: int
    proven: bool
    unknown: tuple[str, ...]


DOCUMENT = Object(
    None,
    "A day of short 1-on-1s between many people. Times are those of the clock where it takes place, such as 09:20.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Version of this shape, and of what its values mean."),
        "day": Key(DAYS, "The day."),
        "minutes": Key(Number(1), "How long each meeting takes."),
        "begins": Key(Many(FILLED), "When the slots begin, in order."),
        "rooms": Key(Number(1), "How many rooms there are."),
        "meetings": Key(
            Many(
                Object(
                    "meeting",
                    "A 1-on-1.",
                    Meeting,
                    {
                        "first": Key(FILLED, "Who."),
                        "second": Key(FILLED, "With whom."),
                        "begin": Key(FILLED, "When it begins."),
                        "room": Key(Number(1), "In which room, from 1 on."),
                    },
                )
            ),
            "By begin, then room.",
        ),
        "people": Key(
            Many(
                Object(
                    "person",
                    "Somebody's day.",
                    Person,
                    {
                        "name": Key(FILLED, "Who."),
                        "begins": Key(Many(FILLED), "When their meetings begin, in order."),
                        "gaps": Key(Number(0), "Stretches of slots without a meeting between two of theirs."),
                    },
                )
            ),
            "By name: everybody with a meeting.",
        ),
        "gaps": Key(Number(0), "Everybody's gaps together."),
        "bound": Key(Number(0), "No timetable has fewer."),
        "proven": Key(Flag(), "Whether there are no more than that."),
        "unknown": Key(Many(Text()), "Who is unavailable at some time, but in no pair."),
    },
)


def round_json(timetable: Timetable) -> str:
    """The document: sorted keys, two spaces of indent, a newline at the end."""
    content = DOCUMENT.write(
        Document(
            VERSION,
            timetable.day,
            timetable.minutes,
            tuple(map(clock, timetable.begins)),
            timetable.rooms,
            tuple(map(_meeting, timetable.meetings)),
            tuple(map(_person, timetable.people)),
            timetable.gaps,
            timetable.bound,
            timetable.proven,
            timetable.unknown,
        )
    )
    return text_of(content)


def _meeting(one: RoundMeeting) -> Meeting:
    return Meeting(one.first, one.second, clock(one.begin), one.room)


def _person(one: PersonDay) -> Person:
    return Person(one.name, tuple(map(clock, one.begins)), one.gaps)


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    return schema_of(DOCUMENT, "round", VERSION)


if __name__ == "__main__":
    print_schema(schema())
