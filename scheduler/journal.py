"""What a run notes in the journal: plans, and how they ended, as its records."""

import platform
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from scheduler.ledger.record import MISSED, Decision, DecisionState, LeaderRecord, RunKind, RunRecord
from scheduler.outcome import Ending, LeaderNight
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey, Plan

assert Outcome.UNPLACED == MISSED

Which = tuple[PairKey, str]
"""A pair and a period."""
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
        one.pair.member, one.pair.kind, one.period, one.outcome, None, None, why, Origin.OURS, 0, DecisionState.TOLD
    )
