"""Whole runs that are killed at every call and every commit, and the runs after them."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from providers.event import Show
from providers.interval import subtract
from scheduler.ledger.record import Entry
from scheduler.ledger.store import recall
from tests.cli.steps import numbers
from tests.machine.deaths import dies
from tests.machine.run import EVERYBODY, LEA, MEMBERS
from tests.machine.town import Service, Town
from tests.planning.build import AS_OF, FRIDAY, THURSDAY, at
from tests.providers.google_place import google_place
from tests.providers.outlook_place import outlook_place
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

ANN, BEN, CAT = MEMBERS
MOST_HAVE = 8
"""Every run here makes at least so many steps."""


def on_google(stack: ExitStack, root: Path) -> Service:
    """Everybody is on Google Calendar."""
    return google_place(stack.enter_context(GoogleServer()), root, EVERYBODY)


def on_outlook(stack: ExitStack, root: Path) -> Service:
    """Everybody is on Outlook."""
    return outlook_place(stack.enter_context(GraphServer()), root, EVERYBODY)


def creating(town: Town) -> None:
    """The run will create everything, where alone there is time for it."""
    for email, day, clock in ((ANN, THURSDAY, "09:30"), (BEN, FRIDAY, "09:30"), (CAT, FRIDAY, "11:00")):
        for each in (THURSDAY, FRIDAY):
            for free in subtract([at(each, "09:00", 180)], [at(day, clock)]):
                town.place(email).put_foreign(email, free)


def changing(town: Town) -> None:
    """The run will move what others have booked over, cancel what Cat is away for, and pin what Lea has moved."""
    town.night(AS_OF)
    standing = {stood.marker.member: stood for stood in reversed(town.stands()) if stood.calendar == LEA}
    town.place(ANN).put_foreign(ANN, standing[ANN].span)
    for day in (THURSDAY, FRIDAY):
        town.place(CAT).put_foreign(CAT, at(day, "00:00", 24 * 60), Show.AWAY)
    town.place(LEA).human_moves(LEA, standing[BEN].marker.uid, at(FRIDAY, "11:30"))


@dataclass(frozen=True)
class Outcome:
    """What a company ends up with."""

    calendars: dict[str, Any]
    """Everybody's; with what attendees were mailed."""
    remembered: tuple[Entry, ...]


@pytest.mark.parametrize("service", [on_google, on_outlook])
@pytest.mark.parametrize("prepare", [creating, changing])
def test_killed_at_any_call_and_run_again(
    tmp_path: Path, service: Callable[[ExitStack, Path], Service], prepare: Callable[[Town], None]
) -> None:
    """All is as if it had not been killed: no event twice, none lost, nobody mailed twice, no word of it forgotten."""
    with ExitStack() as stack:
        folders = count()

        def prepared() -> Town:
            root = tmp_path / str(next(folders))
            hosted = dict.fromkeys(EVERYBODY, "service")
            town = Town({"service": service(stack, root)}, hosted, root / "ledger.sqlite", weeks=1)
            prepare(town)
            return town

        undisturbed = prepared()
        undisturbed.night(AS_OF)
        expected = outcome(undisturbed)
        for step in numbers(prepare is changing):
            town = prepared()
            killed = dies(town.run, AS_OF, step)
            town.night(AS_OF)
            assert outcome(town) == expected, f"killed at step {step}"
            assert town.services[0].sins() == []
            if not killed:
                break
        assert step >= MOST_HAVE


def outcome(town: Town) -> Outcome:
    """What there is."""
    return Outcome(town.everything(), recall(town.ledger, LEA).entries)
