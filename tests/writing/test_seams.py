"""What is decided about several providers at once, without any of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any, cast

import pytest

from providers.errors import NotSignedIn, ProviderError, Unavailable
from providers.event import Calendar, Event, Hours, Interval, Profile, Show, Unknown
from providers.interface import Account
from providers.lock import WAIT
from scheduler.company import Company, WallSpan
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import Memory
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.profiles import with_profiles
from scheduler.read.team import read_people, read_team
from scheduler.read.unreadable import tell_together
from scheduler.write import remember
from scheduler.write.writers import Patience, writers_of
from tests.planning.build import (
    ALWAYS,
    ANN,
    AS_OF,
    BEN,
    CAT,
    LEA,
    THURSDAY,
    at,
    company,
    entry,
    ours,
    pair,
    person,
    unreadable,
)

TEN = at(THURSDAY, "10:00")


@dataclass
class Told:
    """A provider that says what it is told to, and notes what it is asked."""

    name: str = ""
    profile: Profile = field(default_factory=Profile)
    error: Exception | None = None
    asked: list[Any] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    invites: bool = True

    def profiles(self, accounts: Sequence[Any]) -> dict[str, Profile]:
        self.asked.append([account.email for account in accounts])
        if self.error:
            raise self.error
        return {account.email: self.profile for account in accounts}

    def remember(self) -> None:
        if self.error:
            raise self.error

    @contextmanager
    def writing(self, whose: str, wait: float) -> Iterator[None]:
        self.asked.append(self.name)
        self.waits.append(wait)
        yield


class Answering(Told):
    """A provider of empty calendars."""

    def read(
        self, accounts: Sequence[Account], window: Interval, title: object = None, *, once: bool = False
    ) -> dict[str, Calendar]:
        return {account.email: Calendar(account.email) for account in accounts}


def providers(**named: Told) -> Any:
    return cast(Any, named)


def somewhere(**person_changes: Any) -> Company:
    return company([pair(ANN), pair(BEN)], people=[person(ANN, provider="outlook", **person_changes)])


LISBON = Profile("Europe/Lisbon", (Hours(1, time(8), time(12)), Hours(0, time(8), time(12))))


@pytest.mark.parametrize(
    ("zone", "hours", "expected"),
    [
        (True, True, ("Europe/Lisbon", 2)),
        (True, False, ("Europe/Lisbon", 5)),
        (False, True, ("Europe/Madrid", 2)),
    ],
)
def test_accounts_tell_what_is_left_to_them(zone: bool, hours: bool, expected: tuple[str, int]) -> None:
    """Only what the configuration leaves to them, asked for once; a saved plan does not outlast it."""
    before = somewhere(zone_from_account=zone, hours_from_account=hours)
    service = Told(profile=LISBON)
    after = with_profiles(before, providers(outlook=service))
    assert service.asked == [[ANN]]
    assert (after.people[ANN].time_zone, len(after.people[ANN].hours)) == expected
    assert after.people[BEN] == before.people[BEN]
    assert after.fingerprint != before.fingerprint
    if hours:
        assert after.people[ANN].hours[0] == WallSpan(0, time(8), time(12))


@pytest.mark.parametrize("service", [Told(), Told(profile=Profile(None, ()))])
def test_what_an_account_does_not_tell_stays_as_configured(service: Told) -> None:
    before = somewhere(zone_from_account=True, hours_from_account=True)
    assert with_profiles(before, providers(outlook=service)) == before


def test_whose_account_cannot_be_asked_is_unknown() -> None:
    """Not in the company's zone: the calendar is unknown over the whole window, and why is told."""
    service = Told(error=Unavailable("is down", who="Outlook", do="Wait."))
    after = with_profiles(somewhere(zone_from_account=True), providers(outlook=service))
    why = after.people[ANN].unread_profile
    assert why == f"{ANN}: time zone or working hours cannot be had from the account (is down). Wait."
    assert after.people[BEN].unread_profile is None
    assert after.fingerprint != somewhere(zone_from_account=True).fingerprint


def test_nothing_is_planned_on_hours_that_could_not_be_had() -> None:
    """Although the calendar itself answers."""
    why = f"{ANN}: time zone or working hours cannot be had from the account (is down). Wait."
    whose, day = somewhere(unread_profile=why), at(THURSDAY, "00:00", 24 * 60)
    read = read_people(whose, [ANN, LEA], providers(outlook=Answering(), folder=Answering()), day)
    assert [(gap.span, gap.why) for gap in read[ANN].unknown] == [(day, why)]
    assert read[LEA].unknown == ()


def test_nobody_is_asked_for_nothing() -> None:
    service = Told(profile=LISBON)
    assert with_profiles(somewhere(), providers(outlook=service)) == somewhere()
    assert service.asked == []


def test_locks_are_taken_in_one_order() -> None:
    """By name, whoever is written first: no two runs wait for each other; and only those that are needed."""
    whose = company(
        [pair(ANN), pair(BEN), pair(CAT)],
        people=[person(LEA, provider="outlook"), person(ANN, provider="google"), person(CAT, provider="other")],
    )
    asked: list[Any] = []
    known = providers(**{name: Told(name, asked=asked) for name in ("outlook", "other", "google", "folder")})
    with ExitStack() as locks:
        writers_of(whose, known, [LEA, ANN, BEN], locks, LEA, Patience())
    assert asked == ["folder", "google", "outlook"]


