"""A night as JSON, one codec per kind of value; `python -m scheduler.tell.document` prints its JSON Schema."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.document.codec import INSTANTS, WEEKS, Flag, Key, Many, Maybe, Number, Object, Schema, Text, choice
from scheduler.document.shape import FILLED, NOT_PLACED, PAIR, SPAN
from scheduler.document.whole import print_schema, schema_of, text_of
from scheduler.outcome import CompanyLevel, Ending, Failure, LeaderNight, Night
from scheduler.plan import Action, Change, NotPlaced, Outcome
from scheduler.tell.tally import tally

VERSION = 1
"""Rises with every change of the shape, or of what a value means, that a reader of before could not understand."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all leaders that were planned anew."""

    leaders: int
    planned: int
    proven: int
    placed: int
    new: int
    moved: int
    cancelled: int
    missed: int
    left_alone: int
    written: int
    not_written: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Requests to one service."""

    service: str
    number: int


@dataclass(frozen=True, slots=True)
class Leader:
    """How a night ended for one leader."""

    leader: str
    name: str
    ending: Ending
    why: str
    proven: bool | None
    placed: int | None
    changes: tuple[Change, ...]
    not_placed: tuple[NotPlaced, ...]
    warnings: tuple[str, ...]
    written: int
    failures: tuple[Failure, ...]
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Document:
    """A night as its document lays it out."""

    version: int
    run: str
    as_of: datetime
    started: datetime
    ended: datetime
    dry_run: bool
    exit_code: int
    stopped: str
    totals: Totals
    leaders: tuple[Leader, ...]
    levels: tuple[CompanyLevel, ...]
    orphans: tuple[str, ...]
    calls: tuple[Calls, ...] | None


COUNT = Number(0)
TOTALS = Object(
    None,
    "Sums over all leaders.",
    Totals,
    {
        "leaders": Key(COUNT, "Leaders whom the night was for."),
        "planned": Key(COUNT, "Of these, those who were planned anew; what follows counts those only."),
        "proven": Key(COUNT, "Of these, those of whose plans none is better."),
        "placed": Key(COUNT, "1-on-1s that have a time."),
        "new": Key(COUNT, "1-on-1s that are new."),
        "moved": Key(COUNT, "1-on-1s that get another time."),
        "cancelled": Key(COUNT, "1-on-1s that go."),
        "missed": Key(COUNT, "1-on-1s for which there is no time."),
        "left_alone": Key(COUNT, "1-on-1s that were not touched, as a calendar could not be read."),
        "written": Key(COUNT, "Changes that were written."),
        "not_written": Key(COUNT, "Events that could not be written."),
    },
)
CHANGE = Object(
    "change",
    "What happens to one 1-on-1.",
    Change,
    {
        "action": Key(choice(Action), "What is done."),
        "pair": Key(PAIR, "Who meets."),
        "period": Key(WEEKS, "The week in which it is due."),
        "before": Key(Maybe(SPAN), "When it is now; null for create."),
        "after": Key(Maybe(SPAN), "When it will be; null for cancel."),
        "why": Key(Text(), "The reason, for a person."),
    },
)
FAILURE = Object(
    "failure",
    "One event that was not written as planned.",
    Failure,
    {
        "which": Key(Text(), "The two, and the period."),
        "why": Key(Text(), "What happened, and what to do."),
    },
)
LEADER = Object(
    "leader",
    "How the night ended for one leader.",
    Leader,
    {
        "leader": Key(FILLED, "Email."),
        "name": Key(Text(), "The leader's name."),
        "ending": Key(
            choice(Ending),
            "unchanged: nothing to do. previewed: planned, and nothing was to be written. written: all of it was. "
            "partly: some of it was not; the next night completes it. refused: a guard held it back. "
            "failed: these calendars are as they were.",
        ),
        "why": Key(Text(), "Of what was refused or failed: what happened, and what to do; else empty."),
        "proven": Key(Maybe(Flag()), "Whether no plan is better; null: nothing was planned."),
        "placed": Key(Maybe(COUNT), "1-on-1s that have a time; null: nothing was planned."),
        "changes": Key(Many(CHANGE), "1-on-1s that are new, moved or cancelled, by start."),
        "not_placed": Key(Many(NOT_PLACED), "Due 1-on-1s that get no time, by period."),
        "warnings": Key(Many(Text()), "What a person should mend."),
        "written": Key(COUNT, "Changes that were written."),
        "failures": Key(Many(FAILURE), "Events that were not written as planned."),
        "milliseconds": Key(COUNT, "Of computing, on whichever machine."),
    },
)
LEVEL = Object(
    "company_level",
    "How well the company as a whole is planned, on one level of the strict order.",
    CompanyLevel,
    {
        "name": Key(Text(), "What is counted."),
        "value": Key(Number(), "The sum over all leaders; less is better."),
        "bound": Key(
            Maybe(Number()),
            "No plan of the company has less, among those as good on the levels above; null: no statement.",
        ),
    },
)
CALLS = Object(
    "calls",
    "Requests to one service.",
    Calls,
    {"service": Key(Text(), "Its name."), "number": Key(COUNT, "How many.")},
)
DOCUMENT = Object(
    None,
    "How a night ended for a whole company. Every instant is RFC 3339 in UTC. No title of anybody's event and no "
    "agenda is in it.",
    Document,
    {
        "version": Key(Number(VERSION, VERSION), "Version of this shape, and of what its values mean."),
        "run": Key(Text(), "Names the run; sorts by time."),
        "as_of": Key(INSTANTS, "What the run took for now."),
        "started": Key(INSTANTS, "When it began."),
        "ended": Key(INSTANTS, "When it ended."),
        "dry_run": Key(Flag(), "Whether nothing was to be written."),
        "exit_code": Key(Number(0, 255), "Of the command."),
        "stopped": Key(Text(), "Why nothing was written for anybody; empty: nothing stood against it."),
        "totals": Key(TOTALS, "Sums over all leaders."),
        "leaders": Key(Many(LEADER), "How it ended for each leader, by email."),
        "levels": Key(Many(LEVEL), "How well the company is planned, what counts first at the top."),
        "orphans": Key(Many(Text()), "Of each who leads no team any more, but whose 1-on-1s still stand: what to do."),
        "calls": Key(Maybe(Many(CALLS)), "Requests by service, sorted by name; null: not counted."),
    },
)


def to_json(night: Night) -> str:
    """See `scheduler.tell.night_document`."""
    content = DOCUMENT.write(_document_of(night))
    return text_of(content)


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    return schema_of(DOCUMENT, "night", VERSION)


def _document_of(night: Night) -> Document:
    calls = None if night.calls is None else tuple(Calls(name, night.calls[name]) for name in sorted(night.calls))
    return Document(
        VERSION,
        night.run,
        night.as_of,
        night.started,
        night.ended,
        night.dry_run,
        night.exit_code,
        night.stopped,
        _totals(night),
        tuple(map(_leader, night.leaders)),
        night.levels,
        night.orphans,
        calls,
    )


def _totals(night: Night) -> Totals:
    total = tally(night)
    return Totals(
        leaders=len(night.leaders),
        planned=total.planned,
        proven=total.proven,
        placed=total.placed,
        new=total.changes[Action.CREATE],
        moved=total.changes[Action.MOVE],
        cancelled=total.changes[Action.CANCEL],
        missed=total.missed,
        left_alone=total.not_placed[Outcome.LEFT_ALONE],
        written=total.written,
        not_written=total.failures,
    )


def _leader(each: LeaderNight) -> Leader:
    plan = each.plan
    return Leader(
        leader=each.leader,
        name=each.name,
        ending=each.ending,
        why=each.why,
        proven=each.proven,
        placed=None if plan is None else sum(change.after is not None for change in plan.changes),
        changes=() if plan is None else tuple(x for x in plan.changes if x.action is not Action.KEEP),
        not_placed=() if plan is None else plan.not_placed,
        warnings=() if plan is None else plan.warnings,
        written=each.written,
        failures=each.failures,
        milliseconds=round(each.seconds * 1000),
    )


if __name__ == "__main__":
    print_schema(schema())
