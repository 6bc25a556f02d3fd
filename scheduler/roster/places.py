"""Where in the files of a configuration people, pairs and teams stand, and changing them there."""

from collections.abc import Mapping
from typing import Any

from scheduler.company import Kind, Person
from scheduler.config.people import ABOUT_PERSON, ABOUT_REPORT
from scheduler.roster.csv_text import CsvText
from scheduler.roster.entrant import Entrant
from scheduler.roster.toml_text import Entry, Path, TomlText

NOT_ALONG = ("allowed",)
"""What ends with a transfer: times agreed with the former leader, in that leader's zone."""


class Places:
    """The texts of a configuration's two files; people and pairs in them are found and changed."""

    def __init__(self, toml: TomlText, roster: CsvText | None, people: Mapping[str, Person]) -> None:
        self.toml = toml
        self.roster = roster
        self._people = people
        document = toml.document
        self._tables = {_low(person["email"]): index for index, person in enumerate(document.get("people", []))}
        self._teams = {_low(team["leader"]): index for index, team in enumerate(document.get("teams", []))}
        rows = [] if roster is None else roster.rows
        self._rows = {_low(row["email"]): index for index, row in enumerate(rows)}
        self._waiting: dict[str, list[Entry]] = {}

    def move(self, member: str, former: str, to: str, agenda: str | None) -> None:
        """A report becomes another leader's.

        Args:
            agenda: the link that goes along; None: what is written, or holds there, is the same.
        """
        own = {} if agenda is None else {"agenda": agenda}
        if (row := self._row(member, former)) is not None:
            self._set(row, {"leader": to, **dict.fromkeys(NOT_ALONG, ""), **own})
            return
        for path in self._reports(former, member):
            entry = self.toml.entry(path, without=(*NOT_ALONG, *own))
            self.toml.remove(path, self._names(member))
            self._waiting.setdefault(to, []).append(Entry({**entry.values, **own}, entry.lines))

    def part(self, member: str, leader: str) -> None:
        """A report is no longer this leader's."""
        if (row := self._row(member, leader)) is not None:
            self._set(row, dict.fromkeys(("leader", *ABOUT_REPORT), ""))
            return
        for path in self._reports(leader, member):
            self.toml.remove(path, self._names(member))

    def join(self, member: str, leader: str, cells: Mapping[str, str]) -> None:
        """Somebody who is there already becomes a report."""
        report = {key: value for key, value in cells.items() if key in ABOUT_REPORT}
        row = self._rows.get(member)
        if row is not None and self._rows_leader(row) == "":
            self._set(row, {"leader": leader, **report})
        else:
            self._waiting.setdefault(leader, []).append(Entry({"person": member, **report}))

    def enter(self, entrant: Entrant, leader: str | None) -> None:
        """Somebody new is one of the people, and this leader's report if one is given."""
        given = {"name": entrant.name, "zone": entrant.zone, "provider": entrant.provider}
        person = {"email": entrant.email, **{key: value for key, value in given.items() if value}}
        person |= {key: value for key, value in entrant.more.items() if key in ABOUT_PERSON}
        report = {key: value for key, value in entrant.more.items() if key in ABOUT_REPORT}
        if self.roster is not None:
            self.roster.append(person if leader is None else {**person, "leader": leader, **report})
            return
        self.toml.append(("people",), person)
        if leader is not None:
            self._waiting.setdefault(leader, []).append(Entry({"person": entrant.email, **report}))

    def leave(self, email: str) -> None:
        """Somebody is no longer one of the people, nor met by anybody."""
        for leader in self._teams:
            for path in self._reports(leader, email, kind=None):
                self.toml.remove(path, self._names(email))
        if (row := self._rows.get(email)) is not None and self.roster is not None:
            self.roster.remove(row)
        elif (index := self._tables.get(email)) is not None:
            self.toml.remove(("people", index), self._names(email))

    def end_team(self, leader: str) -> None:
        """A leader has no section any more; rows of the CSV file are not touched."""
        if (index := self._teams.get(leader)) is not None:
            self.toml.remove(("teams", index), self._names(leader))

    def finish(self, new_leaders: set[str]) -> None:
        """Write reports to their leaders' sections, which are made where there is none.

        Args:
            new_leaders: who needs a section even without a report in it.
        """
        for leader in dict.fromkeys([*self._waiting, *sorted(new_leaders)]):
            entries = self._waiting.get(leader, [])
            if leader not in self._teams:
                self.toml.append_team(leader, entries)
            else:
                self.toml.append_reports(("teams", self._teams[leader]), entries)

    def has_section(self, leader: str) -> bool:
        """Whether a leader has a section in the TOML file."""
        return leader in self._teams

    def _row(self, member: str, leader: str) -> int | None:
        """The row that says that somebody is a leader's report."""
        row = self._rows.get(member)
        return row if row is not None and self._rows_leader(row) == leader else None

    def _rows_leader(self, row: int) -> str:
        return "" if self.roster is None else _low(self.roster.rows[row].get("leader", ""))

    def _set(self, row: int, cells: Mapping[str, str]) -> None:
        if self.roster is not None:
            self.roster.set(row, cells)

    def _reports(self, leader: str, member: str, kind: Kind | None = Kind.REPORT) -> list[Path]:
        """Where a leader's section names somebody, as this kind or (None) as any."""
        if (index := self._teams.get(leader)) is None:
            return []
        reports: list[Any] = self.toml.document["teams"][index].get("reports", [])
        return [
            ("teams", index, "reports", place)
            for place, raw in enumerate(reports)
            if _low(raw if isinstance(raw, str) else raw["person"]) == member
            and (kind is None or isinstance(raw, str) or _low(raw.get("kind", Kind.REPORT)) == kind)
        ]

    def _names(self, email: str) -> list[str]:
        """What a comment about somebody would call them."""
        return [email, email.partition("@")[0], *self._people[email].name.split()]


def _low(text: str) -> str:
    return text.strip().lower()
