"""How soon a 1-on-1 may begin."""

from datetime import datetime, timedelta

from scheduler.company import Rules


def soonest(as_of: datetime, rules: Rules) -> datetime:
    """The first instant at which something new may begin: what is written needs to be seen in time."""
    return as_of + rules.notice


def too_soon(start: datetime, prep: timedelta, soonest: datetime) -> bool:
    """Whether a 1-on-1 that starts then begins, its prep included, before the soonest instant.

    The solver's rule in instants: lengths and starts are whole grid steps, so that to round the soonest instant up to
    the grid changes no answer.
    """
    return start - prep < soonest
