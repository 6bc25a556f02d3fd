"""Stops a plan that was made as if it were another time."""

from datetime import UTC, datetime, timedelta

from scheduler.errors import Refused

FAR = timedelta(days=7)
"""A plan that is made for an instant further from the clock is for looking at."""


def refuse_far_clock(as_of: datetime, clock: datetime) -> None:
    """Stop a plan that takes another time for now than this machine does.

    What is over, too soon or frozen is judged by `as_of`: from a week before now, what has been held would be moved;
    from a week after now, what lies in between would be passed over.

    Args:
        as_of: the instant that the plan takes for now; zone-aware.
        clock: what time it is.

    Raises:
        Refused: the two lie more than a week apart.
    """
    apart = abs(as_of - clock)
    if apart > FAR:
        side = "ahead of" if as_of > clock else "behind"
        raise Refused(
            f"the plan is made as of {as_of.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {apart.days} days {side} the clock. "
            "Plans of more than a week from now are for looking at. Nothing was written. Leave --as-of out; "
            "if it is right, add --force"
        )
