"""Tells how a night ended: a page, a document, a log, metrics, messages. All of it from one `outcome.Night`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from scheduler.company import Company
from scheduler.outcome import Night


def night_page(
    night: Night, width: int, *, colour: bool = False, encoding: str = "utf-8", everybody: bool = False
) -> str:
    """The night as text: totals, a table by leader, who was missed and why, what failed and what to do.

    Args:
        width: columns of the terminal; no line is longer. Below 40 it counts as 40, above 120 as 120.
        colour: whether to use ANSI colours; without, the text has no escape codes at all.
        encoding: of the stream it is written to; what it cannot carry is written in ASCII.
        everybody: whether the table lists everybody; else, of more than a few leaders, those of whom there is something
            to say.
    """
    from scheduler.tell.page import whole
    from scheduler.tell.sheet import Sheet

    return whole(night, Sheet(width, encoding), colour=colour, everybody=everybody)


def night_document(night: Night) -> str:
    """The same as JSON: sorted keys, two spaces of indent, a newline at the end. Equal nights give equal text."""
    from scheduler.tell.document import to_json

    return to_json(night)


def after_night(night: Night, company: Company, folder: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Write and push the metrics, and send the summary, as the company is configured. It fails no night.

    Args:
        folder: where the ledger is; the outbox is beside it.
        environ: the environment's variables, some of which may hold secrets.

    Returns:
        What could not be done, a sentence each; no secret is in them.
    """
    from scheduler.tell.afterwards import tell

    return tell(night, company, folder, environ)


def broken_off(why: str, now: datetime, company: Company, folder: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Send a summary that says that no night could be run; metrics stay as they are, and so grow old.

    Args:
        why: what happened and what to do.
        now: UTC.
        folder: as in `after_night`, as is what it returns.
    """
    from scheduler.tell.afterwards import tell_broken

    return tell_broken(why, now, company, folder, environ)
