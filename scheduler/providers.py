"""The providers that a company uses, and what it uses each for.

What talks to a service is imported only where the service hosts somebody's calendar.
"""

import os
from collections.abc import Mapping

from providers.registration import Access, Use
from providers.registry import PROVIDERS
from providers.sealed import SealedProvider
from scheduler.company import Company
from scheduler.errors import BadInput
from scheduler.ledger.store import data_folder
from scheduler.read.lost_key import key_file
from scheduler.read.team import Providers


def providers_of(company: Company, *, deadline: float | None = None) -> Providers:
    """The providers that host anybody's calendar, by name; what they write bears the company's seal.

    Nothing is asked of them yet.

    Args:
        deadline: seconds that a run may ask a service in all; None: as long as a run for one leader may.

    Raises:
        BadInput: one is not configured.
    """
    used = hosts_of(company)
    missing = [name for name in used if name not in company.providers]
    if missing:
        raise BadInput(*(str(not_configured(name)) for name in missing))
    makers = {name: PROVIDERS[name].load().make for name in used}
    return {
        name: SealedProvider(make(company.providers[name], use_of(company, name, deadline)), key_file(company))
        for name, make in makers.items()
    }


def hosts_of(company: Company) -> Mapping[str, tuple[str, ...]]:
    """Whose calendars each provider hosts: emails by its name; leaders first, who has just left last."""
    people = company.everybody
    order = dict.fromkeys((*company.teams, *people))
    names = dict.fromkeys(people[email].provider for email in order)
    return {name: tuple(email for email in order if people[email].provider == name) for name in names}


def access_of(company: Company, name: str) -> Access:
    """How one signs in to one of the services. Where it is not configured, one can only sign out."""
    access = PROVIDERS[name].load().access
    assert access is not None
    return access(company.providers.get(name), use_of(company, name))


def use_of(company: Company, name: str, deadline: float | None = None) -> Use:
    """What a provider is used for; what it keeps between runs is kept where the company says.

    Args:
        deadline: see `providers_of`.
    """
    hosted = hosts_of(company).get(name, ())
    everybody = company.everybody
    people = [everybody[email] for email in hosted]
    return Use(
        emails=hosted,
        profiles=any(person.zone_from_account or person.hours_from_account for person in people),
        tokens=company.tokens,
        state=data_folder(company.ledger, company.folder),
        environ=os.environ,
        deadline=deadline,
    )


def not_configured(name: str) -> BadInput:
    """A provider that the configuration has no section for."""
    return BadInput(
        f"there is no section [providers.{name}] in the configuration; `schedule init --provider {name} --config NEW` "
        "writes one to copy, with what has to be done for it"
    )
