"""The demo company is one that the product has to cope with, whatever day it is made for."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Component

from providers import event as seen
from providers.event import Interval, Response, Show
from providers.folder import FolderProvider
from providers.folder.settings import FolderSettings
from providers.interface import Account
from scheduler.company import CadenceUnit, Company, Layout
from scheduler.config import load
from scheduler.demo import LEADER, make_demo
from scheduler.errors import BadInput

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
"""Of the first week that is planned on that Sunday."""

DAYS = [
    SUNDAY,
    pytest.param(date(2026, 10, 19), id="clocks change in autumn"),
    pytest.param(date(2027, 3, 8), id="clocks change in spring"),
    pytest.param(date(2026, 12, 18), id="the year turns"),
    pytest.param(date(2028, 2, 24), id="a Thursday before 29 February"),
]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def events_of(folder: Path, email: str) -> list[Component]:
    """Every VEVENT of a person."""
    files = [folder / "calendars" / f"{email}.ics", *sorted((folder / "calendars" / email).glob("*.ics"))]
    calendars = [Calendar.from_ical(path.read_bytes()) for path in files if path.exists()]
    return [event for calendar in calendars for event in calendar.walk("VEVENT")]


def first_monday(today: date) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=today.weekday() > 3)


def read(company: Company, today: date, *, weeks: int = 4) -> dict[str, seen.Calendar]:
    """What the provider sees of everybody in the weeks that are planned."""
    folder = company.providers["folder"]
    assert isinstance(folder, FolderSettings)
    begin = datetime.combine(first_monday(today), time(0), UTC)
    accounts = [Account(person.email, person.time_zone) for person in company.people.values()]
    window = Interval(begin, begin + timedelta(weeks=weeks))
    return dict(FolderProvider(folder.path).read(accounts, window, company.booked_title))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company as made on a Sunday in November."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder, SUNDAY)
    return folder


@pytest.fixture(scope="module")
def company(folder: Path) -> Company:
    return load(folder / "config.toml")


@pytest.fixture(scope="module")
def calendars(company: Company) -> dict[str, seen.Calendar]:
    return read(company, SUNDAY)


def test_equal_days_give_equal_files(tmp_path: Path, folder: Path) -> None:
    """Byte for byte, in whatever folder."""
    config = make_demo(tmp_path / "not" / "yet", SUNDAY)
    assert config == tmp_path / "not" / "yet" / "config.toml"
    assert bytes_of(config.parent) == bytes_of(folder)
    other = make_demo(tmp_path / "other", SUNDAY + timedelta(weeks=1))
    assert bytes_of(other.parent) != bytes_of(folder)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder that holds something is refused, and stays as it is."""
    (tmp_path / "config.toml").write_text("mine")
    with pytest.raises(BadInput, match="Name a new folder"):
        make_demo(tmp_path, SUNDAY)
    assert bytes_of(tmp_path) == {"config.toml": b"mine"}


def test_lines_end_and_fold_as_they_should(folder: Path) -> None:
    """CRLF and at most 75 octets in calendars, LF in the configuration; some lines are folded."""
    contents = bytes_of(folder)
    assert b"\r" not in contents.pop("config.toml")
    for content in contents.values():
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
        assert max(map(len, content.split(b"\r\n"))) <= 75
    assert any(b"\r\n " in content for content in contents.values())


def test_there_are_three_leaders_who_lay_their_weeks_out_differently(company: Company) -> None:
    """One is a report of another, one has a named whole day, one the better day, one splits; public holidays count."""
    rules = {leader: team.rules for leader, team in company.teams.items()}
    assert [(rule.layout, rule.layout_day) for rule in rules.values()] == [
        (Layout.WHOLE_DAY, 3),
        (Layout.SPLIT, None),
        (Layout.WHOLE_DAY, None),
    ]
    members = {pair.member for team in company.teams.values() for pair in team.pairs}
    assert LEADER in rules
    assert LEADER in members
    assert {person.country for person in company.people.values()} == {"ES", "US-NY"}
    assert {person.time_zone for person in company.people.values()} == {"Europe/Madrid", "America/New_York"}


def test_the_leader_to_look_at_has_eight_reports_and_all_cadences(company: Company) -> None:
    """Over four weeks, one of the eight in another zone, one every two weeks, and a cross-team pair every month."""
    pairs = company.teams[LEADER].pairs
    reports = [pair for pair in pairs if pair.kind == "report"]
    assert len(reports) == 8
    assert company.horizon_weeks == 4
    assert len({company.people[pair.member].time_zone for pair in reports}) == 2
    cadences = {(pair.cadence.every, pair.cadence.unit) for pair in pairs}
    assert cadences == {(1, CadenceUnit.WEEKS), (2, CadenceUnit.WEEKS), (1, CadenceUnit.MONTHS)}


@pytest.mark.parametrize("today", DAYS)
def test_every_calendar_can_be_read(tmp_path: Path, today: date) -> None:
    """Nothing is broken, nobody is missing, and everybody meets others on Thursday and Friday."""
    company = load(make_demo(tmp_path, today))
    found = read(company, today)
    assert list(found) == list(company.people)
    for calendar in found.values():
        assert calendar.unknown == ()
        assert any(one.span.start.weekday() in (3, 4) and one.recurring for one in calendar.events)


