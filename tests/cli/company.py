"""A small company in a folder: Lea leads Ann (and Ben); it is Monday, 23 November 2026, 9:00 in Madrid.

Everybody works from 9 to 12; 1-on-1s of 30 minutes lie on Thursday and Friday, at full and half hours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from tests.cli.process import Result, Run, installed

LEA, ANN, BEN, CAT = "lea@example.com", "ann@example.com", "ben@example.com", "cat@example.com"
AS_OF = "2026-11-23T09:00:00+01:00"
ZONE = ZoneInfo("Europe/Madrid")
SECRET = "Zwetschgendatschi"
"""Stands in every event that is not ours, wherever text can stand."""

_CONFIG = """\
[company]
name = "Example"
zone = "Europe/Madrid"
hours = ["monday-friday 09:00-12:00"]
lunch = "none"
start_minutes = [0, 30]
horizon_weeks = {weeks}

[defaults]
agenda = "https://docs.example.com/1on1/{{leader}}/{{member}}?week={{period}}"

[providers.folder]
path = "calendars"

[ledger]
path = "state/ledger.sqlite"
"""
_FOREIGN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Elsewhere//EN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Madrid:{start:%Y%m%dT%H%M%S}
DTEND;TZID=Europe/Madrid:{end:%Y%m%dT%H%M%S}
SUMMARY:{secret} title
DESCRIPTION:{secret} text
{more}END:VEVENT
END:VCALENDAR
"""
_OUR_NAME = re.compile("[0-9a-v]{32}")
_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@dataclass(frozen=True, slots=True)
class Copy:
    """One of our events, as it stands in a file of one calendar."""

    path: Path

    @property
    def text(self) -> str:
        """What the file holds, its long lines unfolded."""
        return re.sub(r"\r?\n[ \t]", "", self.path.read_bytes().decode())

    @property
    def event(self) -> Any:
        """The event, read by a program that is not ours."""
        return _event(self.path.read_bytes())

    @property
    def time(self) -> str:
        """Start and end on the wall in Madrid, such as `2026-11-26 09:00-09:30`."""
        start, end = (self.event[name].dt.astimezone(ZONE) for name in ("DTSTART", "DTEND"))
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"

    def edit(self, pattern: str, text: str) -> None:
        """Somebody changes one place of the file, with another program."""
        changed, count = re.subn(pattern, text.replace("\n", "\r\n"), self.path.read_bytes().decode())
        assert count == 1, f"{pattern} stands {count} times in the file"
        self.path.write_bytes(changed.encode())

    def drag(self, to: str) -> None:
        """Somebody drags it to another time, such as `2026-11-27 10:00`, and keeps its length."""
        start = datetime.fromisoformat(to)
        for name, moment in (("DTSTART", start), ("DTEND", start + timedelta(minutes=30))):
            self.edit(rf"(?m)^({name};TZID=Europe/Madrid):\w+", rf"\g<1>:{moment:%Y%m%dT%H%M%S}")


@dataclass(frozen=True)
class SmallCompany:
    """A company whose files a test may change; `run` runs the command in its folder."""

    root: Path
    members: Sequence[str] = (ANN,)
    weeks: int = 1

    def write(self) -> "SmallCompany":
        """Write the configuration, and a folder for everybody's calendar."""
        for email in (LEA, *self.members):
            (self.calendars / email).mkdir(parents=True)
        self.configure()
        return self

    def configure(self, members: Sequence[str] | None = None, more: str = "") -> None:
        """Write the configuration: whom Lea meets (people stay people), and further lines at its end."""
        met = self.members if members is None else members
        everybody = dict.fromkeys((LEA, *self.members, *met))
        people = [f'[[people]]\nemail = "{each}"\nname = "{name_of(each)}"\n' for each in everybody]
        reports = ", ".join(f'"{each}"' for each in met)
        team = f'[[teams]]\nleader = "{LEA}"\nreports = [{reports}]\n'
        text = _CONFIG.format(weeks=self.weeks)
        self.config.write_text("\n".join((text, *people, team, more)))

    @property
    def config(self) -> Path:
        """The configuration's file."""
        return self.root / "config.toml"

    @property
    def calendars(self) -> Path:
        """The folder of all calendars."""
        return self.root / "calendars"

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.root / "state" / "ledger.sqlite"

    def meeting(self, email: str, start: str, minutes: int = 30, *, uid: str = "", more: str = "") -> Path:
        """Put an event that is not ours into a calendar, such as at `2026-11-26 09:00`; the file."""
        begin = datetime.fromisoformat(start)
        name = uid or f"{begin:%Y%m%d%H%M}-{minutes}@elsewhere.example"
        path = self.calendars / email / f"{name}.ics"
        path.write_text(
            _FOREIGN.format(uid=name, start=begin, end=begin + timedelta(minutes=minutes), secret=SECRET, more=more)
        )
        return path

    def ours(self, email: str) -> list[Copy]:
        """Our events in a calendar, by time: one each in a file that bears the name of its UID."""
        ours = [Copy(path) for path in (self.calendars / email).glob("*.ics") if _OUR_NAME.fullmatch(path.stem)]
        return sorted(ours, key=lambda copy: (copy.time, copy.path))

    def times(self) -> dict[str, list[str]]:
        """When our events are, by calendar."""
        return {
            email.name: [copy.time for copy in self.ours(email.name)]
            for email in sorted(self.calendars.iterdir())
            if email.is_dir()
        }

    def start(
        self,
        *arguments: str,
        leader: str | None = "lea",
        as_of: str | None = AS_OF,
        environ_too: Mapping[str, str] | None = None,
        **how: object,
    ) -> Run:
        """Start `schedule ARGUMENTS` in the company's folder; see `Run` for `how`."""
        options = [*(["--leader", leader] if leader else []), *(["--as-of", as_of] if as_of else [])]
        environ = self._environ() | dict(environ_too or {})
        return Run(self.root, *options, *arguments, environ=environ, **how)  # type: ignore[arg-type]

    def run(self, *arguments: str, **how: object) -> Result:
        """Run `schedule ARGUMENTS` in the company's folder, and wait; see `start`."""
        return self.start(*arguments, **how).wait()  # type: ignore[arg-type]

    def installed(self, *arguments: str, hash_seed: int) -> Result:
        """Run the installed command in a fresh interpreter, and wait."""
        return installed(self.root, *arguments, environ=self._environ(), hash_seed=hash_seed)

    def _environ(self) -> dict[str, str]:
        """Everything that programs may take for their own folder lies in the company's."""
        home = dict.fromkeys(_HOMES, str(self.root))
        return {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", **home}


@lru_cache(maxsize=1024)
def _event(content: bytes) -> Any:
    """The only event of a file."""
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def name_of(email: str) -> str:
    """Such as `Ann`."""
    return email.partition("@")[0].title()


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file and folder under `root`: content, and when it was changed (ns)."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in (root, *sorted(root.rglob("*")))
    }


def contents(root: Path, *, besides: Sequence[str] = ()) -> dict[str, bytes]:
    """Every file under `root` but those of these names: content."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in besides
    }