def test_all_locks_together_are_waited_for_no_longer_than_one() -> None:
    """What was spent on one is not there for the next, nor for another attempt; and never less than nothing."""
    whose = company([pair(ANN)], people=[person(LEA, provider="outlook"), person(ANN, provider="google")])
    waits: list[float] = []
    known = providers(**{name: Told(name, waits=waits) for name in ("outlook", "google")})
    patience = Patience()
    for _ in range(3):
        with ExitStack() as locks:
            writers_of(whose, known, [LEA, ANN], locks, LEA, patience)
    assert waits == sorted(waits, reverse=True)
    assert (waits[0], len(set(waits)), waits[-1] >= 0) == (WAIT, 6, True)


@pytest.mark.parametrize("error", [NotSignedIn("nobody is", who="x", do="y"), PermissionError(13, "Permission denied")])
def test_what_cannot_be_remembered_is_told(error: Exception) -> None:
    with pytest.raises(CalendarFailure, match=r"nobody is|could not be kept \(Permission denied\)"):
        remember(providers(google=Told(error=cast(ProviderError, error))))


def unread(email: str, why: str) -> Calendar:
    return unreadable(email, f"{email}: {why}")


def test_one_reason_is_told_once() -> None:
    """Those of whom nothing is known for the same reason, apart from their own name, have one sentence."""
    whole = [unread(email, f"nobody may see {email}. Sign in.") for email in (ANN, BEN, CAT)]
    others = [unread(LEA, "has no calendar."), Calendar("eve@example.com")]
    found = tell_together({each.email: each for each in (*whole, *others)}, ALWAYS)
    (sentence,) = {gap.why for each in whole for gap in found[each.email].unknown}
    assert sentence == f"{ANN}, {BEN}, {CAT}: nobody may see {ANN}. Sign in."
    assert [found[each.email] for each in others] == others


def test_what_is_unknown_in_part_keeps_its_sentence() -> None:
    part = {email: Calendar(email, unknown=(Unknown(TEN, f"{email}: broken"),)) for email in (ANN, BEN)}
    assert tell_together(part, ALWAYS) == part


def test_nothing_known_is_a_failure() -> None:
    """With as many sentences as there are reasons."""
    calendars = [unread(ANN, "no."), unread(BEN, "no."), unread(CAT, "never.")]
    with pytest.raises(CalendarFailure) as failure:
        tell_together({each.email: each for each in calendars}, ALWAYS)
    assert str(failure.value) == f"{ANN}, {BEN}: no.\n{CAT}: never."


def followed(span: Interval = TEN) -> Event:
    """Ann's copy of our meeting."""
    return Event(ANN, "wire", span, Show.BUSY, marker=ours(span)[0].marker, follows=True)


def judged(*calendars: Calendar, memory: Memory) -> str:
    """What a run stops for."""
    try:
        refuse_lost_calendars({each.email: each for each in calendars}, memory, ALWAYS, AS_OF, [])
    except CalendarFailure as failure:
        return str(failure)
    return ""


def test_a_calendar_with_copies_of_ours_is_not_emptied() -> None:
    """Another leader's run counted them among the foreign events that it held."""
    memory = Memory(held={ANN: 1})
    assert "held 1 event last time" in judged(Calendar(ANN), memory=memory)
    assert judged(Calendar(ANN, (followed(),)), memory=memory) == ""


@pytest.mark.parametrize(
    ("invites", "listed", "lost"), [(False, True, {LEA, ANN}), (True, True, {LEA}), (False, False, set())]
)
def test_lost_are_those_that_were_written(invites: bool, listed: bool, lost: set[str]) -> None:
    """Of a shared meeting, the member's calendar need not hold a copy; of free and busy, nothing can be told."""
    later = ours(at(THURSDAY, "11:00"), "2026-W49")
    memory = Memory((entry(ours(TEN)[0]), entry(later[0])))
    seen = [replace(Calendar(email), invites=invites, listed=listed) for email in (LEA, ANN)]
    told = judged(*seen, memory=memory)
    assert {email for email in (LEA, ANN) if f"{email}: the calendar has lost all 2" in told} == lost


@dataclass
class Silent(Told):
    """A provider whose service does not answer."""

    def read(
        self, accounts: Sequence[Account], window: Interval, title: object = None, *, once: bool = False
    ) -> dict[str, Calendar]:
        self.asked.append([account.email for account in accounts])
        return {account.email: unreadable(account.email, f"{account.email}: no answer.") for account in accounts}


def test_nothing_is_looked_for_in_what_cannot_be_read() -> None:
    """Who does not answer is not asked once more for an event that may have been dragged far away."""
    service = Silent()
    whose, memory = company(), Memory((entry(ours(TEN)[0]),))
    with pytest.raises(CalendarFailure, match=r"no answer\."):
        read_team(whose, whose.teams[LEA], providers(folder=service), at(THURSDAY, "00:00", 24 * 60), memory)
    assert service.asked == [[ANN, LEA]]
