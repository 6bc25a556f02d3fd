"""What holds a night's plans back: one leader's, or the company's."""

from collections.abc import Iterable

from scheduler.plan import Plan
from scheduler.write.change_limit import changed, existing

FROM = 20
"""The company's guard counts from so many standing 1-on-1s on: a small company's leaders have guards of their own."""


def company_stopped(plans: Iterable[Plan], most: float, unplanned: int = 0) -> str:
    """Why a night is not written at all; empty: nothing stands against it.

    Args:
        plans: of all leaders who were planned anew.
        most: the share of all standing 1-on-1s that a night may move or cancel.
        unplanned: how many 1-on-1s stand of other leaders.
    """
    every = [*plans]
    stand = unplanned + sum(len(existing(plan)) for plan in every)
    change = sum(len(changed(plan)) for plan in every)
    if stand < FROM or change <= most * stand:
        return ""
    return (
        f"the night would move or cancel {change} of {stand} standing 1-on-1s, more than {most:.0%} ([nightly] "
        "max_changes). Nothing was written for anybody. Look at it with --dry-run; if it is right, add --force"
    )
