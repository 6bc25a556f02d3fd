"""Who hosts whose calendar, and what of a pair is written."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from providers.folder import FolderProvider
from providers.interface import Provider
from scheduler.hosts import host_of, invited, written
from tests.planning.build import ANN, BEN, LEA, calendars, company, person


@pytest.mark.parametrize(
    ("invite", "shared"), [((), False), ((LEA,), False), ((ANN,), False), ((LEA, ANN), True), ((LEA, BEN), False)]
)
def test_two_who_can_be_invited_share_a_meeting(invite: tuple[str, ...], shared: bool) -> None:
    """It is written in the leader's calendar; else each of the two has an event of their own."""
    read = {email: replace(each, invites=email in invite) for email, each in calendars([], (LEA, ANN, BEN)).items()}
    assert invited(read, LEA, ANN) is shared
    assert written(read, LEA, ANN) == ((LEA,) if shared else (LEA, ANN))


def test_who_was_not_asked_for_shares_nothing() -> None:
    read = {email: replace(each, invites=True) for email, each in calendars([], (LEA,)).items()}
    assert written(read, LEA, ANN) == (LEA, ANN)


def test_those_who_left_are_looked_for_at_the_first_provider(tmp_path: Path) -> None:
    """Everybody else is where the configuration says."""
    whose = company(people=[person(ANN, provider="google")])
    providers = {name: cast(Any, FolderProvider(tmp_path)) for name in ("outlook", "google", "folder")}
    known: dict[str, Provider] = providers
    assert [host_of(whose, known, email) for email in (ANN, LEA, "gone@example.com")] == ["google", "folder", "outlook"]
