"""Lists of events on the Graph server: windows, pages, masks, filters, zones."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.servers.graph.asking import LENA, MARCO, MARKER, WINDOW, Asking, at, code, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

VIEW = f"/users/{LENA}/calendarView"
EVENTS = f"/users/{LENA}/events"
TEN = datetime(2026, 11, 26, 10, tzinfo=UTC)
HALF = timedelta(minutes=30)


def several(lena: Person, count: int) -> None:
    for number in range(count):
        lena.add(TEN + number * HALF, TEN + (number + 1) * HALF, subject=f"s{number:02d}")


def test_a_page_has_ten(ask: Asking, lena: Person) -> None:
    """Unless asked otherwise; `@odata.nextLink` is absolute and leads on to the end."""
    several(lena, 23)
    first = ask("GET", VIEW, **WINDOW).json()
    assert len(first["value"]) == 10
    assert first["@odata.nextLink"].startswith("http://")
    assert sorted(row["subject"] for row in ask.rows()) == [f"s{number:02d}" for number in range(23)]
    assert len(ask("GET", VIEW, **WINDOW, prefer="odata.maxpagesize=15").json()["value"]) == 15
    assert len(ask("GET", VIEW, **WINDOW, top=23).json()["value"]) == 23


def test_pages_keep_what_was_asked(ask: Asking, lena: Person) -> None:
    """The mask and the order go on over pages."""
    several(lena, 12)
    rows = ask.rows(select="subject", orderby="start/dateTime desc")
    assert [row["subject"] for row in rows] == sorted((row["subject"] for row in rows), reverse=True)
    assert {tuple(row) for row in rows} == {("@odata.etag", "id", "subject")}


def test_a_view_needs_a_window(ask: Asking) -> None:
    """Both ends of it, in this order, and no more than 1825 days."""
    assert ask("GET", VIEW).status_code == 400
    assert ask("GET", VIEW, startDateTime=WINDOW["startDateTime"]).status_code == 400
    assert ask("GET", VIEW, startDateTime="2026-12-01", endDateTime="2026-11-01").status_code == 400
    assert ask("GET", VIEW, startDateTime="2020-12-01", endDateTime="2026-11-01").status_code == 400


def test_what_touches_the_window_is_in_it(ask: Asking, lena: Person) -> None:
    """Ends are open: an event that ends where the window starts is out."""
    lena.add(TEN, TEN + HALF)
    inside = {"startDateTime": "2026-11-26T10:29:00Z", "endDateTime": "2026-11-26T11:00:00Z"}
    assert len(ask.rows(**inside)) == 1
    assert (
        ask.rows(**inside | {"startDateTime": "2026-11-26T11:30:00+01:00"})
        == []
        == ask.rows(startDateTime="2026-11-26T09:00:00", endDateTime="2026-11-26T10:00:00")
    )


@pytest.mark.parametrize("zone", ["Romance Standard Time", "Europe/Madrid"])
def test_times_are_in_the_zone_asked_for(ask: Asking, lena: Person, zone: str) -> None:
    """Windows and IANA names are understood, and put beside a time without offset as they were asked."""
    lena.add(TEN, TEN + HALF)
    (row,) = ask.rows(prefer=f'outlook.timezone="{zone}"')
    assert row["start"] == {"dateTime": "2026-11-26T11:00:00.0000000", "timeZone": zone}


def test_a_zone_that_is_none_is_refused(ask: Asking) -> None:
    """Custom zones have no name that could be asked for."""
    answer = ask("GET", VIEW, **WINDOW, prefer='outlook.timezone="Customized Time Zone"')
    assert code(answer) == (400, "TimeZoneNotSupportedException")


def test_all_day_is_midnight_wherever_one_asks(ask: Asking, lena: Person) -> None:
    """Days are labelled with the zone asked for, though they lie in the owner's: the window tells."""
    day = datetime(2026, 11, 26, tzinfo=UTC)
    lena.add(day, day + timedelta(days=1), isAllDay=True)
    (row,) = ask.rows(prefer='outlook.timezone="Tokyo Standard Time"')
    assert row["start"] == {"dateTime": "2026-11-26T00:00:00.0000000", "timeZone": "Tokyo Standard Time"}
    assert row["end"]["dateTime"] == "2026-11-27T00:00:00.0000000"
    assert len(ask.rows(startDateTime="2026-11-25T23:00:00Z", endDateTime="2026-11-25T23:30:00Z")) == 1
    assert ask.rows(startDateTime="2026-11-26T23:00:00Z", endDateTime="2026-11-26T23:30:00Z") == []


