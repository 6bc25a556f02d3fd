"""What a run notes in the journal: plans, and how they ended, as its records."""

import platform
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scheduler.dates import clock
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import MISSED, Decision, DecisionState, LeaderRecord, RunKind, RunRecord
from scheduler.ledger.runs import begin_run, end_run, note_leader
from scheduler.ledger.store import Where, open_ledger
from scheduler.outcome import Ending, Failure, LeaderNight
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey, Plan

if TYPE_CHECKING:
    from scheduler.write import Outcomes

Which = tuple[PairKey, str]
"""A pair and a period."""
_BROKEN_OFF = "it was broken off while it was written; the next run completes it"
"""Why a run failed of which nobody noted how it ended."""
_DONE = (Ending.WRITTEN, Ending.PARTLY)
"""After these the plan is what stands in calendars, but for what is told."""


def run_record(kind: RunKind, as_of: datetime, started: datetime) -> RunRecord:
    """A run that begins, with a name of its own. Both times are zone-aware."""
    begun = started.astimezone(UTC)
    name = f"{begun:%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(2)}"
    return RunRecord(name, kind, platform.node(), as_of.astimezone(UTC), begun)


def leader_record(
    night: LeaderNight, at: datetime, *, fingerprint: str = "", weeks: tuple[str, ...] = ()
) -> LeaderRecord:
    """How a run ended for a leader.

    Args:
        at: zone-aware.
        fingerprint: of all that the plan depends on; empty: nobody may rely on it.
        weeks: the horizon, where nothing was planned anew.
    """
    plan = night.plan
    done = night.ending in _DONE
    changes = () if plan is None else plan.changes
    return LeaderRecord(
        leader=night.leader,
        ending=night.ending,
        at=at,
        why="\n".join((*((night.why,) if night.why else ()), *(f"{one.which}: {one.why}" for one in night.failures))),
        kept=sum(_stays(change) for change in changes),
        written=night.written,
        proven=night.proven,
        missed=len(night.missed) if plan is not None and done else None,
        weeks=weeks if plan is None else plan.weeks,
        fingerprint=fingerprint,
        quiet=night.ending in (Ending.WRITTEN, Ending.UNCHANGED),
    )


def decisions(plan: Plan, *, confirmed: Iterable[Which] = (), failed: Iterable[Which] = ()) -> tuple[Decision, ...]:
    """What a plan decides, but for 1-on-1s that stay as they are; first all that is to be written, by time.

    Args:
        confirmed: what was written.
        failed: what was not, or not in all calendars. Of the rest of what is to be written nobody knows.
    """
    known = dict.fromkeys(confirmed, DecisionState.CONFIRMED)
    known |= dict.fromkeys(failed, DecisionState.FAILED)
    written = (
        _of_change(change, known.get((change.pair, change.period), DecisionState.INTENDED))
        for change in plan.changes
        if not _stays(change)
    )
    return (*written, *map(_of_not_placed, plan.not_placed))


def _stays(change: Change) -> bool:
    return change.action is Action.KEEP and not change.writes


def _of_change(change: Change, state: DecisionState) -> Decision:
    return Decision(
        change.pair.member,
        change.pair.kind,
        change.period,
        change.action,
        change.before,
        change.after,
        change.why,
        change.origin,
        change.generation,
        state,
    )


def _of_not_placed(one: NotPlaced) -> Decision:
    why = one.why if one.relaxation is None else f"{one.why} {one.relaxation}"
    return Decision(
        one.pair.member,
        one.pair.kind,
        one.period,
        MISSED if one.outcome is Outcome.UNPLACED else one.outcome,
        None,
        None,
        why,
        Origin.OURS,
        0,
        DecisionState.TOLD,
    )


def written_night(plan: Plan, outcomes: "Outcomes") -> LeaderNight:
    """How it ended for a leader whose plan was written, as far as it could be."""
    return LeaderNight(
        plan.leader,
        plan.leader_name,
        Ending.PARTLY if outcomes.failed else Ending.WRITTEN,
        plan,
        written=len(outcomes.done),
        failures=tuple(
            Failure(f"{one.change.pair.leader} and {one.change.pair.member}, {one.change.period}", one.why)
            for one in outcomes.failed
        ),
    )


@dataclass(slots=True)
class Noting:
    """Notes a run for one leader from its first write on: a run that writes nothing leaves the ledger as it is."""

    ledger: Where
    plan: Plan
    kind: RunKind
    as_of: datetime
    part_of: RunRecord | None = None
    """The run for several leaders of which this is a part, and whose end whoever began it notes; None: it is a run of
    its own."""
    run: str | None = field(default=None, init=False)
    """None: nothing was noted yet."""

    def begins(self) -> None:
        """Note what is going to be written, unless that was noted already.

        Raises:
            CalendarFailure: the ledger cannot be written.
        """
        if self.run is not None:
            return
        record = self.part_of or run_record(self.kind, self.as_of, clock.now())
        with open_ledger(self.ledger) as book:
            begin_run(book, record)
            night = LeaderNight(self.plan.leader, self.plan.leader_name, Ending.FAILED, self.plan, _BROKEN_OFF)
            note_leader(book, record.run, leader_record(night, clock.now()), decisions(self.plan))
        self.run = record.run

    def ends(self, outcomes: "Outcomes") -> None:
        """Note what was written and what was not, if anything was begun.

        Raises:
            CalendarFailure: the ledger cannot be written.
        """
        if self.run is None:
            return
        failed = [(failure.change.pair, failure.change.period) for failure in outcomes.failed]
        done = [(change.pair, change.period) for change in outcomes.done]
        night = written_night(self.plan, outcomes)
        with open_ledger(self.ledger) as book:
            made = decisions(self.plan, confirmed=done, failed=failed)
            note_leader(book, self.run, leader_record(night, clock.now()), made)
            if self.part_of is None:
                end_run(book, self.run, clock.now(), night.ending)

    def stops(self, why: str) -> None:
        """Note why a run ended before its time, as far as the ledger can still be written."""
        if self.run is not None and self.part_of is None:
            with suppress(CalendarFailure):
                end_run(self.ledger, self.run, clock.now(), why)
