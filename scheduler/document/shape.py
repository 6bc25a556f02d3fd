"""The shape of a plan's document, one codec per type of `scheduler.plan`; `schema` makes JSON Schema of it."""

from dataclasses import dataclass
from datetime import datetime

from providers.event import Interval
from scheduler.company import Kind, Layout
from scheduler.document.codec import (
    DAYS,
    INSTANTS,
    WEEKS,
    ZONES,
    Flag,
    Key,
    Many,
    Maybe,
    Number,
    Object,
    Text,
    choice,
    one_of,
)
from scheduler.plan import (
    Action,
    Block,
    BlockKind,
    Change,
    Fill,
    Input,
    Level,
    NotPlaced,
    Origin,
    Outcome,
    PairKey,
    Plan,
    PlannedDay,
    Status,
    Stretch,
)

VERSION = 2
"""Rises with every change of the shape, or of what a value means, that an older program could not read."""
MOST_COST = 10**12
"""Beyond what any level costs, and still a length of time when it is taken for minutes."""
MOST_GENERATION = 10**6
"""Beyond what any occurrence comes to, and still a number for a database."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The weeks that are planned, and the window of the calendars that was read for them."""

    weeks: tuple[str, ...]
    window: Interval


@dataclass(frozen=True, slots=True)
class Document:
    """A plan as its document lays it out; the document's checksum is not part of it."""

    version: int
    leader: str
    leader_name: str
    time_zone: str
    as_of: datetime
    horizon: Horizon
    layout: Layout
    status: Status
    levels: tuple[Level, ...]
    changes: tuple[Change, ...]
    not_placed: tuple[NotPlaced, ...]
    days: tuple[PlannedDay, ...]
    inputs: tuple[Input, ...]
    company: str
    warnings: tuple[str, ...]


def _ordered(span: Interval) -> str | None:
    return None if span.start <= span.end else "ends before it starts"


def _complete(change: Change) -> str | None:
    """Which of `before` and `after` an action must and must not have."""
    if change.after is None and change.action is not Action.CANCEL:
        return f"a {change.action} needs 'after'"
    if change.after is not None and change.action is Action.CANCEL:
        return "a cancel has no 'after'"
    if change.before is None and change.action in (Action.MOVE, Action.CANCEL):
        return f"a {change.action} needs 'before'"
    if change.before is not None and change.action is Action.CREATE:
        return "a create has no 'before'"
    return None