def test_made_up_zones_show_as_labels_only(ask: Asking, lena: Person) -> None:
    """An event may come from a zone that no name stands for."""
    uid = lena.add(TEN, TEN + HALF)
    lena.item(uid).zone_label = "tzone://Microsoft/Custom"
    (row,) = ask.rows()
    assert row["originalStartTimeZone"] == "tzone://Microsoft/Custom"
    assert row["start"]["timeZone"] == "UTC"


def test_unknown_properties_cannot_be_selected(ask: Asking) -> None:
    """A mask with a typing error is no mask."""
    ask.create(event())
    assert code(ask("GET", VIEW, **WINDOW, select="id,titel")) == (400, "RequestBroker--ParseUri")


def test_events_are_found_by_extended_property(ask: Asking) -> None:
    """By id and value, by id alone, by the beginning of a value."""
    for value in ("a1", "a2", "b1"):
        ask.create(event(singleValueExtendedProperties=[{"id": MARKER, "value": value}], subject=value))
    ask.create(event())

    def found(value: str) -> list[str]:
        clause = f"singleValueExtendedProperties/Any(ep: ep/id eq '{MARKER}' and {value})"
        return sorted(row["subject"] for row in ask.rows(EVENTS, filter=clause))

    assert found("ep/value eq 'a1'") == ["a1"]
    assert found("ep/value ne null") == ["a1", "a2", "b1"]
    assert found("startswith(ep/value,'a')") == ["a1", "a2"]
    assert found("contains(ep/value, '1') and not (ep/value eq 'a1')") == ["b1"]


def test_a_view_does_not_filter_by_extended_property(ask: Asking, graph: GraphServer) -> None:
    """The filter is ignored, or refused: unreliable either way."""
    ask.create(event())
    clause = f"singleValueExtendedProperties/any(ep: ep/id eq '{MARKER}' and ep/value ne null)"
    assert len(ask.rows(filter=clause)) == 1
    graph.view_refuses_extended_filter = True
    assert ask("GET", VIEW, **WINDOW, filter=clause).status_code == 400


def test_events_are_filtered(ask: Asking) -> None:
    """By UID, subject and start; by what cannot be filtered not at all, and neither by nonsense."""
    first = ask.create(event(subject="It's one"))
    ask.create(event("12:00", "13:00", subject="Two"))
    for clause in (
        f"iCalUId eq '{first['iCalUId']}'",
        "subject eq 'It''s one'",
        "start/dateTime lt '2026-11-26T10:30:00' and isCancelled eq false",
        "startswith(subject,'It') or subject eq 'none'",
    ):
        assert [row["id"] for row in ask.rows(EVENTS, filter=clause)] == [first["id"]], clause
    assert code(ask("GET", EVENTS, filter="transactionId eq 't'")) == (400, "ErrorInvalidProperty")
    for nonsense in ("subject", "subject eq", "subject is 'x'", "(subject eq 'x'", "subject eq 'x') or", "any(x)"):
        assert ask("GET", EVENTS, filter=nonsense).status_code == 400, nonsense


def test_lists_are_ones_own(ask: Asking, marco: Person) -> None:
    """What lies in another mailbox is not in mine."""
    marco.add(TEN, TEN + HALF)
    assert ask.rows() == []
    assert len(ask.rows(f"/users/{MARCO}/calendarView")) == 1


def test_an_event_is_made_where_it_was_meant(ask: Asking) -> None:
    """Windows zone names are understood in bodies, too."""
    made = ask.create(
        event() | {"start": at("10:00", "Tokyo Standard Time"), "end": at("11:00", "Tokyo Standard Time")}
    )
    assert made["start"]["dateTime"] == "2026-11-26T01:00:00.0000000"
