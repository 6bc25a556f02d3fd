"""Who hosts calendars, and how they are reached: the sections of `[providers]`, and `[tokens]`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from providers.auth.secret_file import refuse_open_to_others
from providers.errors import NotPermitted
from providers.registry import DEFAULT, PROVIDERS
from providers.section.table import Look, ProviderTable
from providers.settings import Settings
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import PROVIDER_TABLES, ProvidersTable, TokensTable
from scheduler.config.source import read
from scheduler.config.table import Table, read_table

FindPath = Callable[[str, Place], Path | None]
"""The path that a place of the configuration names; None, and a problem, where there is none."""


@dataclass(frozen=True)
class ProviderSection:
    """How the section of a provider was read; see `providers.section.table.Reading`."""

    table: Table[ProviderTable]
    find: FindPath
    problems: Problems

    def gives(self, key: str) -> bool:
        """See `Reading.gives`."""
        return self.table.gives(key)

    def path(self, key: str) -> Path | None:
        """See `Reading.path`."""
        written = getattr(self.table.values, key)
        return None if written is None else self.find(written, self.table.at(key))

    def secret_file(self, key: str, look: Look, *, private: bool = True) -> Path | None:
        """See `Reading.secret_file`."""
        path = self.path(key)
        if path is not None:
            check_secret_file(path, self.table.at(key), self.problems, look=look, private=private)
        return path

    def wrong(self, what: str, key: str | None = None, *, because: Iterable[str] = ()) -> None:
        """See `Reading.wrong`."""
        place = self.table.place if key is None else self.table.at(key)
        self.problems.wrong(place, what, because=[self.table.at(cause) for cause in because])


@dataclass(frozen=True)
class Hosts:
    """What the configuration says of providers, by name; of those that have a section."""

    sections: Mapping[str, ProviderSection]
    settings: Mapping[str, Settings]
    place: Place

    def default(self) -> str | None:
        """Who hosts the calendar of somebody of whom it is not said; None: that is to be said."""
        if DEFAULT in self.sections or not self.sections:
            return DEFAULT
        return next(iter(self.sections)) if len(self.sections) == 1 else None

    def asks_accounts(self, name: str) -> bool:
        """Whether zone and hours of people come from their accounts, where the configuration gives none."""
        return name in self.sections and self.sections[name].table.values.from_accounts


def read_hosts(raw: object, place: Place, find: FindPath, problems: Problems) -> Hosts:
    """The sections of `[providers]`. What a section that nobody uses leaves out is no problem."""
    given = read_table(ProvidersTable, raw, place, problems)
    sections = {
        name: ProviderSection(
            read_table(PROVIDER_TABLES[name], getattr(given.values, name), given.at(name), problems), find, problems
        )
        for name in PROVIDERS
        if given.gives(name)
    }
    settings = {name: section.table.values.settings(section) for name, section in sections.items()}
    return Hosts(sections, settings, place)


def check_used(hosts: Hosts, used: Collection[str], problems: Problems) -> None:
    """What is missing in the sections of those who host somebody's calendar."""
    if DEFAULT in used and DEFAULT not in hosts.sections and not problems.hidden(hosts.place):
        read_table(PROVIDER_TABLES[DEFAULT], {}, hosts.place.at(DEFAULT), problems)
    for name, section in hosts.sections.items():
        if name in used:
            section.table.values.check_used(section)


def read_tokens(raw: object, place: Place, find: FindPath, problems: Problems) -> Path | None:
    """The file of tokens; None: the operating system's keyring. It need not exist yet."""
    table = read_table(TokensTable, raw, place, problems)
    path = None if table.values.file is None else find(table.values.file, table.at("file"))
    if path is not None and path.exists():
        check_secret_file(path, table.at("file"), problems)
    return path


def check_secret_file(
    path: Path, place: Place, problems: Problems, *, look: Look | None = None, private: bool = True
) -> None:
    """Note what is wrong with a file of which the configuration says that it holds a secret.

    Nothing of its content is kept or shown, and none of it goes into the configuration's fingerprint.

    Args:
        private: whether nobody but its owner may be able to read it.
    """
    source = read(path, place, problems)
    if source is None:
        return
    if private:
        try:
            refuse_open_to_others(path)
        except NotPermitted as error:
            problems.wrong(place, f"{path}: {error.what}; {error.do}")
        except OSError:
            problems.wrong(place, f"{path} cannot be looked at")
    if look is not None and (wrong := look(source.content)) is not None:
        problems.wrong(place, f"{path} {wrong}")
