"""Settings that are tried on a configuration without touching its files: `teams.ana.layout = "whole-day"`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from providers.section.text import quoted
from scheduler.config.people import ABOUT_PERSON, ABOUT_REPORT, Row
from scheduler.config.problems import Key, Place, Problems
from scheduler.named import named

_ASSIGNMENT = re.compile(r"""((?:"[^"]*"|'[^']*'|[^="'])*)=(.*)""", re.DOTALL)
_BARE_TEXT = re.compile(r"[\w@:.+/ -]+")
"""What a shell leaves of a text whose quotes it took."""
TRIED = ("company", "defaults", "people", "teams", "nightly", "agenda")
"""Sections that decide about plans, and so may be tried."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key that is set or unset."""

    option: str
    """As somebody typed it: `--set 'company.lunch="none"'`."""
    path: tuple[str, ...]
    value: object = None
    unset: bool = False


def set_to(written: str) -> Setting:
    """What `--set KEY=VALUE` asks for: a key as TOML dots it, and a TOML value; plain words need no quotes.

    Raises:
        ValueError: in words for a user.
    """
    match = _ASSIGNMENT.fullmatch(written)
    if match is None:
        raise ValueError(f'{quoted(written)} sets nothing; use KEY=VALUE, such as teams.ana.layout="whole-day"')
    path, value = _path(match[1]), match[2].strip()
    try:
        read: object = tomllib.loads(f"value = {value}")["value"]
    except ValueError:
        if _BARE_TEXT.fullmatch(value) is None:
            raise ValueError(
                f"{quoted(value)} is not a value of TOML: text stands in double quotes, lists in square brackets; put "
                "the whole setting into single quotes, so that the shell leaves it alone"
            ) from None
        read = value
    return Setting(f"--set {written}", path, read)


def unset(written: str) -> Setting:
    """What `--unset KEY` asks for.

    Raises:
        ValueError: in words for a user.
    """
    return Setting(f"--unset {written}", _path(written), unset=True)


def _path(written: str) -> tuple[str, ...]:
    try:
        found: Any = tomllib.loads(f"{written.strip()} = 0")
    except ValueError:
        raise ValueError(f"{quoted(written)} is not a key; use one such as teams.ana.layout") from None
    path: list[str] = []
    while isinstance(found, dict):
        ((key, found),) = found.items()
        path.append(key)
    if path[0] not in TRIED:
        raise ValueError(f"{quoted(path[0])} decides nothing about plans; use a key of {', '.join(TRIED)}")
    if len(path) < (3 if path[0] in ("people", "teams") else 2):
        whose = " and whose" if path[0] in ("people", "teams") else ""
        raise ValueError(f"{quoted(written)} is a section; say which key{whose}, such as teams.ana.layout")
    return tuple(path)


@dataclass
class Trial:
    """Puts settings into what was read, before it is understood."""

    settings: Sequence[Setting]
    problems: Problems
    options: dict[tuple[Key, ...], str] = field(default_factory=dict)
    """By path in the document: the option that set it."""
    _left: list[tuple[Setting, str]] = field(default_factory=list)
    """Settings of people who are not in the TOML file, each with what is wrong if no row has them either."""

    def document(self, document: dict[str, Any], rows: Sequence[Row]) -> None:
        """Change the parsed TOML file.

        Args:
            rows: of the CSV file; whoever leads only there gets a section.
        """
        for setting in self.settings:
            table: Any = document
            path: tuple[Key, ...] = ()
            keys = list(setting.path)
            if keys[0] in ("people", "teams"):
                found = self._element(document, rows, setting)
                if found is None:
                    continue
                table, path, keys = found
            self._put(table, path, keys, setting)

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Change rows of the CSV file: what is left over of the settings."""
        changed = list(rows)
        for setting, problem in self._left:
            hit = False
            for index, row in enumerate(changed):
                if (new := _in_row(row, setting, rows)) is not None:
                    changed[index], hit = new, True
            if not hit:
                self.problems.unreadable(_place(setting), problem)
        return changed

    def _element(
        self, document: dict[str, Any], rows: Sequence[Row], setting: Setting
    ) -> tuple[Any, tuple[Key, ...], list[str]] | None:
        """The table in an array of tables that a setting means, its path, and the keys in it."""
        section, who, *keys = setting.path
        names = _names(document, rows)
        tables = [table for table in document.get(section, []) if isinstance(table, dict)]
        key = "leader" if section == "teams" else "email"
        emails = [str(table.get(key, "")).strip().lower() for table in tables]
        if section == "teams":
            leaders = dict.fromkeys([*emails, *(row.leader.lower() for row in rows if row.leader)])
            email = self._one(who, {each: names.get(each, "") for each in leaders}, "leads no team", setting)
            if email is not None and email not in emails:
                document.setdefault("teams", []).append({"leader": email})
                tables, emails = [*tables, document["teams"][-1]], [*emails, email]
        else:
            email = self._one(who, names, "is nobody in the configuration", setting)
            if email is not None and email not in emails:
                self._left.append((setting, f"{quoted(who)} is nobody in the configuration"))
                return None
        if email is None:
            return None
        index = emails.index(email)
        if section == "teams" and keys[0] == "reports" and len(keys) > 2:
            return self._report(tables[index], (section, index), keys[1:], setting, names)
        return tables[index], (section, index), keys

    def _report(
        self, team: dict[str, Any], path: tuple[Key, ...], keys: list[str], setting: Setting, names: Mapping[str, str]
    ) -> tuple[Any, tuple[Key, ...], list[str]] | None:
        reports = team.get("reports", [])
        emails = [str(each.get("person", "") if isinstance(each, dict) else each).strip().lower() for each in reports]
        meant = named(keys[0], {email: names.get(email, "") for email in emails})
        if len(meant) != 1:
            self._left.append((setting, f"{quoted(keys[0])} is none of the reports there, or could be several"))
            return None
        index = emails.index(meant[0])
        if isinstance(reports[index], str):
            reports[index] = {"person": reports[index]}
        return reports[index], (*path, "reports", index), keys[1:]

    def _one(self, who: str, names: Mapping[str, str], wrong: str, setting: Setting) -> str | None:
        found = named(who, names)
        if len(found) == 1:
            return found[0]
        known = ", ".join(names) or "nobody"
        what = wrong if not found else "could be several"
        self.problems.unreadable(_place(setting), f"{quoted(who)} {what}; there is {known}")
        return None

    def _put(self, table: Any, path: tuple[Key, ...], keys: list[str], setting: Setting) -> None:
        *outer, last = keys
        for key in outer:
            table = table.setdefault(key, {})
            path = (*path, key)
            if not isinstance(table, dict):
                self.problems.unreadable(_place(setting), f"{quoted(key)} holds a value, and no keys of its own")
                return
        self.options[(*path, last)] = setting.option
        if not setting.unset:
            table[last] = setting.value
        elif last in table:
            del table[last]
        else:
            self.problems.unreadable(_place(setting), "is not set there, so there is nothing to unset")


def _place(setting: Setting) -> Place:
    return Place(setting.option)


def _names(document: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, str]:
    """Names by email, of all who are in the TOML file or the CSV file."""
    tables = [table for table in document.get("people", []) if isinstance(table, dict)]
    people = [*tables, *(row.person for row in rows)]
    return {str(each.get("email", "")).strip().lower(): str(each.get("name", "")) for each in people}


def _in_row(row: Row, setting: Setting, rows: Sequence[Row]) -> Row | None:
    """The row with the setting, if it is of this row's person."""
    names = {each.person.get("email", "").lower(): each.person.get("name", "") for each in rows}
    key = setting.path[-1]
    leader = (row.leader or "").lower()
    is_report = setting.path[0] == "teams"
    who = setting.path[3] if is_report else setting.path[1]
    if named(who, names) != [row.person.get("email", "").lower()]:
        return None
    known = ABOUT_REPORT if is_report else ABOUT_PERSON
    if key not in known or (is_report and not named(setting.path[1], {leader: names.get(leader, "")})):
        return None
    cells: dict[str, Any] = dict(row.report if is_report else row.person)
    if setting.unset:
        cells.pop(key, None)
    else:
        cells[key] = setting.value
    place = replace(row.place, options={**row.place.options, (*row.place.path, key): setting.option})
    return replace(row, place=place, report=cells) if is_report else replace(row, place=place, person=cells)
