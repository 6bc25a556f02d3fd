"""An explanation as one JSON document: what `schedule explain --format json` prints.

`python -m scheduler.document.why > docs/explanation.schema.json` writes its schema down.
"""

from dataclasses import dataclass
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
from scheduler.document.shape import FILLED, PAIR, SPAN
from scheduler.document.whole import print_schema, schema_of, text_of
from scheduler.explanation import Alternative, Difference, Explanation, Reasons, Relief, State, Verdict

VERSION = 1

RELIEF = Object(
    "relief",
    "What would give it a place while everybody else keeps one; verified by solving.",
    Relief,
    {
        "change": Key(FILLED, "A condition, in words; of acts of people alone, these."),
        "acts": Key(Many(FILLED), "All that is to be done: settings with their whole key, options, acts of people."),
        "time": Key(SPAN, "What would be free then."),
    },
)
DIFFERENCE = Object(
    "difference",
    "What changes on one level.",
    Difference,
    {
        "level": Key(Number(1, 6), "1 to 6, as in a plan's levels."),
        "name": Key(FILLED, "As in a plan's levels."),
        "change": Key(FILLED, "In words."),
        "planned": Key(Number(), "The plan's value."),
        "there": Key(Number(), "The other's; less is better."),
    },
)
ALTERNATIVE = Object(
    "alternative",
    "What stands against another time.",
    Alternative,
    {
        "time": Key(Maybe(SPAN), "That time; null: any other than the planned one."),
        "verdict": Key(
            choice(Verdict),
            "Worse is proven. Better: the plan was not proven best. Impossible: a hard rule forbids it.",
        ),
        "differences": Key(
            Many(DIFFERENCE), "Of the best plan with that time: the level that decides first, then what follows."
        ),
        "instead": Key(Maybe(FILLED), "Who would have no place instead: no more are missed, but others."),
        "causes": Key(
            Many(Many(FILLED)), "If it is impossible: each set of causes forbids it, and does not without any of them."
        ),
        "example": Key(Maybe(SPAN), "The time in the plan that was compared."),
    },
)
REASONS = Object(
    "reasons",
    "Why one 1-on-1 is where it is, or nowhere.",
    Reasons,
    {
        "pair": Key(PAIR, "Who meets."),
        "week": Key(WEEKS, "In which it is due."),
        "alike": Key(Many(WEEKS), "Other weeks without a place, or skipped, for which the plan gives the same reason."),
        "state": Key(choice(State), "What the plan does with it; settled: it is not for the plan to move."),
        "before": Key(Maybe(SPAN), "Where it stands now."),
        "after": Key(Maybe(SPAN), "Where the plan puts it."),
        "why": Key(Text(), "As the plan says it."),
        "causes": Key(
            Many(Many(FILLED)),
            "Without a place: each set of causes leaves none, and would without any one of them.",
        ),
        "all_causes": Key(Flag(), "Whether there are proven to be no other sets."),
        "reliefs": Key(Many(RELIEF), "What would give it a place; what asks least comes first."),
        "all_reliefs": Key(Flag(), "Whether all that are known were tried within the limit."),
        "rivals": Key(
            Many(FILLED),
            "Names of others without a place in its weeks: who gets room that is made, the next plan decides anew.",
        ),
        "stay": Key(Maybe(ALTERNATIVE), "Moved: what would be if it stayed."),
        "other": Key(Maybe(ALTERNATIVE), "With a place: what would be at any other time."),
        "asked": Key(Maybe(ALTERNATIVE), "What stands against the time that was asked about."),
    },
)


@dataclass(frozen=True, slots=True)
class Document:
    """An explanation as its document lays it out."""

    version: int
    leader: str
    leader_name: str
    member: str
    member_name: str
    time_zone: str
    as_of: datetime
    reasons: tuple[Reasons, ...]


DOCUMENT = Object(
    None,
    "Why the 1-on-1s of two people lie where they lie, as `schedule explain --format json` prints it.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Of this shape."),
        "leader": Key(FILLED, "Email."),
        "leader_name": Key(Text(), "Name."),
        "member": Key(FILLED, "Email."),
        "member_name": Key(Text(), "Name."),
        "time_zone": Key(ZONES, "The leader's, in which words tell times."),
        "as_of": Key(INSTANTS, "When it was asked."),
        "reasons": Key(Many(REASONS), "By week."),
    },
)


def why_json(explanation: Explanation) -> str:
    """The explanation's document: sorted keys, two spaces of indent, a newline at the end."""
    document = Document(
        VERSION,
        explanation.leader,
        explanation.leader_name,
        explanation.member,
        explanation.member_name,
        explanation.time_zone,
        explanation.as_of,
        explanation.reasons,
    )
    content = DOCUMENT.write(document)
    return text_of(content)


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    return schema_of(DOCUMENT, "explanation", VERSION)


if __name__ == "__main__":
    print_schema(schema())
