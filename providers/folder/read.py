"""One person's files to a Calendar."""

from pathlib import Path
from re import Pattern

from providers.errors import ProviderError
from providers.event import Calendar, Unknown
from providers.folder.find import failure, find
from providers.ics.budget import OverBudget
from providers.ics.calendar import CalendarReader
from providers.interface import Account
from providers.interval import Interval


def read_calendar(root: Path, account: Account, window: Interval, title: Pattern[str] | None) -> Calendar:
    """What the files of one person hold in the window.

    Never raises: whatever is wrong with somebody's files makes them unknown, and nobody else.
    """
    owner = account.email.lower()
    try:
        return _read(root, account, window, title)
    except ProviderError as error:
        why = str(error)
    except OSError as error:
        why = str(failure(error, owner, root / owner))
    except OverBudget as error:
        why = f"{owner}: the calendar {error}. Export a shorter time, or take old files away."
    except Exception as error:  # what nobody foresaw in what somebody wrote
        why = f"{owner}: the calendar cannot be understood ({type(error).__name__}). Export it again."
    return Calendar(account.email, unknown=(Unknown(window, why),))


def _read(root: Path, account: Account, window: Interval, title: Pattern[str] | None) -> Calendar:
    owner = account.email.lower()
    reader = CalendarReader(account, window, title)
    with find(root, owner) as place:
        for file in place.files():
            try:
                reader.add(file.shown, file.stem, file.chunks())
            except OSError as error:
                reader.refuse(str(failure(error, owner, root / file.shown)))
    return reader.calendar()
