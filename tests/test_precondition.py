"""When one of our events may still be changed as was decided."""

from dataclasses import replace
from typing import Any

import pytest

from providers.errors import Conflict
from providers.event import Event, Response, Show
from providers.precondition import refuse_changed
from tests.planning.build import ANN, LEA, THURSDAY, at, ours

READ = replace(
    ours(at(THURSDAY, "10:00"))[0], etag="1", people=2, written=at(THURSDAY, "10:00"), answers={ANN: Response.ACCEPTED}
)


@pytest.mark.parametrize(
    "now",
    [
        replace(READ, show=Show.TENTATIVE, all_day=True),  # the same version is the same event, however it is read
        replace(READ, etag="2"),
        replace(READ, etag="2", show=Show.FREE, response=Response.TENTATIVE, recurring=True),
    ],
)
def test_what_decides_nothing_is_no_conflict(now: Event) -> None:
    """Another version alone is none, such as after somebody took a note."""
    refuse_changed(now, READ)


@pytest.mark.parametrize(
    "changes",
    [
        {"span": at(THURSDAY, "11:00")},
        {"written": at(THURSDAY, "11:00")},
        {"answers": {ANN: Response.DECLINED}},
        {"people": 3},
        {"marker": None},
        {"all_day": True},
    ],
)
def test_what_decides_is_a_conflict(changes: dict[str, Any]) -> None:
    """It says whose event it is, and what to do."""
    with pytest.raises(Conflict, match=rf"^{LEA}: the 1-on-1 with UID \w+ changed since it was read\. Make the plan"):
        refuse_changed(replace(READ, etag="2", **changes), READ)


def test_days_are_never_compared() -> None:
    """Their zone is not known to who writes: another version of an all-day event may lie on another day."""
    days = replace(READ, all_day=True)
    with pytest.raises(Conflict):
        refuse_changed(replace(days, etag="2"), days)
