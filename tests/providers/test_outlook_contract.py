"""The Outlook provider keeps the contract of every provider."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from providers.event import Response
from tests.providers.contract import UID
from tests.providers.contract_shared import SharedContract
from tests.providers.meetings import LATER, MEMBER, create, our_copies
from tests.providers.outlook_place import OutlookPlace, outlook_place
from tests.providers.steps import STEPS
from tests.servers.graph import GraphServer


class TestOutlook(SharedContract):
    """Every claim of the contract, against a Graph on a socket."""

    keeps_answers = False
    leaving_declines = False
    changes_only: ClassVar[bool] = False

    @pytest.fixture
    def places(self, tmp_path: Path) -> Iterator[Callable[[], OutlookPlace]]:
        numbers = count()
        made: list[OutlookPlace] = []

        def place() -> OutlookPlace:
            server = stack.enter_context(GraphServer())
            made.append(outlook_place(server, tmp_path / str(next(numbers)), changes_only=self.changes_only))
            return made[-1]

        with ExitStack() as stack:
            yield place
        assert [sin for each in made for sin in each.sins()] == []

    def test_an_answer_of_who_no_longer_holds_a_copy(self, places: Callable[[], OutlookPlace]) -> None:
        """Who declines is rid of the copy: the organizer's tells of it; a move asks them again."""
        place = places()
        place.server.declined_stay = False
        create(place.make())
        place.human_answers(UID, MEMBER, Response.DECLINED)
        (declined,) = our_copies(place.make())
        assert declined.answers[MEMBER] is Response.DECLINED
        STEPS["move_later"](place.make())
        assert [(copy.span, copy.answers[MEMBER]) for copy in our_copies(place.make())] == [
            (LATER, Response.NEEDS_ACTION)
        ] * 2


class TestOutlookByItsChanges(TestOutlook):
    """The same, where only changes are asked for."""

    changes_only = True
