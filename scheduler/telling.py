"""To whom it is told how a night ended, and where: plain data, already validated. Secrets are named, never held."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path


class LogLevel(StrEnum):
    """The least that is logged."""

    DEBUG = "debug"
    """Also what stays as it is."""
    INFO = "info"
    """Every decision that changes something."""
    WARNING = "warning"
    """What somebody may want to see to."""
    ERROR = "error"
    """What failed."""


class LogForm(StrEnum):
    """How a line of the log is written."""

    AUTO = "auto"
    """For people in a terminal, as JSON anywhere else."""
    TEXT = "text"
    JSON = "json"


class When(StrEnum):
    """After which nights a summary is sent."""

    ALWAYS = "always"
    CHANGES = "changes"
    """Something changed, or somebody has to see to something."""
    PROBLEMS = "problems"
    """Somebody has to see to something."""


class Security(StrEnum):
    """How a connection to a mail server is kept from others."""

    STARTTLS = "starttls"
    """It begins in the clear, and nothing is said before it is encrypted."""
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is: one of the two."""

    file: Path | None = None
    """Holds the secret and nothing else; its owner's alone."""
    variable: str | None = None
    """Of the environment."""


@dataclass(frozen=True, slots=True)
class Log:
    level: LogLevel = LogLevel.INFO
    form: LogForm = LogForm.AUTO


@dataclass(frozen=True, slots=True)
class Metrics:
    file: Path | None = None
    """For node_exporter's textfile collector; None: none is written."""
    pushgateway: str | None = None
    """URL; None: nothing is pushed."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server, and who writes to whom."""

    host: str
    port: int
    security: Security
    sender: str
    """Email."""
    to: tuple[str, ...]
    """Emails of those who get the summary; empty: nobody."""
    user: str | None = None
    """None: without signing in."""
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    when: When = When.CHANGES
    people: bool = False
    """Whether everybody is written to of whose 1-on-1s some changed."""
    deadline: timedelta = timedelta(minutes=1)
    """So long may all sending take; what is not sent by then is sent after the next night."""
    smtp: Smtp | None = None
    slack: Secret | None = None
    """URL of an incoming webhook."""
    teams: Secret | None = None
    """URL of a workflow's webhook."""


@dataclass(frozen=True, slots=True)
class Telling:
    """All of it."""

    log: Log = field(default_factory=Log)
    metrics: Metrics = field(default_factory=Metrics)
    summary: Summary = field(default_factory=Summary)
