"""The people of a company, from both kinds of file."""

from collections.abc import Sequence

from providers.registry import DEFAULT, PROVIDERS
from providers.section.text import near, quoted
from scheduler.company import Person
from scheduler.config.hosts import Hosts
from scheduler.config.notation import joined
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import CompanyTable, PersonTable
from scheduler.config.table import Table


def make_people(
    tables: Sequence[Table[PersonTable]], company: Table[CompanyTable], hosts: Hosts, problems: Problems
) -> dict[str, Person]:
    """People by email, in the order of the files, with the company's zone, hours and country where they have none."""
    people: dict[str, Person] = {}
    first: dict[str, Place] = {}
    for table in tables:
        values = table.values
        if values.email in people:
            other = first[values.email]
            where = f"line {other.line}" if other.file == table.place.file else f"{other.file}, line {other.line}"
            problems.wrong(table.at("email"), f"{quoted(values.email)} is there twice; first in {where}")
            continue
        first[values.email] = table.at("email")
        provider = _provider(table, hosts, problems)
        hours = values.hours or company.values.hours
        from_account = hosts.asks_accounts(provider)
        people[values.email] = Person(
            email=values.email,
            name=values.name,
            time_zone=values.zone or company.values.zone,
            hours=joined(span for spans in hours for span in spans),
            country=values.country if table.gives("country") else company.values.country,
            provider=provider,
            zone_from_account=from_account and not table.gives("zone"),
            hours_from_account=from_account and not table.gives("hours"),
        )
    return people


def _provider(table: Table[PersonTable], hosts: Hosts, problems: Problems) -> str:
    """Who hosts somebody's calendar; a name that is none is noted, and stands for files."""
    place, written = table.at("provider"), table.values.provider
    if written is None:
        default = hosts.default()
        if default is None:
            names = " or ".join(map(quoted, hosts.sections))
            problems.wrong(place, f"is missing; say who hosts the calendar: {names}", because=[hosts.place])
        return default or next(iter(hosts.sections))
    if written not in PROVIDERS:
        meant = near(written, PROVIDERS)
        hint = f"did you mean {quoted(meant)}?" if meant else f"use {', '.join(map(quoted, PROVIDERS))}"
        problems.wrong(place, f"{quoted(written)} is not a provider; {hint}")
        return hosts.default() or next(iter(hosts.sections))
    if written not in hosts.sections and written != DEFAULT:
        problems.wrong(place, f"there is no section [providers.{written}]; add it", because=[hosts.place])
    return written
