"""Stops a run that could not tell our events from others'."""

from pathlib import Path

from providers.errors import ProviderError
from providers.marker_key import read_key
from scheduler.company import Company
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import Memory
from scheduler.ledger.store import data_folder


def key_file(company: Company) -> Path:
    """Where the key lies that seals the company's events."""
    return data_folder(company.ledger, company.folder) / "marker.key"


def refuse_lost_key(company: Company, memory: Memory) -> None:
    """Stop where the ledger knows of a key, and it is not there: all that it seals would pass for deleted by people.

    Raises:
        CalendarFailure: the key is missing, another one, or cannot be read.
    """
    if memory.key is None:
        return
    file = key_file(company)
    try:
        found = read_key(file)
    except ProviderError as error:
        raise CalendarFailure(str(error)) from error
    if found is None or found.name != memory.key:
        what = "is missing" if found is None else "is another one than the ledger knows"
        raise CalendarFailure(
            f"{file}: the key by which our events are known {what}; nothing was written. Bring it back from a backup, "
            "or from the machine that wrote last. Is it lost for good: move it and the ledger away, and run again"
        )
