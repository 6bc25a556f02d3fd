"""The Google server: what people share, and what one does to the others' copies."""

import pytest

from tests.servers.google import GoogleServer, Mail, Role
from tests.servers.google.asking import LENA, MARCO, NOON, OUTSIDE, TEN, ZOE, Ask, Asking, Wire, event, refused

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"
GUESTS = [{"email": LENA, "responseStatus": "accepted"}, {"email": MARCO}, {"email": OUTSIDE}]


@pytest.fixture
def meeting(google: GoogleServer, as_lena: Asking) -> str:
    """Lena's, with Marco and somebody without a calendar here; the mails about it are forgotten."""
    private = {"private": {"schedule": "ours"}, "shared": {"room": "4"}}
    as_lena.insert(**event(id=KEY, attendees=GUESTS, extendedProperties=private, colorId="3"))
    google.mails.clear()
    return KEY


def answers(asking: Asking) -> dict[str, str]:
    """Everybody's answer, as one sees it."""
    return {each["email"]: each["responseStatus"] for each in asking.get(KEY)["attendees"]}


def test_guests_hold_copies(as_lena: Asking, as_marco: Asking, as_zoe: Asking, meeting: str) -> None:
    """The same id, UID and shared properties; each sees themselves marked, and nobody another's private properties."""
    hers, his = as_lena.get(meeting), as_marco.get(meeting)
    for name in ("id", "iCalUID", "start", "summary"):
        assert hers[name] == his[name]
    assert hers["organizer"] == {"email": LENA, "self": True}
    assert his["organizer"] == {"email": LENA}
    assert [each.get("self", False) for each in hers["attendees"]] == [True, False, False]
    assert [each.get("self", False) for each in his["attendees"]] == [False, True, False]
    assert [each.get("organizer", False) for each in his["attendees"]] == [True, False, False]
    assert answers(as_marco) == {LENA: "accepted", MARCO: "needsAction", OUTSIDE: "needsAction"}
    assert hers["extendedProperties"] == {"private": {"schedule": "ours"}, "shared": {"room": "4"}}
    assert his["extendedProperties"] == {"shared": {"room": "4"}}
    assert "colorId" not in his
    assert refused(as_zoe.get, meeting) == (404, "notFound")


