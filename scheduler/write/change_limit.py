"""Stops a plan that would change too much of what stands."""

from scheduler.errors import Refused
from scheduler.plan import Action, Change, Origin, Plan

MOST_SHARE = 0.3
"""A plan that moves or cancels a larger share of a leader's existing occurrences has to be forced …"""
FROM = 5
"""… where the leader has at least so many."""


_THEIRS = (Origin.BOOKED, Origin.DELETED, Origin.DROPPED)
"""What people decided: it does not count."""


def existing(plan: Plan) -> list[Change]:
    """What stands of a leader's 1-on-1s when the plan is made, and is ours to decide about."""
    return [
        change
        for change in plan.changes
        if change.before is not None and change.before.end > plan.as_of and change.origin not in _THEIRS
    ]


def changed(plan: Plan) -> list[Change]:
    """Of `existing`, what the plan moves or cancels."""
    return [change for change in existing(plan) if change.action in (Action.MOVE, Action.CANCEL)]


def too_many_changes(plan: Plan) -> Refused | None:
    """Why a plan changes too much of what stands; None: it does not.

    It does where it moves or cancels more than 30 % of the leader's existing occurrences, from 5 up. What people
    deleted does not count, nor what the configuration asks for no longer: that is their decision.
    """
    stand, change = existing(plan), changed(plan)
    if len(stand) < FROM or len(change) <= MOST_SHARE * len(stand):
        return None
    return Refused(
        f"the plan would move or cancel {len(change)} of {len(stand)} existing 1-on-1s, more than "
        f"{MOST_SHARE:.0%}. Nothing was written. Look at it with --dry-run; if it is right, add --force"
    )


def refuse_too_many_changes(plan: Plan) -> None:
    """Stop a plan that would change too much of what stands.

    Raises:
        Refused: see `too_many_changes`.
    """
    if (why := too_many_changes(plan)) is not None:
        raise why
