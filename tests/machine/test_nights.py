"""Stories of nights, on every kind of host, and on several at once."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.people import Nights
from tests.machine.town import EVERYBODY
from tests.providers.folder_place import folder_place
from tests.providers.google_place import google_place
from tests.providers.outlook_place import outlook_place
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

LONG = os.environ.get("SCHEDULE_STORIES")
"""So many stories of each kind, all different each time; else a few, and always the same."""
STORIES = settings(
    max_examples=int(LONG or 6),
    stateful_step_count=30 if LONG else 10,
    derandomize=not LONG,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # a story told anew for each of its shorter versions takes minutes
    suppress_health_check=list(HealthCheck),
)


class InFolders(Nights):
    """Everybody's calendar is a folder of .ics files."""

    hosted = dict.fromkeys(EVERYBODY, "folder")

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """See `Nights`."""
        return {"folder": folder_place(root / "calendars", EVERYBODY)}


class OnGoogle(Nights):
    """Everybody is on Google Calendar."""

    hosted = dict.fromkeys(EVERYBODY, "google")

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """See `Nights`."""
        return {"google": google_place(stack.enter_context(GoogleServer()), root, EVERYBODY)}


class OnOutlook(Nights):
    """Everybody is on Outlook."""

    hosted = dict.fromkeys(EVERYBODY, "outlook")

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """See `Nights`."""
        return {"outlook": outlook_place(stack.enter_context(GraphServer()), root, EVERYBODY)}


@pytest.mark.parametrize("company", [InFolders, OnGoogle, OnOutlook])
def test_whatever_people_do(company: type[Nights]) -> None:
    """No duplicate, none lost, nothing foreign touched, and a second run changes nothing."""
    run_state_machine_as_test(company, settings=STORIES)
