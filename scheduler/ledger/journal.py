"""The journal's rows: runs, how they ended for each leader, and what they decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from providers.event import Interval
from scheduler.ledger import record as of
from scheduler.ledger.record import (
    Decision,
    DecisionState,
    LastNight,
    LeaderRecord,
    RunKind,
    RunRecord,
    RunStory,
    RunSummary,
)
from scheduler.ledger.schema import DECISION, LAST_NIGHT, LEADER_RUN, MISSED, RUN

Noted = tuple[LeaderRecord, Sequence[Decision]]


def begin(connection: Connection, record: RunRecord) -> None:
    """Note that a run begins; anew where it is known already."""
    connection.execute(delete(RUN).where(RUN.c.run == record.run))
    connection.execute(
        insert(RUN),
        [
            {
                "run": record.run,
                "kind": record.kind.value,
                "host": record.host,
                "as_of": record.as_of,
                "started": record.started,
                "ended": record.ended,
                "result": record.result,
            }
        ],
    )


def end(connection: Connection, run: str, at: datetime, result: str) -> None:
    """Note when and how a run ended."""
    connection.execute(update(RUN).where(RUN.c.run == run).values(ended=at, result=result))


def note(connection: Connection, run: str, many: Iterable[Noted]) -> None:
    """Note how a run ended for some leaders, each instead of what it noted of them before."""
    noted = {record.leader: (record, tuple(decisions)) for record, decisions in many}
    if not noted:
        return
    leaders = [{"of": leader} for leader in noted]
    for table in (LEADER_RUN, DECISION):
        connection.execute(delete(table).where(table.c.run == run, table.c.leader == bindparam("of")), leaders)
    connection.execute(insert(LEADER_RUN), [_leader_row(run, record) for record, _ in noted.values()])
    _insert(
        connection,
        DECISION,
        [
            _decision_row(run, record.leader, number, decision)
            for record, decisions in noted.values()
            for number, decision in enumerate(decisions)
        ],
    )
    connection.execute(delete(LAST_NIGHT).where(LAST_NIGHT.c.leader == bindparam("of")), leaders)
    connection.execute(insert(LAST_NIGHT), [_last_row(record) for record, _ in noted.values()])
    _note_missed(connection, noted.values())


def rely(connection: Connection, run: str, fingerprints: Mapping[str, str]) -> None:
    """Of leaders whom the run has noted: what their plans depend on now, for the next run to compare with."""
    rows = [{"of": leader, "found": found} for leader, found in fingerprints.items()]
    if not rows:
        return
    changed: dict[str, Any] = {"fingerprint": bindparam("found")}
    mine = LEADER_RUN.c.run == run
    connection.execute(update(LEADER_RUN).where(mine, LEADER_RUN.c.leader == bindparam("of")).values(changed), rows)
    connection.execute(update(LAST_NIGHT).where(LAST_NIGHT.c.leader == bindparam("of")).values(changed), rows)


def _note_missed(connection: Connection, many: Iterable[Noted]) -> None:
    """Who was missed in the weeks that were planned, instead of what was known of these weeks."""
    told = [(record, decisions) for record, decisions in many if record.missed is not None]
    weeks = [{"of": record.leader, "week": week} for record, _ in told for week in record.weeks]
    if weeks:
        connection.execute(
            delete(MISSED).where(MISSED.c.leader == bindparam("of"), MISSED.c.period == bindparam("week")), weeks
        )
    keys = {
        (record.leader, one.member, one.kind, one.period)
        for record, decisions in told
        for one in decisions
        if one.action == of.MISSED and one.period in record.weeks
    }
    names = ("leader", "member", "kind", "period")
    _insert(connection, MISSED, [dict(zip(names, key, strict=True)) for key in sorted(keys)])


def last_nights(connection: Connection) -> dict[str, LastNight]:
    """What the newest run noted of each leader, by email."""
    return {
        row.leader: LastNight(row.fingerprint, tuple(row.weeks.split()), bool(row.quiet), row.at)
        for row in connection.execute(select(LAST_NIGHT))
    }


def summaries(connection: Connection, limit: int, leader: str | None) -> tuple[RunSummary, ...]:
    """The newest runs (of those that were for a leader), the newest first."""
    asked = select(RUN).order_by(RUN.c.started.desc(), RUN.c.run.desc()).limit(limit)
    if leader is not None:
        asked = asked.where(RUN.c.run.in_(select(LEADER_RUN.c.run).where(LEADER_RUN.c.leader == leader)))
    found = [_run(row) for row in connection.execute(asked)]
    names = [record.run for record in found]
    leaders = _counted(connection, LEADER_RUN.c.ending, names)
    changes = _counted(connection, DECISION.c.action, names, DECISION.c.state == DecisionState.CONFIRMED.value)
    asked_too = select(LEADER_RUN.c.run, func.sum(LEADER_RUN.c.missed)).where(LEADER_RUN.c.run.in_(names))
    missed = {run: count or 0 for run, count in connection.execute(asked_too.group_by(LEADER_RUN.c.run))}
    return tuple(
        RunSummary(record, leaders.get(record.run, {}), changes.get(record.run, {}), int(missed.get(record.run, 0)))
        for record in found
    )


def stories(connection: Connection, run: str, leader: str | None) -> tuple[RunStory, ...]:
    """What the run of this name decided (for one leader); else of at most two whose names begin so."""
    rows = connection.execute(select(RUN).where(RUN.c.run == run)).all()
    if not rows:
        rows = connection.execute(select(RUN).where(RUN.c.run.startswith(run, autoescape=True)).limit(2)).all()
    return tuple(_story(connection, _run(row), leader) for row in rows)


def _story(connection: Connection, record: RunRecord, leader: str | None) -> RunStory:
    decisions: dict[str, list[Decision]] = {}
    for row in connection.execute(_of_run(DECISION, record.run, leader).order_by(DECISION.c.number)):
        decisions.setdefault(row.leader, []).append(_decision(row))
    leaders = [_leader(row) for row in connection.execute(_of_run(LEADER_RUN, record.run, leader))]
    leaders.sort(key=lambda one: one.leader)
    return RunStory(record, tuple((one, tuple(decisions.get(one.leader, ()))) for one in leaders))


def _of_run(table: Table, run: str, leader: str | None) -> Select[Any]:
    asked = select(table).where(table.c.run == run)
    return asked if leader is None else asked.where(table.c.leader == leader)


def _counted(
    connection: Connection, column: Column[str], runs: Sequence[str], *where: ColumnElement[bool]
) -> Mapping[str, dict[str, int]]:
    """By run, how many rows there are of each value of a column."""
    run = column.table.c.run
    found: dict[str, dict[str, int]] = {}
    for name, value, count in connection.execute(
        select(run, column, func.count()).where(run.in_(runs), *where).group_by(run, column).order_by(column)
    ):
        found.setdefault(name, {})[value] = count
    return found


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _leader_row(run: str, record: LeaderRecord) -> dict[str, object]:
    return {
        "run": run,
        "leader": record.leader,
        "ending": record.ending,
        "at": record.at,
        "why": record.why,
        "kept": record.kept,
        "written": record.written,
        "proven": None if record.proven is None else int(record.proven),
        "missed": record.missed,
        "weeks": " ".join(record.weeks),
        "fingerprint": record.fingerprint,
        "quiet": int(record.quiet),
    }


def _last_row(record: LeaderRecord) -> dict[str, object]:
    names = ("leader", "at", "weeks", "fingerprint", "quiet")
    row = _leader_row("", record)
    return {name: row[name] for name in names}


def _decision_row(run: str, leader: str, number: int, one: Decision) -> dict[str, object]:
    return {
        "run": run,
        "leader": leader,
        "number": number,
        "member": one.member,
        "kind": one.kind,
        "period": one.period,
        "action": one.action,
        "before_start": None if one.before is None else one.before.start,
        "before_end": None if one.before is None else one.before.end,
        "after_start": None if one.after is None else one.after.start,
        "after_end": None if one.after is None else one.after.end,
        "why": one.why,
        "origin": one.origin,
        "generation": one.generation,
        "state": one.state.value,
    }


def _run(row: Row[Any]) -> RunRecord:
    return RunRecord(row.run, RunKind(row.kind), row.host, row.as_of, row.started, row.ended, row.result)


def _leader(row: Row[Any]) -> LeaderRecord:
    return LeaderRecord(
        row.leader,
        row.ending,
        row.at,
        row.why,
        row.kept,
        row.written,
        None if row.proven is None else bool(row.proven),
        row.missed,
        tuple(row.weeks.split()),
        row.fingerprint,
        bool(row.quiet),
    )


def _decision(row: Row[Any]) -> Decision:
    before = None if row.before_start is None else Interval(row.before_start, row.before_end)
    after = None if row.after_start is None else Interval(row.after_start, row.after_end)
    return Decision(
        row.member,
        row.kind,
        row.period,
        row.action,
        before,
        after,
        row.why,
        row.origin,
        row.generation,
        DecisionState(row.state),
    )
