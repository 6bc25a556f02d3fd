"""What stands of a leader's 1-on-1s as JSON; `python -m scheduler.document.standing` prints its JSON Schema."""

from dataclasses import dataclass, fields
from datetime import datetime

from scheduler.document.codec import (
    INSTANTS,
    WEEKS,
    ZONES,
    Flag,
    Key,
    Many,
    Maybe,
    Number,
    Object,
    Schema,
    Text,
    choice,
)
from scheduler.document.shape import DAY, FILLED, NOT_PLACED, PAIR, SPAN
from scheduler.document.whole import print_schema, schema_of, text_of
from scheduler.plan import NotPlaced, Origin, PlannedDay
from scheduler.stands import Difference, Meeting, Since, Stands

VERSION = 1
"""Rises with every change of the shape, or of what a value means, that a reader of before could not understand."""


@dataclass(frozen=True, slots=True)
class Document:
    """What stands, as its document lays it out."""

    version: int
    leader: str
    leader_name: str
    time_zone: str
    as_of: datetime
    weeks: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    differences: tuple[Difference, ...]
    absent: tuple[NotPlaced, ...]
    days: tuple[PlannedDay, ...]
    warnings: tuple[str, ...]


MEETING = Object(
    "meeting",
    "One 1-on-1 that stands in the calendars.",
    Meeting,
    {
        "pair": Key(PAIR, "Who meets."),
        "period": Key(WEEKS, "The week in which it is due."),
        "span": Key(SPAN, "When it is."),
        "origin": Key(choice(Origin), "Whose decision it is: ours; pinned by a person; frozen; booked by people."),
        "declined": Key(Flag(), "Whether the member declined it."),
        "why": Key(Text(), "What is to be said of it, for a person."),
        "agenda": Key(Maybe(Text()), "Link to the shared agenda; null: none."),
    },
)
DIFFERENCE = Object(
    "difference",
    "One 1-on-1 that is not as the ledger last wrote it.",
    Difference,
    {
        "since": Key(
            choice(Since),
            "moved, deleted or booked by people; found: ours, but unknown to the ledger; declined by the member; "
            "incomplete: a copy is missing or lies elsewhere; lost: not found, nor certainly deleted.",
        ),
        "pair": Key(PAIR, "Who meets."),
        "period": Key(WEEKS, "The week in which it is due."),
        "before": Key(Maybe(SPAN), "As last written; null: it never was."),
        "now": Key(Maybe(SPAN), "When it is; null: it stands nowhere."),
        "why": Key(Text(), "What happened, for a person."),
    },
)
DOCUMENT = Object(
    None,
    "What stands of a leader's 1-on-1s. Nothing is planned. Every instant is RFC 3339 in UTC. No title of anybody's "
    "event is in it.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Version of this shape, and of what its values mean."),
        "leader": Key(FILLED, "Email of the leader."),
        "leader_name": Key(Text(), "The leader's name."),
        "time_zone": Key(ZONES, "The leader's time zone."),
        "as_of": Key(INSTANTS, "What was taken for now."),
        "weeks": Key(Many(WEEKS), "The ISO weeks that are shown, rising."),
        "meetings": Key(Many(MEETING), "1-on-1s that stand, by start."),
        "differences": Key(Many(DIFFERENCE), "What is not as the ledger last wrote it, by start."),
        "absent": Key(
            Many(NOT_PLACED), "Due 1-on-1s that stand nowhere, by period; unplaced: the next run looks for a time."
        ),
        "days": Key(Many(DAY), "The leader's 1-on-1 days as they are."),
        "warnings": Key(Many(Text()), "What a person should mend, such as a calendar that could not be read."),
    },
)


def standing_json(stands: Stands) -> str:
    """The document: sorted keys, two spaces of indent, a newline at the end."""
    names = [field.name for field in fields(Document) if field.name != "version"]
    content = DOCUMENT.write(Document(VERSION, *(getattr(stands, name) for name in names)))
    return text_of(content)


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    return schema_of(DOCUMENT, "standing", VERSION)


if __name__ == "__main__":
    print_schema(schema())
