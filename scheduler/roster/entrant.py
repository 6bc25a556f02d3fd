"""Somebody whom a change of the team brings into the company."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from providers.registry import DEFAULT, PROVIDERS
from providers.section.text import email, line, near, quoted
from scheduler.company import Company
from scheduler.config.text import zone


@dataclass(frozen=True)
class Entrant:
    """A new person, as far as it is said who they are."""

    email: str
    said: str
    """What names them."""
    name: str | None
    zone: str | None
    provider: str | None
    more: Mapping[str, str]
    """Other cells of a roster's row, by column."""

    def with_(self, other: "Entrant") -> "Entrant":
        """What two changes say of one person."""
        return Entrant(
            self.email,
            self.said,
            self.name or other.name,
            self.zone or other.zone,
            self.provider or other.provider,
            {**other.more, **self.more},
        )


def problems_of(entrant: Entrant, company: Company) -> list[str]:
    """What cannot be of what is said about somebody, each beginning with what names them."""
    checks: list[tuple[str, Callable[[str], object], str | None]] = [
        ("", email, entrant.email),
        ("--name: ", line, entrant.name),
        ("--zone: ", zone, entrant.zone),
        ("--provider: ", lambda name: _provider(name, company), entrant.provider),
    ]
    found = []
    for option, check, value in checks:
        try:
            if value is not None:
                check(value)
        except ValueError as error:
            found.append(f"{entrant.said}: {option}{error}")
    return found


def _provider(name: str, company: Company) -> None:
    """Check that a provider may host somebody's calendar.

    Raises:
        ValueError: in words for a user.
    """
    if name not in PROVIDERS:
        meant = near(name, PROVIDERS)
        hint = f"did you mean {quoted(meant)}?" if meant else f"use {', '.join(map(quoted, PROVIDERS))}"
        raise ValueError(f"{quoted(name)} is not a provider; {hint}")
    if name not in company.providers and name != DEFAULT:
        raise ValueError(f"{quoted(name)} has no section [providers.{name}] in the configuration; add it first")
