"""Tells how a night ended: a page, a document, a log, metrics, messages. All of it from one `outcome.Night`."""

from scheduler.outcome import Night


def page(night: Night, width: int, *, colour: bool = False, encoding: str = "utf-8", everybody: bool = False) -> str:
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


def document(night: Night) -> str:
    """The same as JSON: sorted keys, two spaces of indent, a newline at the end. Equal nights give equal text."""
    from scheduler.tell.document import to_json

    return to_json(night)
