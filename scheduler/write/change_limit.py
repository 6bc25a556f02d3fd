"""Stops a plan that would change too much of what stands."""

from scheduler.errors import Refused
from scheduler.plan import Action, Origin, Plan

MOST_SHARE = 0.3
"""A plan that moves or cancels a larger share of a leader's existing occurrences has to be forced …"""
FROM = 5
"""… where the leader has at least so many."""


def refuse_too_many_changes(plan: Plan) -> None:
    """Stop a plan that would change too much of what stands.

    Raises:
        Refused: it moves or cancels more than 30 % of the leader's existing occurrences, from 5 up. What people
            deleted does not count, nor what the configuration asks for no longer: that is their decision.
    """
    theirs = (Origin.BOOKED, Origin.DELETED, Origin.DROPPED)
    existing = [
        change
        for change in plan.changes
        if change.before is not None and change.before.end > plan.as_of and change.origin not in theirs
    ]
    changed = [change for change in existing if change.action in (Action.MOVE, Action.CANCEL)]
    if len(existing) >= FROM and len(changed) > MOST_SHARE * len(existing):
        raise Refused(
            f"the plan would move or cancel {len(changed)} of {len(existing)} existing 1-on-1s, more than "
            f"{MOST_SHARE:.0%}. Nothing was written. Look at it with --dry-run; if it is right, add --force"
        )
