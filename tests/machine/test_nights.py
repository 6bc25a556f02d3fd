"""Stories of nights, on every kind of host, and on several at once."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.machine.people import Nights
from tests.machine.post import Post
from tests.machine.run import EVERYBODY
from tests.providers.folder_place import folder_place
from tests.providers.google_place import google_place
from tests.providers.outlook_place import outlook_place
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

LONG = os.environ.get("SCHEDULE_STORIES")
"""So many stories of each kind, and longer ones; else a few. `make fuzz` tells others each time."""
STORIES = settings(
    max_examples=int(LONG or 5),
    stateful_step_count=30 if LONG else 12,
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

    changes_only: ClassVar[bool] = False

    hosted = dict.fromkeys(EVERYBODY, "outlook")

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """See `Nights`."""
        graph = stack.enter_context(GraphServer())
        return {"outlook": outlook_place(graph, root, EVERYBODY, changes_only=self.changes_only)}


class OnOutlookByItsChanges(OnOutlook):
    """The same, where only changes are asked for."""

    changes_only = True


class OnSeveral(Nights):
    """Lea and Ann are on Google Calendar, Ben on Outlook, and Cat's calendar is a folder."""

    hosted: ClassVar = dict(zip(EVERYBODY, ("google", "google", "outlook", "folder"), strict=True))
    post: Post

    def places(self, stack: ExitStack, root: Path) -> Mapping[str, Any]:
        """See `Nights`."""
        google = google_place(stack.enter_context(GoogleServer()), root, self.who("google"))
        graph = stack.enter_context(GraphServer())
        outlook = outlook_place(graph, root, self.who("outlook"), changes_only=True)
        self.post = Post(google, outlook)
        return {"google": google, "outlook": outlook, "folder": folder_place(root / "calendars", self.who("folder"))}

    def who(self, name: str) -> list[str]:
        """Who is hosted there."""
        return [email for email in EVERYBODY if self.hosted[email] == name]

    @rule()
    def the_post_comes(self) -> None:
        """Ben hears of what Lea's calendar has invited him to."""
        self.post.arrive()


@pytest.mark.hypothesis
@pytest.mark.parametrize("company", [InFolders, OnGoogle, OnOutlook, OnOutlookByItsChanges, OnSeveral])
def test_whatever_people_do(company: type[Nights]) -> None:
    """No duplicate, none lost, nothing foreign touched, and a second run changes nothing."""
    run_state_machine_as_test(company, settings=STORIES)
