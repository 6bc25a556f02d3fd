"""What can be wrong with the ledger's content, in words that say what to do."""

from scheduler.errors import CalendarFailure

MOVE_AWAY = "Move it away and run again: all but deletions are rebuilt from the events."


def damaged(name: str, what: str) -> CalendarFailure:
    """The failure of a ledger whose content makes no sense.

    Args:
        name: of the ledger, as people know it.
    """
    return CalendarFailure(f"{name}: the ledger is damaged ({what}). {MOVE_AWAY}")
