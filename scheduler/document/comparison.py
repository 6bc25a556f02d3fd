"""Two plans side by side as JSON; `python -m scheduler.document.comparison` prints its JSON Schema."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.comparison import Comparison, LeaderComparison, Measures
from scheduler.document.codec import INSTANTS, WEEKS, Flag, Key, Many, Number, Object, Schema, Text
from scheduler.document.shape import FILLED, PAIR
from scheduler.document.whole import print_schema, schema_of, text_of
from scheduler.plan import PairKey

VERSION = 1
"""Rises with every change of the shape, or of what a value means, that a reader of before could not understand."""


@dataclass(frozen=True, slots=True)
class Missed:
    pair: PairKey
    period: str


@dataclass(frozen=True, slots=True)
class Plan:
    measures: Measures
    missed: tuple[Missed, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Leader:
    leader: str
    name: str
    today: Plan
    other: Plan
    differs: int


@dataclass(frozen=True, slots=True)
class Failed:
    leader: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A comparison as its document lays it out."""

    version: int
    as_of: datetime
    settings: tuple[str, ...]
    today: Measures
    other: Measures
    leaders: tuple[Leader, ...]
    failed: tuple[Failed, ...]


COUNT = Number(0)
MEASURES = Object(
    "measures",
    "What a plan comes to. Free time and what is late are in minutes.",
    Measures,
    {
        "missed": Key(COUNT, "1-on-1s without a place."),
        "new": Key(COUNT, "1-on-1s that are new."),
        "moved": Key(COUNT, "1-on-1s that get another time than they have now."),
        "cancelled": Key(COUNT, "1-on-1s that go."),
        "blocks": Key(COUNT, "Blocks of 1-on-1s in leaders' days."),
        "leader_hours": Key(COUNT, "The leader's free time in pieces of an hour or longer."),
        "leader_double_hours": Key(COUNT, "Of these, in pieces of two hours or longer."),
        "reports_hours": Key(COUNT, "The same of everybody whom the leader meets, added up."),
        "reports_double_hours": Key(COUNT, "Of these, in pieces of two hours or longer."),
        "late": Key(COUNT, "1-on-1s outside 09:00-18:00 on the clock of a member whose clock is not the leader's."),
    },
)
PLAN = Object(
    "plan",
    "One of the two plans.",
    Plan,
    {
        "measures": Key(MEASURES, "What it comes to."),
        "missed": Key(
            Many(
                Object(
                    "missed",
                    "A 1-on-1 without a place.",
                    Missed,
                    {"pair": Key(PAIR, "Who."), "period": Key(WEEKS, "The week in which it is due.")},
                )
            ),
            "1-on-1s without a place.",
        ),
        "proven": Key(Flag(), "Whether no plan is better."),
    },
)
DOCUMENT = Object(
    None,
    "Today's plans against those of other settings, in the same calendars. Free time is working hours on days "
    "that are 1-on-1 days in either plan, without what takes them; lunch takes nothing.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Version of this shape, and of what its values mean."),
        "as_of": Key(INSTANTS, "What was taken for now."),
        "settings": Key(Many(FILLED), "What was set or unset, as it was typed."),
        "today": Key(MEASURES, "The sum over all leaders, as things are."),
        "other": Key(MEASURES, "The sum over all leaders, as they would be."),
        "leaders": Key(
            Many(
                Object(
                    "leader",
                    "Both plans of one leader.",
                    Leader,
                    {
                        "leader": Key(FILLED, "Email."),
                        "name": Key(Text(), "The leader's name."),
                        "today": Key(PLAN, "As things are."),
                        "other": Key(PLAN, "As they would be."),
                        "differs": Key(COUNT, "1-on-1s that lie at another time, or in one of the plans only."),
                    },
                )
            ),
            "By email.",
        ),
        "failed": Key(
            Many(
                Object(
                    "failed",
                    "A leader of whom there are not two plans; no sum counts them.",
                    Failed,
                    {"leader": Key(FILLED, "Email."), "why": Key(Text(), "What happened, and what to do.")},
                )
            ),
            "By email.",
        ),
    },
)


def comparison_json(comparison: Comparison) -> str:
    """The document: sorted keys, two spaces of indent, a newline at the end."""
    content = DOCUMENT.write(
        Document(
            VERSION,
            comparison.as_of,
            comparison.settings,
            comparison.today,
            comparison.other,
            tuple(map(_leader, comparison.leaders)),
            tuple(Failed(leader, why) for leader, why in comparison.failed),
        )
    )
    return text_of(content)


def _leader(one: LeaderComparison) -> Leader:
    today, other = (
        Plan(side.measures, tuple(Missed(pair, period) for pair, period in side.missed), side.proven)
        for side in (one.today, one.other)
    )
    return Leader(one.leader, one.name, today, other, one.differs)


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    return schema_of(DOCUMENT, "comparison", VERSION)


if __name__ == "__main__":
    print_schema(schema())
