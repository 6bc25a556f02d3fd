"""Working hours and time zones that people's accounts tell."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from providers.errors import ProviderError
from providers.event import Profile
from providers.interface import Account
from scheduler.company import Company, Person, WallSpan
from scheduler.fingerprint import with_fingerprint
from scheduler.read.team import Providers


def with_profiles(company: Company, providers: Providers) -> Company:
    """The company as its people's accounts have it: zone and hours of those whose configuration leaves them to that.

    What an account does not tell stays as configured. Whose account cannot be asked is not in the company's zone for
    that: `Person.unread_profile` says why, and makes their calendar unknown. Where something is taken over or cannot be
    had, the company's fingerprint is another one: a saved plan does not outlast a change of anybody's hours.
    """
    asked: dict[str, list[Account]] = defaultdict(list)
    for person in company.people.values():
        if person.zone_from_account or person.hours_from_account:
            asked[person.provider].append(Account(person.email, person.time_zone))
    told: dict[str, Profile | ProviderError] = {}
    for name, accounts in asked.items():
        told |= _profiles(providers, name, accounts)
    people = {email: _as_told(person, told.get(email, Profile())) for email, person in company.people.items()}
    if people == company.people:
        return company
    return with_fingerprint(replace(company, people=people))


def _profiles(providers: Providers, name: str, accounts: list[Account]) -> Mapping[str, Profile | ProviderError]:
    """What a provider cannot answer is said of each account."""
    try:
        return providers[name].profiles(accounts)
    except ProviderError as error:
        return {account.email: error.addressed(account.email) for account in accounts}


def _as_told(person: Person, profile: Profile | ProviderError) -> Person:
    """Hours are taken as they stand on the wall, whichever zone counts."""
    if isinstance(profile, ProviderError):
        why = (
            f"{person.email}: time zone or working hours cannot be had from the account ({profile.what}). {profile.do}"
        )
        return replace(person, unread_profile=why)
    if person.zone_from_account and profile.time_zone is not None:
        person = replace(person, time_zone=profile.time_zone)
    if person.hours_from_account and profile.hours:
        hours = tuple(sorted(WallSpan(each.weekday, each.start, each.end) for each in profile.hours))
        person = replace(person, hours=hours)
    return person
