"""Whether a plan is still right: nothing that it depends on has changed, and the planner could have made it now."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from providers.event import Calendar
from providers.wall_clock import local
from scheduler.company import Company, Team
from scheduler.errors import Stale
from scheduler.ledger.record import Memory, State
from scheduler.loading import undisturbed
from scheduler.plan import Action, Block, BlockKind, Input, Plan
from scheduler.planning.demand import key_of
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.planning.notice import soonest, too_soon
from scheduler.write.marking import marker_of

Judge = Callable[[Plan, Company, Team, Mapping[str, Calendar], Memory], tuple[str, ...]]
"""Says what in a plan the planner could not have written, see `planning.verify.faults`."""
MOST_TOLD = 10
"""So many differences are told one by one."""
MOST_WRONG = 100
"""So many things that are wrong with an edited plan are told one by one."""


def refuse_stale(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory, now: datetime
) -> None:
    """Compare what a plan was made from with what is there now.

    Raises:
        Stale: a decision might be another one now. It says what differs.
    """
    current = inputs(read_availabilities(company, team, calendars, plan.window), plan.as_of)
    found = [_told(*difference) for difference in differences(plan.inputs, current)]
    earliest = soonest(now, team.rules)
    preps = {key_of(pair): pair.prep for pair in team.pairs}
    written = {(entry.uid, entry.period) for entry in memory.entries if entry.state in (State.WRITTEN, State.DELETED)}
    for change in plan.changes:
        who = f"the 1-on-1 with {change.pair.member} in {change.period}"
        begins = change.after if change.action in (Action.CREATE, Action.MOVE) else None
        if begins is not None and too_soon(begins.start, preps.get(change.pair, timedelta(0)), earliest):
            found.append(f"{who}: {_passed(begins.start, now)}")
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
    plan: Plan,
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    judge: Judge | None = None,
) -> None:
    """Judge a plan that is not stale, as if nobody knew where it came from; see `planning.verify`.

    Args:
        judge: who says what is wrong with it; None: whoever judges plans that place 1-on-1s.

    Raises:
        Stale: the planner would not have written it. It says all that is wrong.
    """
    with undisturbed():
        from scheduler.planning.verify import faults

    if found := (judge or faults)(plan, company, team, calendars, memory):
        what = "the plan is not one that would be made now; nothing was written. Plan again."
        more = [f"and {len(found) - MOST_WRONG} more"] if len(found) > MOST_WRONG else []
        raise Stale("\n".join((what, *found[:MOST_WRONG], *more)))


def _passed(start: datetime, now: datetime) -> str:
    return "the planned time has passed" if start <= now else "the planned time is too soon now"


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
