"""Settings of who is told, and telling them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from scheduler.outcome import Night
from scheduler.tell.summary import send
from scheduler.tell.summary.message import Message, from_json
from scheduler.telling import Secret, Security, Smtp, Summary, When
from tests.servers.mail import MailServer
from tests.tell.nights import AS_OF, night, quiet

TO = ("ops@example.com", "people@example.com")
PASSWORD = "hunter2-verysecret"
NEXT = "2026-11-27T020000Z-11aa"


def mailed(server: MailServer, **more: object) -> Summary:
    """Settings of somebody who wants mail of every night."""
    given = {"security": Security.NONE, "to": TO, **more}
    smtp = Smtp(host="localhost", port=server.port, sender="schedule@example.com", **given)  # type: ignore[arg-type]
    return Summary(When.ALWAYS, smtp=smtp)


def hooked(**hooks: str) -> tuple[Summary, Mapping[str, str]]:
    """Settings and environment for webhooks at these addresses."""
    secrets = {name: Secret(variable=name.upper()) for name in hooks}
    environ = {name.upper(): address for name, address in hooks.items()}
    return Summary(When.ALWAYS, slack=secrets.get("slack"), teams=secrets.get("teams")), environ


def told(night: Night, settings: Summary, folder: Path, environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Tell of a night; what could not be done."""
    return send(night, "Example", settings, folder / "outbox", environ or {})


def tomorrow(**how: object) -> Night:
    """The next night, on which all is as it was."""
    return night(quiet(1), run=NEXT, as_of=AS_OF + timedelta(days=1), **how)  # type: ignore[arg-type]


def waiting(folder: Path) -> list[Message]:
    """What the outbox still holds to be sent."""
    kept = [from_json(path.read_bytes()) for path in (folder / "outbox").glob("*.json")]
    return [message for message in kept if not message.sent]
