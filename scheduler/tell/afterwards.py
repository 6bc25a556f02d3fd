"""What is told once a night is over: metrics, then messages."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from scheduler.company import Company
from scheduler.outcome import Night
from scheduler.tell.post import SECONDS, NotSent
from scheduler.tell.summary import send
from scheduler.telling import Metrics

OUTBOX = "outbox"


def tell(night: Night, company: Company, folder: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """See `scheduler.tell.after_night`."""
    measured = _measured(night, company.telling.metrics)
    return (*measured, *send(night, company.name, company.telling.summary, folder / OUTBOX, environ))


def tell_broken(why: str, now: datetime, company: Company, folder: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """See `scheduler.tell.broken_off`."""
    run = f"{now:%Y-%m-%dT%H%M%SZ}-none"
    night = Night(run, as_of=now, started=now, ended=now, dry_run=False, leaders=(), stopped=why)
    return send(night, company.name, company.telling.summary, folder / OUTBOX, environ)


def _measured(night: Night, settings: Metrics) -> Iterator[str]:
    """Write and push the metrics; what could not be done."""
    if settings.file is None and settings.pushgateway is None:
        return
    from scheduler.tell.metrics import push, write

    if settings.file is not None:
        try:
            write(night, settings.file)
        except OSError as error:
            yield f"metrics: {settings.file} cannot be written: {error.strerror or error}"
    if settings.pushgateway is not None:
        try:
            push(night, settings.pushgateway, SECONDS)
        except NotSent as error:
            yield f"metrics: {error}"
