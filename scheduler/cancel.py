"""What a leader left behind who leads no team any more: read, and a plan that cancels it."""

from dataclasses import replace
from datetime import datetime, timedelta

from providers.event import Interval
from scheduler.ledger.store import recall
from scheduler.plan import Plan
from scheduler.read.left_behind import with_former_team
from scheduler.read.lost_key import refuse_lost_key
from scheduler.read.team import FAR, Seen, read_team
from scheduler.run import Setup, Waiter


def cancelling(setup: Setup, leader: str, now: datetime, waiter: Waiter) -> tuple[Setup, Plan, Seen] | None:
    """The plan that cancels a former leader's 1-on-1s, in a company in which they have a team; None: there are none.

    Args:
        leader: email.
        now: zone-aware.

    Raises:
        CalendarFailure: the ledger or the calendars cannot be read.
    """
    from scheduler.planning.former_leader import cancelling_plan

    company, providers = setup.company, setup.providers
    memory = recall(setup.ledger, leader)
    refuse_lost_key(company, memory)
    window = Interval(now, max([now + FAR, *(entry.span.end + timedelta(days=1) for entry in memory.entries)]))
    with waiter.waits("Reading calendars …"):
        whole, team = with_former_team(company, leader, providers, window, memory)
        if not team.pairs:
            return None
        calendars = read_team(whole, team, providers, window, memory)
    plan = cancelling_plan(whole, team, calendars, memory, window, now, waited_for=company.people)
    return replace(setup, company=whole), plan, Seen(calendars, memory)
