"""Writes the demo company into a folder."""

import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from scheduler.demo.export import Export, programs, uid
from scheduler.demo.meetings import THU, meetings
from scheduler.errors import BadInput

LEADER = "irene@example.com"
"""The leader to look at: eight reports, in two time zones."""

_FOLDERS = ("elena",)
"""Whose calendar is a folder with a file for each event, as a CalDAV client keeps it."""


def make_demo(folder: Path, today: date) -> Path:
    """Write configuration and calendars; the configuration's path. Equal days give equal files, byte for byte.

    The weeks that are planned begin with today's, or after a Thursday with the next.

    Args:
        folder: made where it does not exist.

    Raises:
        BadInput: the folder already holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadInput(f"{folder}: holds something already. Name a new folder for the demo company.")
    settings = (files("scheduler.demo") / "config.toml").read_bytes()
    config = folder / "config.toml"
    config.write_bytes(settings)
    names = {person["email"].split("@")[0]: person["name"] for person in tomllib.loads(settings.decode())["people"]}
    week = today - timedelta(days=today.weekday()) + timedelta(weeks=today.weekday() > THU)
    held = meetings(week)
    calendars = folder / "calendars"
    calendars.mkdir()
    usual, *others = programs()
    used = {person: program for program in others for person in program.users}
    for person in names:
        export = Export(used.get(person, usual), person, names, today)
        calendar = calendars / f"{person}@example.com"
        if person not in _FOLDERS:
            calendar.with_name(f"{calendar.name}.ics").write_bytes(export.file(held))
            continue
        calendar.mkdir()
        for meeting in held:
            if person in meeting.people:
                (calendar / f"{uid(meeting)}.ics").write_bytes(export.file([meeting]))
    return config