FILLED = Text(filled=True)
SPAN = Object(
    "span",
    "A half-open span of time.",
    Interval,
    {
        "start": Key(INSTANTS, "Its first instant."),
        "end": Key(INSTANTS, "The first instant after it."),
    },
    _ordered,
)
PAIR = Object(
    "pair",
    "A leader and one other person who meet.",
    PairKey,
    {
        "leader": Key(FILLED, "Email of the leader."),
        "member": Key(FILLED, "Email of the other person."),
        "kind": Key(one_of(*Kind), "Why they meet."),
    },
)
LEVEL = Object(
    "level",
    "One level of the strict order.",
    Level,
    {
        "level": Key(
            Number(1, 6),
            "1 nobody is missed, 2 layout, 3 nothing moves without need, 4 rhythm, 5 packing, 6 preferences.",
        ),
        "name": Key(FILLED, "What is counted; a level may have two parts."),
        "value": Key(Number(0, MOST_COST), "The plan's value; less is better."),
        "bound": Key(Number(-MOST_COST, MOST_COST), "No plan that is as good on the levels above has a smaller value."),
        "proven": Key(Flag(), "Whether nothing better exists."),
    },
)
_SOME, _NULL = {"type": "object"}, {"type": "null"}
_ENDS = {
    Action.CREATE: {"before": _NULL, "after": _SOME},
    Action.MOVE: {"before": _SOME, "after": _SOME},
    Action.CANCEL: {"before": _SOME, "after": _NULL},
    Action.KEEP: {"after": _SOME},
}
"""What `_complete` asks for, for the schema."""
CHANGE = Object(
    "change",
    "What happens to one occurrence.",
    Change,
    {
        "action": Key(choice(Action), "What is done."),
        "pair": Key(PAIR, "Who meets."),
        "period": Key(WEEKS, "The week in which the occurrence is due."),
        "before": Key(Maybe(SPAN), "When it is now; null for create."),
        "after": Key(Maybe(SPAN), "When it will be; null for cancel."),
        "time_zone": Key(ZONES, "The zone in which it is written: the leader's."),
        "why": Key(Text(), "The reason, for a person."),
        "agenda": Key(Maybe(Text()), "Link to the shared agenda; null: none."),
        "origin": Key(
            choice(Origin),
            "Whose decision it is: ours; a human moved it there; it starts too soon to be moved; "
            "people booked it themselves; of a cancel: a human deleted it; of a cancel: the configuration asks for it "
            "no longer.",
        ),
        "writes": Key(Many(FILLED), "Emails of the calendars that writing this touches; a keep may repair a copy."),
        "generation": Key(
            Number(0, MOST_GENERATION),
            "Rises each time that the occurrence is created anew after its event was cancelled.",
        ),
    },
    _complete,
    {
        "allOf": [
            {"if": {"properties": {"action": {"const": action.value}}}, "then": {"properties": ends}}
            for action, ends in _ENDS.items()
        ]
    },
)
NOT_PLACED = Object(
    "not_placed",
    "A due occurrence that gets no new time.",
    NotPlaced,
    {
        "pair": Key(PAIR, "Who would have met."),
        "period": Key(WEEKS, "The week in which it is due."),
        "outcome": Key(
            choice(Outcome),
            "skip: somebody is away, or a human deleted it. unplaced: no time satisfies the rules. "
            "left-alone: a calendar could not be read.",
        ),
        "why": Key(Text(), "What stands in the way."),
        "relaxation": Key(
            Maybe(Text()),
            "For unplaced: the cheapest change of a rule or calendar that would place it; null: none that was tried.",
        ),
    },
)
STRETCH = Object(
    "stretch",
    "A stretch of a day.",
    Stretch,
    {
        "fill": Key(choice(Fill), "What takes it; busy is somebody else's meeting, never named."),
        "span": Key(SPAN, "When."),
        "pair": Key(Maybe(PAIR), "Who meets, for 1-on-1 and prep; otherwise null."),
        "mark": Key(
            Maybe(one_of("keep", "create", "move", "pinned", "frozen", "booked")),
            "For a 1-on-1: what happens to it, or whose decision its time is.",
        ),
    },
)
DAY = Object(
    "day",
    "One of the leader's 1-on-1 days.",
    PlannedDay,
    {
        "week": Key(WEEKS, "Its ISO week."),
        "day": Key(DAYS, "The day in the leader's zone."),
        "stretches": Key(Many(STRETCH), "What takes the day, in order of time; empty: the leader does not work."),
        "note": Key(Maybe(Text()), "Such as a public holiday; null: none."),
    },
)
BLOCK = Object(
    "block",
    "A stretch of a calendar that the plan depends on; never what it is about.",
    Block,
    {
        "span": Key(SPAN, "When."),
        "kind": Key(
            choice(BlockKind),
            "What blocks; 'this 1-on-1' is our event of one of the leader's pairs and blocks nothing.",
        ),
        "version": Key(Text(), "For our events: identity and version, so that any edit is noticed."),
    },
)
INPUT = Object(
    "input",
    "What the plan took from one person's calendar.",
    Input,
    {
        "email": Key(FILLED, "Whose calendar."),
        "name": Key(Text(), "The person's name."),
        "time_zone": Key(ZONES, "The person's time zone."),
        "blocks": Key(Many(BLOCK), "What blocks the person's time, by start."),
    },
)
HORIZON = Object(
    None,
    "What is planned, and what was read for it.",
    Horizon,
    {
        "weeks": Key(Many(WEEKS), "The planned ISO weeks, rising."),
        "window": Key(SPAN, "The window in which calendars were read."),
    },
)
DOCUMENT = Object(
    None,
    "What would be written to the calendars for one leader's 1-on-1s, what would not, and "
    "why. Every instant is RFC 3339 in UTC. No title of anybody's event is in it.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Version of this shape, and of what its values mean."),
        "leader": Key(FILLED, "Email of the leader whose 1-on-1s are planned."),
        "leader_name": Key(Text(), "The leader's name."),
        "time_zone": Key(ZONES, "The leader's time zone."),
        "as_of": Key(INSTANTS, "The clock by which the plan was made."),
        "horizon": Key(HORIZON, "What is planned, and what was read for it."),
        "layout": Key(choice(Layout), "How the leader lays out a week: all on one 1-on-1 day, or evenly over them."),
        "status": Key(
            choice(Status),
            "optimal: every level is proven. feasible: every hard rule holds, some level has a gap "
            "between value and bound.",
        ),
        "levels": Key(Many(LEVEL), "How well each level of the strict order was solved, best first."),
        "changes": Key(Many(CHANGE), "What happens to each occurrence, by start."),
        "not_placed": Key(Many(NOT_PLACED), "Due occurrences that get no new time, by period."),
        "days": Key(Many(DAY), "The leader's 1-on-1 days as they would be."),
        "inputs": Key(
            Many(INPUT),
            "What the plan took from each calendar that was read, by email; compared again before anything is written.",
        ),
        "company": Key(
            Text(), "Fingerprint of the configuration that the plan was made with; it applies under no other."
        ),
        "warnings": Key(Many(Text()), "What a person should mend, such as a calendar that could not be read."),
    },
)


def document_of(plan: Plan) -> Document:
    """The plan, laid out as its document."""
    return Document(
        VERSION,
        plan.leader,
        plan.leader_name,
        plan.time_zone,
        plan.as_of,
        Horizon(plan.weeks, plan.window),
        plan.layout,
        plan.status,
        plan.levels,
        plan.changes,
        plan.not_placed,
        plan.days,
        plan.inputs,
        plan.company,
        plan.warnings,
    )


def plan_of(document: Document) -> Plan:
    """The plan that a document lays out."""
    return Plan(
        leader=document.leader,
        leader_name=document.leader_name,
        time_zone=document.time_zone,
        as_of=document.as_of,
        weeks=document.horizon.weeks,
        window=document.horizon.window,
        layout=document.layout,
        status=document.status,
        levels=document.levels,
        changes=document.changes,
        not_placed=document.not_placed,
        days=document.days,
        inputs=document.inputs,
        company=document.company,
        warnings=document.warnings,
    )