@pytest.mark.parametrize("today", DAYS)
def test_the_leader_is_as_busy_as_leaders_are(tmp_path: Path, today: date) -> None:
    """25 to 40 % of working time on Thursdays and Fridays, and most of it every week."""
    company = load(make_demo(tmp_path, today))
    zone = ZoneInfo(company.people[LEADER].time_zone)
    busy = [
        one
        for one in read(company, today)[LEADER].events
        if one.show in (Show.BUSY, Show.AWAY) and not one.all_day and one.response is not Response.DECLINED
        if one.span.start.astimezone(zone).weekday() in (3, 4)
    ]
    hours = sum((one.span.end - one.span.start for one in busy), timedelta()) / timedelta(hours=1)
    recurring = sum((one.span.end - one.span.start for one in busy if one.recurring), timedelta()) / timedelta(hours=1)
    assert 0.25 <= hours / (4 * 2 * 9) <= 0.40
    assert recurring / hours > 0.5


@pytest.mark.parametrize(("today", "differs"), [(date(2026, 10, 19), True), (date(2027, 3, 8), True), (MONDAY, False)])
def test_clocks_change_on_different_days(tmp_path: Path, today: date, differs: bool) -> None:
    """A meeting that New York calls is at two times of day in Madrid, when clocks change in between."""
    company = load(make_demo(tmp_path, today))
    synced = [one for one in read(company, today)[LEADER].events if one.uid.startswith("atlantic-sync")]
    times = {one.span.start.astimezone(ZoneInfo("Europe/Madrid")).time() for one in synced}
    assert len(synced) == 4
    assert (len(times) == 2) is differs


def test_somebody_is_on_holiday_for_a_week(calendars: dict[str, seen.Calendar]) -> None:
    """All days of the second week, out of office."""
    [holiday] = [one for one in calendars["bea@example.com"].events if one.show is Show.AWAY]
    assert holiday.all_day
    assert holiday.span.end - holiday.span.start == timedelta(days=5)
    assert holiday.span.start.astimezone(ZoneInfo("Europe/Madrid")).date() == MONDAY + timedelta(weeks=1)


def test_days_are_blocked_and_not_blocked(calendars: dict[str, seen.Calendar]) -> None:
    """There are all-day events that are busy, free, and markers of a place of work."""
    shown = {one.show for calendar in calendars.values() for one in calendar.events if one.all_day}
    assert shown == {Show.BUSY, Show.FREE, Show.AWAY, Show.ELSEWHERE}


def test_the_leader_has_events_of_every_kind(calendars: dict[str, seen.Calendar]) -> None:
    """Tentative by status and by answer, declined, transparent, and a 1-on-1 that the two booked themselves."""
    events = calendars[LEADER].events
    assert any(one.show is Show.TENTATIVE for one in events)
    assert any(one.response is Response.TENTATIVE for one in events)
    assert any(one.response is Response.DECLINED for one in events)
    assert any(one.show is Show.FREE and not one.all_day for one in events)
    booked = [one for one in events if one.partner and one.title_matches]
    assert [(one.partner, one.recurring) for one in booked] == [("felix@example.com", False)]
    mirrored = [one for one in calendars["felix@example.com"].events if one.uid == booked[0].uid]
    assert [(one.partner, one.span) for one in mirrored] == [(LEADER, booked[0].span)]


def test_recurring_events_have_every_kind_of_exception(folder: Path, calendars: dict[str, seen.Calendar]) -> None:
    """A day left out, an instance moved, an instance cancelled: in the files, and as the provider expands them."""
    events = events_of(folder, LEADER)
    exceptions = [event for event in events if "RECURRENCE-ID" in event]
    assert any("EXDATE" in event for event in events)
    assert any(event.get("STATUS") == "CANCELLED" for event in exceptions)
    assert any(event.decoded("DTSTART") != event.decoded("RECURRENCE-ID") for event in exceptions)
    assert sum("RRULE" in event for event in events) > len(events) / 2

    zone = ZoneInfo("Europe/Madrid")
    shows = [one.span.start.astimezone(zone) for one in calendars[LEADER].events if one.uid.startswith("demo-hour")]
    assert [(one.date() - MONDAY, one.time()) for one in shows] == [
        (timedelta(days=4), time(11)),
        (timedelta(days=11), time(11)),
        (timedelta(days=18), time(12, 30)),
    ]
    fridays = [MONDAY + timedelta(days=4, weeks=week) for week in range(4)]
    stood_up = {
        one.span.start.astimezone(zone).date() for one in calendars[LEADER].events if one.uid.startswith("stand-up")
    }
    assert [friday in stood_up for friday in fridays] == [True, False, True, True]


def test_people_use_different_programs(folder: Path) -> None:
    """Exports of three programs, one of them with Windows names for zones, and one calendar as a folder of files."""
    contents = {name: content for name, content in bytes_of(folder).items() if name.startswith("calendars")}
    for product in (b"Google Calendar", b"Outlook", b"Apple Inc."):
        assert any(b"PRODID:" in content and product in content for content in contents.values())
    assert any(b"TZID:Romance Standard Time" in content for content in contents.values())
    assert len(list((folder / "calendars" / "elena@example.com").glob("*.ics"))) > 3