def test_a_move_reaches_all_copies(as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """With a new version each; answers stay, and a guest's own properties, too."""
    as_marco.patch(meeting, reminders={"useDefault": False, "overrides": [{"method": "popup", "minutes": 3}]})
    before = as_marco.get(meeting)
    as_lena.patch(meeting, **NOON)
    after = as_marco.get(meeting)
    assert after["start"] == NOON["start"]
    assert after["etag"] != before["etag"]
    assert (after["attendees"], after["reminders"]) == (before["attendees"], before["reminders"])


def test_an_answer_reaches_the_organizer(as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """And changes the version of the organizer's copy; answers that a guest gives for others count for nothing."""
    before = as_lena.get(meeting)["etag"]
    as_marco.patch(meeting, attendees=[{"email": MARCO, "responseStatus": "declined"}, {"email": LENA}])
    assert answers(as_lena) == answers(as_marco) == {LENA: "accepted", MARCO: "declined", OUTSIDE: "needsAction"}
    assert as_lena.get(meeting)["etag"] != before


def test_what_is_a_guests_own_touches_nobody_else(
    google: GoogleServer, as_lena: Asking, as_marco: Asking, meeting: str
) -> None:
    """Colour, reminders, transparency and private properties: no new version for others, no mail."""
    before = as_lena.get(meeting)
    own: Wire = {"colorId": "7", "transparency": "transparent", "extendedProperties": {"private": {"other": "1"}}}
    assert as_marco.patch(meeting, **own)["extendedProperties"]["private"] == {"other": "1"}
    assert as_lena.get(meeting) == before
    assert google.mails == []


def test_only_the_organizer_changes_what_is_shared(as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """Unless guests may."""
    assert refused(as_marco.patch, meeting, **NOON) == (403, "forbiddenForNonOrganizer")
    assert refused(as_marco.patch, meeting, summary="Mine") == (403, "forbiddenForNonOrganizer")
    assert as_lena.get(meeting)["start"] == TEN["start"]
    as_lena.patch(meeting, guestsCanModify=True)
    as_marco.patch(meeting, **NOON)
    assert as_lena.get(meeting)["start"] == NOON["start"]


def test_a_guest_who_deletes_declines(as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """Their copy is gone, the organizer's stays and says so; asked again, the guest has it back."""
    as_marco.delete(meeting)
    assert as_marco.get(meeting) == {"id": meeting, "status": "cancelled"}
    assert as_marco.listed() == []
    assert answers(as_lena)[MARCO] == "declined"
    as_lena.patch(meeting, attendees=GUESTS, **NOON)
    assert as_marco.get(meeting)["start"] == NOON["start"]
    assert answers(as_marco)[MARCO] == "needsAction"


def test_an_organizer_who_deletes_cancels_for_all(as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """What is left tells the organizer what it was, and guests nothing."""
    as_lena.delete(meeting)
    assert as_marco.listed() == as_lena.listed() == []
    assert as_marco.get(meeting) == {"id": meeting, "status": "cancelled"}
    assert (as_lena.get(meeting)["status"], as_lena.get(meeting)["summary"]) == ("cancelled", "1-on-1")


def test_guests_come_and_go(as_lena: Asking, as_marco: Asking, as_zoe: Asking, meeting: str) -> None:
    """Who is put on the list gets a copy, who is taken from it loses theirs."""
    as_lena.patch(meeting, attendees=[{"email": LENA, "responseStatus": "accepted"}, {"email": ZOE}])
    assert as_marco.listed() == []
    assert as_zoe.get(meeting)["start"]["dateTime"] == "2026-11-26T04:00:00-05:00"


def test_guests_who_may_not_see_each_other(as_marco: Asking, as_lena: Asking, meeting: str) -> None:
    """See themselves, and that others are left out."""
    as_lena.patch(meeting, guestsCanSeeOtherGuests=False)
    his = as_marco.get(meeting)
    assert [each["email"] for each in his["attendees"]] == [MARCO]
    assert his["attendeesOmitted"] is True
    assert len(as_lena.get(meeting)["attendees"]) == 3


@pytest.mark.parametrize(("updates", "mailed"), [("all", [MARCO, OUTSIDE]), ("externalOnly", [OUTSIDE]), ("none", [])])
def test_mails(google: GoogleServer, as_lena: Asking, updates: str, mailed: list[str]) -> None:
    """One for each guest and change, to all of them or to those without a calendar here; to nobody is a sin."""
    as_lena.insert(**event(id=KEY, attendees=GUESTS), sendUpdates=updates)
    as_lena.patch(KEY, **NOON, sendUpdates=updates)
    as_lena.patch(KEY, extendedProperties={"private": {"schedule": "2"}}, sendUpdates=updates)
    as_lena.delete(KEY, updates=updates)
    assert google.mails == [Mail(KEY, to, kind) for kind in ("invitation", "update", "cancellation") for to in mailed]
    assert len(google.sins) == (4 if updates == "none" else 0)


def test_telling_nobody_is_no_sin_where_nobody_is_invited(google: GoogleServer, as_lena: Asking) -> None:
    """An event without guests has nobody to tell."""
    as_lena.insert(**event(id=KEY), sendUpdates="none")
    as_lena.delete(KEY, updates="none")
    assert google.sins == []


def test_service_accounts_cannot_invite(google: GoogleServer, client_of: Ask) -> None:
    """Not by themselves; events without guests they can write, where somebody lets them."""
    robot = "robot@project.iam.gserviceaccount.com"
    google.service_accounts.add(robot)
    google.share(LENA, robot, Role.WRITER)
    asking = client_of(robot)
    assert refused(asking.insert, LENA, **event(attendees=GUESTS)) == (403, "forbiddenForServiceAccounts")
    made = asking.insert(LENA, **event(id=KEY))
    assert (made["creator"], made["organizer"]) == ({"email": robot}, {"email": LENA, "self": True})
    assert refused(asking.patch, KEY, LENA, attendees=GUESTS) == (403, "forbiddenForServiceAccounts")


def test_nobody_without_a_token(google: GoogleServer, client_of: Ask) -> None:
    """Unknown accounts and expired tokens are not let in."""
    assert refused(client_of("nobody@example.com").page) == (401, "authError")
    google.refused_tokens.add(f"token-for-{LENA}")
    assert refused(client_of(LENA).page) == (401, "authError")


def test_what_a_role_may(google: GoogleServer, as_lena: Asking, as_marco: Asking) -> None:
    """From nothing to everything."""
    as_lena.insert(**event(id=KEY, description="secret"))
    assert refused(as_marco.page, LENA) == (404, "notFound")
    google.share(LENA, MARCO, Role.FREE_BUSY_READER)
    page = as_marco.page(LENA)
    assert page["accessRole"] == "freeBusyReader"
    (seen,) = page["items"]
    assert not {"summary", "description", "iCalUID", "organizer", "attendees"} & set(seen)
    assert {"id", "status", "start", "end"} <= set(seen)
    google.share(LENA, MARCO, Role.READER)
    assert as_marco.get(KEY, LENA)["description"] == "secret"
    assert refused(as_marco.patch, KEY, LENA, **NOON) == (403, "requiredAccessLevel")
    assert refused(as_marco.insert, LENA, **event()) == (403, "requiredAccessLevel")
    google.share(LENA, MARCO, Role.WRITER)
    as_marco.patch(KEY, LENA, **NOON)
    assert as_lena.get(KEY)["start"] == NOON["start"]


def test_private_events_hide_from_readers(google: GoogleServer, as_lena: Asking, as_marco: Asking) -> None:
    """When they are, and nothing else; their owner and writers see them."""
    as_lena.insert(**event(id=KEY, visibility="private", attendees=GUESTS))
    google.share(LENA, MARCO, Role.READER)
    (seen,) = as_marco.listed(LENA)
    assert seen["visibility"] == "private"
    assert not {"summary", "attendees", "extendedProperties"} & set(seen)
    google.share(LENA, MARCO, Role.WRITER)
    assert as_marco.get(KEY, LENA)["summary"] == "1-on-1"
