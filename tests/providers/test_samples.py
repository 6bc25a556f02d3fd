"""Exports as Google Calendar, Outlook and Apple Calendar write them."""

import re

from providers.event import Response, Show
from tests.providers.shelf import Shelf, text


def _short(shelf: Shelf) -> list[tuple[str, str, str, Show]]:
    answer = shelf.read()
    assert answer.unknown == ()
    return [
        (event.uid.split("@")[0].split("-")[-1], text(event.span.start), text(event.span.end), event.show)
        for event in answer.events
    ]


def test_google(shelf: Shelf) -> None:
    """UTC and zoned times, all-day events, a series with EXDATE, a moved and a cancelled instance."""
    shelf.sample("google.ics")
    assert _short(shelf) == [
        ("3q1v0c9utc", "2026-11-26 08:00", "2026-11-26 08:30", Show.BUSY),
        ("weekly", "2026-11-26 09:00", "2026-11-26 09:45", Show.BUSY),
        ("free", "2026-11-26 23:00", "2026-11-27 23:00", Show.FREE),
        ("declined", "2026-11-27 13:00", "2026-11-27 14:00", Show.BUSY),
        ("busy", "2026-12-02 23:00", "2026-12-04 23:00", Show.BUSY),
        ("weekly", "2026-12-04 14:00", "2026-12-04 15:00", Show.BUSY),
    ]
    assert shelf.read().held == 5


def test_google_people(shelf: Shelf) -> None:
    """Rooms take no part; an address counts in any case; who declined has declined; three are no pair."""
    shelf.sample("google.ics")
    events = {event.uid: event for event in shelf.read().events}
    pair = events["3q1v0c9utc@google.com"]
    assert (pair.partner, pair.response) == ("marco.diaz@example.com", Response.ACCEPTED)
    crowd = events["declined@google.com"]
    assert (crowd.partner, crowd.response) == (None, Response.DECLINED)


def test_outlook(shelf: Shelf) -> None:
    """Windows names, a zone with its own rules, and Outlook's word on how an event shows."""
    shelf.sample("outlook.ics")
    assert [(uid[-8:].lstrip("0"), *rest) for uid, *rest in _short(shelf)] == [
        ("STANDUP", "2026-11-23 08:30", "2026-11-23 09:00", Show.BUSY),
        ("BUSY", "2026-11-26 09:00", "2026-11-26 10:00", Show.BUSY),
        ("WFH", "2026-11-27 07:00", "2026-11-27 17:00", Show.ELSEWHERE),
        ("FREE", "2026-11-27 11:00", "2026-11-27 12:00", Show.FREE),
        ("CUSTOM", "2026-11-27 14:30", "2026-11-27 15:00", Show.TENTATIVE),
        ("OOF", "2026-12-02 23:00", "2026-12-03 23:00", Show.AWAY),
        ("STANDUP", "2026-12-14 08:30", "2026-12-14 09:00", Show.BUSY),
    ]


def test_apple(shelf: Shelf) -> None:
    """Floating times, DURATION, a day without an end, a blank before VALUE, a location torn into lines; no tasks."""
    shelf.sample("apple.ics")
    assert _short(shelf) == [
        ("NEWYORK", "2026-11-26 14:00", "2026-11-26 14:30", Show.BUSY),
        ("FLOATING", "2026-11-27 11:00", "2026-11-27 12:30", Show.BUSY),
        ("ONEDAY", "2026-11-30 23:00", "2026-12-01 23:00", Show.BUSY),
        ("TENTATIVE", "2026-12-01 16:00", "2026-12-01 17:00", Show.TENTATIVE),
        ("BIRTHDAY", "2026-12-09 23:00", "2026-12-10 23:00", Show.FREE),
    ]


def test_all_day_events_lie_in_the_owners_zone(shelf: Shelf) -> None:
    """The same export means other instants to an owner elsewhere; floating times, too; zoned ones do not."""
    shelf.sample("apple.ics")
    starts = {event.uid.split("-")[-1]: text(event.span.start) for event in shelf.read(zone="Asia/Tokyo").events}
    assert starts["ONEDAY"] == "2026-11-30 15:00"
    assert starts["FLOATING"] == "2026-11-27 03:00"
    assert starts["NEWYORK"] == "2026-11-26 14:00"


def test_titles_are_matched_and_stay(shelf: Shelf) -> None:
    """A pattern is searched in titles; nothing that is read quotes one."""
    shelf.sample("google.ics")
    answer = shelf.read(title=re.compile(r"lena\s*/", re.IGNORECASE))
    assert [event.uid for event in answer.events if event.title_matches] == ["3q1v0c9utc@google.com"]
    for title in ("Lena /", "Product", "Offsite", "Bidding"):
        assert title not in repr(answer)


def test_line_ends_do_not_matter(shelf: Shelf) -> None:
    """LF, CRLF and a byte-order mark say the same."""
    for name in ("google.ics", "outlook.ics", "apple.ics"):
        shelf.sample(name)
        expected = shelf.read()
        path = next(shelf.root.glob("*.ics"))
        unix = path.read_bytes()
        for variant in (unix.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + unix, unix.replace(b"\n", b"\r")):
            shelf.export(variant)
            assert shelf.read() == expected
