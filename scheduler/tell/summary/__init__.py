"""Messages after a night: what is worth saying, in words; kept in an outbox until they are sent; sent by each channel.

`send` is the way in: it puts the night's messages into the outbox, then sends all that is there.
"""

from collections.abc import Mapping
from pathlib import Path

from scheduler.outcome import Night
from scheduler.telling import Summary


def send(night: Night, company: str, settings: Summary, outbox: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Tell of a night by every channel, once for a run; what earlier nights could not send goes along.

    It never takes longer than the deadline, plus a few seconds, and fails no night: what could not be sent stays in the
    outbox. A preview sends nothing.

    Args:
        company: its name.
        outbox: a folder; made where it is missing.
        environ: the environment's variables, some of which may hold secrets.

    Returns:
        What could not be done, a sentence each; no secret is in them.
    """
    from scheduler.tell.summary.delivery import deliver

    if night.dry_run or not (settings.smtp or settings.slack or settings.teams):
        return ()
    return deliver(night, company, settings, outbox, environ)
