"""The people of a company, from both kinds of file."""

from collections.abc import Sequence

from scheduler.company import Person
from scheduler.config.notation import joined, near
from scheduler.config.problems import Place, Problems, quoted
from scheduler.config.schema import CompanyTable, PersonTable
from scheduler.config.table import Table

PROVIDERS = ("folder",)


def make_people(
    tables: Sequence[Table[PersonTable]], company: Table[CompanyTable], problems: Problems
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
        if values.provider not in PROVIDERS:
            meant = near(values.provider, PROVIDERS)
            hint = f"did you mean {quoted(meant)}?" if meant else f"use {', '.join(map(quoted, PROVIDERS))}"
            problems.wrong(table.at("provider"), f"{quoted(values.provider)} is not a provider; {hint}")
        first[values.email] = table.at("email")
        hours = values.hours or company.values.hours
        people[values.email] = Person(
            email=values.email,
            name=values.name,
            time_zone=values.zone or company.values.zone,
            hours=joined(span for spans in hours for span in spans),
            country=values.country if table.gives("country") else company.values.country,
            provider=values.provider,
        )
    return people
