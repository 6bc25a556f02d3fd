"""What the configuration says about Outlook."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from providers.settings import Settings


class Cloud(StrEnum):
    """Microsoft's clouds: each has hosts of its own for signing in and for Graph."""

    GLOBAL = "global"
    US_GOVERNMENT = "us-government"
    US_DEFENSE = "us-defense"
    CHINA = "china"


@dataclass(frozen=True, slots=True)
class OutlookSettings(Settings):
    tenant: str
    """Id or domain of the directory."""
    client_id: str
    """Application id."""
    secret: Path | None = None
    """File with the client secret; or, where `secret_env` is given, that environment variable."""
    secret_env: str | None = None
    certificate: Path | None = None
    """PEM file with the private key and the certificate. Neither of the three: one person signs in."""
    cloud: Cloud = Cloud.GLOBAL
    teams: bool = False
    """Whether new events get a Teams link."""
    changes_only: bool = False
    """Whether later runs ask for changes only (`calendarView/delta`). Those come with all fields: titles travel,
    and are dropped on arrival. Else each run reads the planned weeks anew, by their fields: just as many calls."""
    endpoint: str | None = None
    """Of Graph, without a path, other than the cloud's own; plain http only on this machine."""
    authority: str | None = None
    """Where tokens come from, without a path, other than the cloud's own; https only."""
