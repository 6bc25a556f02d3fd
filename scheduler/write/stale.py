"""Whether a plan is still right: nothing that it depends on has changed, and the planner could have made it now."""

from collections.abc import Mapping
from datetime import datetime

from providers.event import Calendar
from scheduler.company import Company, Team
from scheduler.dates.horizon import local
from scheduler.errors import Stale
from scheduler.ledger.record import Memory, State
from scheduler.plan import Action, Block, BlockKind, Input, Plan
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.write.marking import marker_of

MOST_TOLD = 10
"""So many differences are told one by one."""


def refuse_stale(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory, now: datetime
) -> None:
    """Compare what a plan was made from with what is there now.

    Raises:
        Stale: a decision might be another one now. It says what differs.
    """
    current = inputs(read_availabilities(company, team, calendars, plan.window), plan.as_of)
    found = [_told(*difference) for difference in differences(plan.inputs, current)]
    written = {(entry.uid, entry.period) for entry in memory.entries if entry.state in (State.WRITTEN, State.DELETED)}
    for change in plan.changes:
        who = f"the 1-on-1 with {change.pair.member} in {change.period}"
        if change.action in (Action.CREATE, Action.MOVE) and change.after is not None and change.after.start <= now:
            found.append(f"{who}: the planned time has passed")
        cancelled = change.before if change.action is Action.CANCEL else None
        if cancelled is not None and plan.as_of < cancelled.start <= now:
            found.append(f"{who}: it has begun since, and is not cancelled any more")
        if change.action is Action.CREATE and (marker_of(change).uid, change.period) in written:
            found.append(f"{who}: it was written meanwhile, and people may have deleted it since")
        moved = change.before if change.action is Action.MOVE else None
        if moved is not None and moved.start - now < team.rules.freeze:
            found.append(f"{who}: it starts too soon to be moved now")
    if found:
        more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
        what = "calendars have changed since the plan was made; nothing was written. Plan again."
        raise Stale("\n".join((what, *found[:MOST_TOLD], *more)))


def refuse_impossible(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory
) -> None:
    """Judge a plan that is not stale, as if nobody knew where it came from; see `planning.verify`.

    Raises:
        Stale: the planner would not have written it. It says all that is wrong.
    """
    from scheduler.planning.verify import faults

    if found := faults(plan, company, team, calendars, memory):
        raise Stale("\n".join(("the plan is not one that would be made now; nothing was written. Plan again.", *found)))


def _told(whose: Input, block: Block, new: bool) -> str:
    """One difference, in the person's own zone."""
    start, end = local(block.span.start, whose.time_zone), local(block.span.end, whose.time_zone)
    what = {
        BlockKind.OUR_EVENT: "a 1-on-1 of this leader",
        BlockKind.UNKNOWN: "a stretch that cannot be read",
    }.get(block.kind, f"a block ({block.kind})")
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a} {end.day} {end:%b} {end:%H:%M}"
    state = "is new or was edited" if new else "is gone or was edited"
    return f"{whose.name}: {what} on {start:%a} {start.day} {start:%b} {start:%H:%M}–{until} {state}"
