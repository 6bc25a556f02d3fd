"""The changes between the roster in force and a new one."""

from collections.abc import Mapping
from pathlib import Path

from providers.section.text import quoted
from scheduler.config.people import Row, read_rows
from scheduler.config.problems import Place, Problems
from scheduler.config.source import decoded, read
from scheduler.errors import BadInput
from scheduler.roster.changes import Dissolved, Joined, Left, NewLeader, TeamChange, Transfer
from scheduler.roster.files import ConfigFiles
from scheduler.roster.resolve import leaders_of, reports_of


def difference(files: ConfigFiles, roster: Path) -> tuple[TeamChange, ...]:
    """Joins, leaves, transfers, new leaders and dissolved teams, in the order of the files.

    A roster is a CSV file as `people_file` names one, with the column `leader`. It is compared with that file where the
    configuration has one, and whoever is only in the TOML file stays as they are; else with all people. Of people who
    stay, cells other than their leader's are not compared.

    Raises:
        BadInput: either cannot be read; every problem at once.
    """
    problems = Problems()
    rows = _rows(roster, problems)
    new = _by_email(rows, problems)
    old = _in_force(files, problems, roster, new)
    if found := problems.in_order():
        raise BadInput(*found)
    changes = [_change(email, row, old, files, roster) for email, row in new.items()]
    left = [Left(email, said=f"{roster}: {email}, who is not in it") for email in old if email not in new]
    return (*_teams(new, old, files, roster), *(change for change in changes if change is not None), *left)


def _rows(roster: Path, problems: Problems) -> list[Row]:
    place = Place(str(roster))
    source = read(roster, place, problems)
    text = None if source is None else decoded(source, place, problems)
    if text is None:
        return []
    rows = read_rows(text, place, problems)
    if rows and not any(row.leader for row in rows):
        problems.wrong(place, 'nobody has a leader; give the column "leader", as every team would end')
    return rows


def _by_email(rows: list[Row], problems: Problems) -> dict[str, Row]:
    """Every row by the person's email; one who is there twice is a problem."""
    found: dict[str, Row] = {}
    for row in rows:
        email = row.person.get("email", "").lower()
        if not email:
            problems.wrong(row.place.at("email"), "is missing")
        elif email in found:
            first = found[email].place.line
            problems.wrong(row.place.at("email"), f"{quoted(email)} is there twice; first in line {first}")
        found.setdefault(email, row)
    return found


def _in_force(files: ConfigFiles, problems: Problems, roster: Path, new: Mapping[str, Row]) -> dict[str, str | None]:
    """Whom everybody who is compared reports to."""
    leaders = leaders_of(files.company)
    if files.roster is not None:
        text = files.text(files.roster).replace("\r\n", "\n")
        rows = _by_email(read_rows(text, Place(str(files.roster)), Problems()), Problems())
        in_file = {email: _low(row.leader) for email, row in rows.items()}
        outside = {email: next(iter(found), None) for email, found in leaders.items() if email in new}
        return {**outside, **in_file}
    for email, found in leaders.items():
        if len(found) > 1 and email in new and _low(new[email].leader) not in found:
            what = f"{quoted(email)} reports to {' and '.join(found)}; a roster has one leader. Say it with --member"
            problems.wrong(new[email].place.at("leader"), what)
    return {
        email: _low(new[email].leader) if email in new and _low(new[email].leader) in found else next(iter(found), None)
        for email, found in leaders.items()
    }


def _change(email: str, row: Row, old: Mapping[str, str | None], files: ConfigFiles, roster: Path) -> TeamChange | None:
    """What a row says of one person."""
    said, leader = f"{roster}: line {row.place.line}", _low(row.leader)
    if email not in files.company.people:
        person = {key: value for key, value in row.person.items() if key not in ("email", "name", "zone", "provider")}
        return Joined(
            email,
            leader,
            name=row.person.get("name"),
            zone=row.person.get("zone"),
            provider=row.person.get("provider"),
            more={**person, **row.report},
            said=said,
        )
    former = old.get(email)
    if leader == former:
        return None
    if leader is None:
        return Left(email, former, said=said)
    return (
        Joined(email, leader, more=row.report, said=said)
        if former is None
        else Transfer(email, former, leader, said=said)
    )


def _teams(new: Mapping[str, Row], old: Mapping[str, str | None], files: ConfigFiles, roster: Path) -> list[TeamChange]:
    """Teams that begin and end."""
    teams = files.company.teams
    leading = dict.fromkeys(leader for row in new.values() if (leader := _low(row.leader)) is not None)
    begun: list[TeamChange] = [
        NewLeader(leader, said=f"{roster}: {leader}, who leads now") for leader in leading if leader not in teams
    ]
    led = dict.fromkeys(leader for leader in old.values() if leader is not None)
    ended: list[TeamChange] = [
        Dissolved(leader, said=f"{roster}: {leader}, who leads nobody in it")
        for leader in led
        if leader in teams
        and leader not in leading
        and all(member in old and old[member] == leader for member in reports_of(files.company, leader))
    ]
    return [*begun, *ended]


def _low(email: str | None) -> str | None:
    return None if email is None else email.strip().lower()
