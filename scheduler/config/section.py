"""A leader and whom they meet, as the files say it: a `[[teams]]` section, rows of the CSV file, or both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from providers.section.table import TableModel
from providers.section.text import quoted
from scheduler.config.people import Row
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import PersonTable, ReportTable, TeamTable
from scheduler.config.table import Table, read_table


@dataclass(frozen=True)
class Entry:
    """One pair."""

    report: Table[ReportTable]
    leader_place: Place
    """Where the leader is named."""
    member_place: Place
    """Where the member is named."""

    def at(self, name: str) -> Place:
        """Where a key of the pair stands."""
        return self.report.at(name)


@dataclass(frozen=True)
class Section:
    """One leader with all their pairs, those of the TOML file first."""

    team: Table[TeamTable]
    entries: tuple[Entry, ...]

    @property
    def leader(self) -> str:
        return self.team.values.leader

    def tables(self) -> Iterator[Table[TableModel]]:
        """Every table that says something about this leader."""
        yield self.team
        yield from (entry.report for entry in self.entries)


def read_sections(
    raw_teams: Sequence[object],
    place: Place,
    rows: Sequence[tuple[Row, Table[PersonTable]]],
    problems: Problems,
) -> list[Section]:
    """All leaders, in the order of the files; two sections of one leader are a problem."""
    teams: dict[str, Table[TeamTable]] = {}
    entries: dict[str, list[Entry]] = {}
    for index, raw in enumerate(raw_teams):
        team = read_table(TeamTable, raw, place.at(index), problems)
        leader = team.values.leader
        if leader in teams:
            problems.wrong(
                team.at("leader"),
                f"{quoted(leader)} has a section already, in line {teams[leader].place.line}; make them one",
            )
        teams.setdefault(leader, team)
        entries.setdefault(leader, []).extend(_entries(team, problems))
    for team, entry in _from_rows(rows, problems):
        teams.setdefault(team.values.leader, team)
        entries.setdefault(team.values.leader, []).append(entry)
    return [Section(team, tuple(entries[leader])) for leader, team in teams.items()]


def _entries(team: Table[TeamTable], problems: Problems) -> Iterator[Entry]:
    for index, raw in enumerate(team.values.reports):
        place = team.at("reports").at(index)
        written = {"person": raw} if isinstance(raw, str) else raw
        report = read_table(ReportTable, written, place, problems)
        yield Entry(report, team.at("leader"), report.at("person"))


def _from_rows(
    rows: Sequence[tuple[Row, Table[PersonTable]]], problems: Problems
) -> Iterator[tuple[Table[TeamTable], Entry]]:
    for row, person in rows:
        if row.leader is None:
            for key in row.report:
                problems.wrong(row.place.at(key), "says nothing without a leader; name one in that column")
            continue
        team = read_table(TeamTable, {"leader": row.leader}, row.place, problems)
        report = read_table(ReportTable, {"person": person.values.email, **row.report}, row.place, problems)
        yield team, Entry(report, team.at("leader"), person.at("email"))
