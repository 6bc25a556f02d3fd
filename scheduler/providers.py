"""The providers that a company's configuration names, and how one is signed in to each.

What talks to a service is imported only where the service hosts somebody's calendar.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from providers.auth.secrets import secrets_in
from providers.auth.status import Status
from providers.interface import Provider
from scheduler.company import Company
from scheduler.errors import BadInput
from scheduler.ledger.store import default_path
from scheduler.read.team import Providers


def providers_of(company: Company) -> Providers:
    """The providers that host anybody's calendar, by name. Nothing is asked of them yet.

    Raises:
        BadInput: one is not configured.
    """
    makers = {"folder": _folder, "google": _google, "outlook": _outlook}
    used = hosts_of(company)
    return {name: make(company) for name, make in makers.items() if name in used}


def hosts_of(company: Company) -> Mapping[str, tuple[str, ...]]:
    """Whose calendars each provider hosts: emails by its name; leaders first."""
    order = (*company.teams, *(email for email in company.people if email not in company.teams))
    names = dict.fromkeys(company.people[email].provider for email in order)
    return {name: tuple(email for email in order if company.people[email].provider == name) for name in names}


def standing_of(company: Company, name: str) -> Status:
    """How one is signed in to `google` or `outlook`, tried with a token.

    Raises:
        BadInput: it is not configured.
    """
    profiles = asks_profiles(company, name)
    if name == "google" and company.google is not None:
        from providers.google.sign_in.status import status_of as google

        owner = next(iter(hosts_of(company).get("google", ())), "")
        return google(company.google, secrets_in(company.tokens), profiles=profiles, owner=owner)
    if name == "outlook" and company.outlook is not None:
        from providers.outlook.sign_in.status import status_of as outlook

        return outlook(company.outlook, secrets_in(company.tokens), os.environ, profiles=profiles)
    raise not_configured(name)


def asks_profiles(company: Company, name: str) -> bool:
    """Whether accounts at a provider are asked for their owner's zone or working hours."""
    return any(
        person.zone_from_account or person.hours_from_account
        for person in company.people.values()
        if person.provider == name
    )


def not_configured(name: str) -> BadInput:
    """A provider that the configuration has no section for."""
    return BadInput(f"there is no section [providers.{name}] in the configuration; add it (see config.example.toml)")


def _folder(company: Company) -> Provider:
    if company.folder is None:
        raise BadInput("no calendar provider is configured: set path under [providers.folder] in the configuration")
    from providers.folder import FolderProvider

    return FolderProvider(company.folder)


def _google(company: Company) -> Provider:
    if company.google is None:
        raise not_configured("google")
    from providers.google.provider import GoogleProvider
    from providers.google.sign_in import sign_in_of

    profiles = asks_profiles(company, "google")
    sign_in = sign_in_of(company.google, secrets_in(company.tokens), profiles=profiles)
    return GoogleProvider(company.google, sign_in, _state(company))


def _outlook(company: Company) -> Provider:
    if company.outlook is None:
        raise not_configured("outlook")
    from providers.outlook.provider import OutlookProvider
    from providers.outlook.sign_in import sign_in_of

    profiles = asks_profiles(company, "outlook")
    sign_in = sign_in_of(company.outlook, secrets_in(company.tokens), os.environ, profiles=profiles)
    return OutlookProvider(company.outlook, sign_in, _state(company))


def _state(company: Company) -> Path:
    """Where providers keep what was read last time: beside the ledger."""
    return (company.ledger or default_path()).parent
