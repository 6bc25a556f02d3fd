"""The whole way from a file to a company: its tables are put together, and rules about more than one value checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from scheduler.agenda import template_problem
from scheduler.company import Company, Nightly, Team
from scheduler.config.grid import check_grid
from scheduler.config.hosts import check_used, read_hosts, read_tokens
from scheduler.config.ledger import read_ledger
from scheduler.config.pairs import check_chain, check_people, make_pair
from scheduler.config.people import Row, make_people, read_rows
from scheduler.config.problems import Place, Problems
from scheduler.config.rules import check_days, flat_days, make_rules
from scheduler.config.schema import (
    AgendaTable,
    CompanyTable,
    DefaultsTable,
    DocumentTable,
    LeaderKeys,
    NightlyTable,
    PersonTable,
)
from scheduler.config.section import Section, read_sections
from scheduler.config.source import Source, beside, decoded, parsed, read
from scheduler.config.table import Table, inherit, read_table
from scheduler.config.telling import read_telling
from scheduler.config.trial import Setting, Trial
from scheduler.errors import BadInput
from scheduler.fingerprint import with_fingerprint


class _Builder:
    """Reads the sections of one document; holds what all of them need."""

    def __init__(self, place: Place, source: Source, problems: Problems, instead: Mapping[Path, bytes]) -> None:
        self.place = place
        self.problems = problems
        self.instead = instead
        self.sources = [source]

    def path(self, written: str, place: Place) -> Path | None:
        """A path that the configuration names."""
        try:
            return beside(self.sources[0].path, written)
        except ValueError as error:
            self.problems.unreadable(place, str(error))
            return None

    def text(self, written: str, place: Place) -> str | None:
        """The text of a file that the configuration names."""
        path = self.path(written, place)
        source = None if path is None else read(path, place, self.problems, self.instead)
        if source is None:
            return None
        self.sources.append(source)
        return decoded(source, place, self.problems)

    def roster(self, company: Table[CompanyTable]) -> tuple[list[Row], Place]:
        """The rows of the CSV file, if there is one, and where it is."""
        written, named = company.values.people_file, company.at("people_file")
        text = None if written is None else self.text(written, named)
        if text is None:
            return [], named
        file = Place(str(self.sources[-1].path))
        return read_rows(text, file, self.problems), file

    def rows_of(self, document: Mapping[str, object]) -> list[Row]:
        """The rows of the CSV file that a document names, if it can be read; what is wrong is noted when it counts."""
        table = document.get("company")
        named = table.get("people_file") if isinstance(table, dict) else None
        silent = _Builder(self.place, self.sources[0], Problems(), self.instead)
        text = silent.text(named, self.place) if isinstance(named, str) else None
        return [] if text is None else read_rows(text, Place(str(silent.sources[-1].path)), silent.problems)

    def agenda(self, raw: object) -> str:
        """The standing agenda's template; empty: the one that comes with us."""
        table = read_table(AgendaTable, raw, self.place.at("agenda"), self.problems)
        text, place = table.values.text, table.at("text")
        if table.values.file is not None:
            if text is not None:
                self.problems.wrong(table.at("file"), "there is a text already; use one of them")
            text, place = self.text(table.values.file, table.at("file")), table.at("file")
        if text is None:
            return ""
        if problem := template_problem(text) if text.strip() else "is empty":
            self.problems.wrong(place, problem)
        return text

    def nightly(self, raw: object) -> Nightly:
        """What holds for a night as a whole."""
        table = read_table(NightlyTable, raw, self.place.at("nightly"), self.problems).values
        return Nightly(table.max_changes / 100, table.deadline)


def load(path: Path, settings: Sequence[Setting] = (), instead: Mapping[Path, bytes] | None = None) -> Company:
    """Read a configuration and the files that it names.

    Args:
        settings: are tried on it, as if the files said so.
        instead: what some of these files would hold, to load a configuration that is not written.

    Raises:
        BadInput: with every problem at once, each with its file, line and key.
    """
    problems = Problems()
    file = Place(str(path))
    instead = instead or {}
    source = read(path, file, problems, instead)
    text = None if source is None else decoded(source, file, problems)
    document = None if text is None else parsed(text, file, problems)
    company = None
    if source is not None and document is not None:
        tables, lines = document
        trial = Trial(settings, problems)
        builder = _Builder(Place(str(path), lines=lines, options=trial.options), source, problems, instead)
        company = _company(tables, builder, trial)
    found = problems.in_order()
    if found or company is None:
        raise BadInput(*found)
    return company


def _company(document: dict[str, object], builder: _Builder, trial: Trial) -> Company:
    """The company that a document describes; of use only if no problem was noted."""
    place, problems = builder.place, builder.problems
    if trial.settings:
        trial.document(document, builder.rows_of(document))
    top = read_table(DocumentTable, document, place, problems).values
    company = read_table(CompanyTable, top.company, place.at("company"), problems)
    defaults = read_table(DefaultsTable, top.defaults, place.at("defaults"), problems)
    in_toml = [read_table(PersonTable, raw, place.at("people", i), problems) for i, raw in enumerate(top.people)]
    rows, roster = builder.roster(company)
    rows = trial.rows(rows)
    in_rows = [(row, read_table(PersonTable, row.person, row.place, problems)) for row in rows]
    hosts = read_hosts(top.providers, place.at("providers"), builder.path, problems)
    people = make_people([*in_toml, *(member for _, member in in_rows)], company, hosts, problems)
    check_used(hosts, {person.provider for person in people.values()}, problems)
    sections = read_sections(top.teams, place.at("teams"), in_rows, problems)
    check_days(company, problems)
    check_grid(company, [defaults, *(table for section in sections for table in section.tables())], problems)
    origins = [place.at("people"), company.at("people_file"), roster]
    if not people:
        problems.wrong(place.at("people"), "there is nobody; add [[people]]", because=origins)
    if not sections:
        problems.wrong(place.at("teams"), "there is no leader; add [[teams]]", because=origins)
    check_people(sections, people, origins, problems)
    check_chain(sections, problems)
    teams = {section.leader: _team(section, company, defaults, problems) for section in sections}
    settings = company.values
    minutes = range(0, 60, max(1, int(settings.grid.total_seconds()) // 60))
    ledger = read_ledger(top.ledger, place.at("ledger"), builder.path, problems)
    described = Company(
        name=settings.name,
        time_zone=settings.zone,
        grid=settings.grid,
        start_minutes=tuple(sorted(set(settings.start_minutes or minutes))),
        horizon_weeks=settings.horizon_weeks,
        focus_days=flat_days(settings.focus_days),
        people=people,
        teams=teams,
        providers=hosts.settings,
        ledger=ledger.where,
        keep_weeks=ledger.keep_weeks,
        folder=ledger.folder,
        booked_title=settings.booked_title,
        event_title=settings.event_title,
        agenda_text=builder.agenda(top.agenda),
        sources=tuple(file.path for file in builder.sources),
        tokens=read_tokens(top.tokens, place.at("tokens"), builder.path, problems),
        nightly=builder.nightly(top.nightly),
        telling=read_telling(top, place, builder.path, problems),
    )
    return with_fingerprint(described)


def _team(section: Section, company: Table[CompanyTable], defaults: Table[DefaultsTable], problems: Problems) -> Team:
    leader = inherit(LeaderKeys, (section.team, defaults), problems)
    rules = make_rules(section.team, leader, company, problems)
    pairs = tuple(make_pair(entry, section.team, defaults, leader, rules, problems) for entry in section.entries)
    return Team(section.leader, rules, pairs)
