"""The shape of a plan's document, one codec per type of `scheduler.plan`. `docs/plan.schema.json` says the same."""

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
    Many,
    Maybe,
    Number,
    Record,
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
SPAN = Record(Interval, {"start": INSTANTS, "end": INSTANTS}, _ordered)
PAIR = Record(PairKey, {"leader": FILLED, "member": FILLED, "kind": one_of(*Kind)})
LEVEL = Record(
    Level,
    {
        "level": Number(1, 6),
        "name": FILLED,
        "value": Number(0, MOST_COST),
        "bound": Number(-MOST_COST, MOST_COST),
        "proven": Flag(),
    },
)
CHANGE = Record(
    Change,
    {
        "action": choice(Action),
        "pair": PAIR,
        "period": WEEKS,
        "before": Maybe(SPAN),
        "after": Maybe(SPAN),
        "time_zone": ZONES,
        "why": Text(),
        "agenda": Maybe(Text()),
        "origin": choice(Origin),
        "writes": Many(FILLED),
        "generation": Number(0, MOST_GENERATION),
    },
    _complete,
)
NOT_PLACED = Record(
    NotPlaced,
    {"pair": PAIR, "period": WEEKS, "outcome": choice(Outcome), "why": Text(), "relaxation": Maybe(Text())},
)
STRETCH = Record(
    Stretch,
    {
        "fill": choice(Fill),
        "span": SPAN,
        "pair": Maybe(PAIR),
        "mark": Maybe(one_of("keep", "create", "move", "pinned", "frozen", "booked")),
    },
)
DAY = Record(PlannedDay, {"week": WEEKS, "day": DAYS, "stretches": Many(STRETCH), "note": Maybe(Text())})
BLOCK = Record(Block, {"span": SPAN, "kind": choice(BlockKind), "version": Text()})
INPUT = Record(Input, {"email": FILLED, "name": Text(), "time_zone": ZONES, "blocks": Many(BLOCK)})
DOCUMENT = Record(
    Document,
    {
        "version": Number(VERSION, VERSION),
        "leader": FILLED,
        "leader_name": Text(),
        "time_zone": ZONES,
        "as_of": INSTANTS,
        "horizon": Record(Horizon, {"weeks": Many(WEEKS), "window": SPAN}),
        "layout": choice(Layout),
        "status": choice(Status),
        "levels": Many(LEVEL),
        "changes": Many(CHANGE),
        "not_placed": Many(NOT_PLACED),
        "days": Many(DAY),
        "inputs": Many(INPUT),
        "company": Text(),
        "warnings": Many(Text()),
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
