"""Reading calendars from Google: what is asked, in how many calls, and what comes of the answers."""

import re
from datetime import date, timedelta

import pytest

from providers.errors import ProviderError
from providers.event import Event, Hours, Interval, Profile, Response, Show
from providers.google.provider import GoogleProvider
from providers.interface import Account
from tests.google.office import TEAM, Badge, Office, ending, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, WINDOW, ZONE, create, meeting, span, utc
from tests.servers.base import Answer, Fault
from tests.servers.google import GoogleServer, Role, google_error

ASSISTANT = "assistant@example.com"
NOBODY = "nobody@example.com"
ONE_ON_ONE = re.compile("1-on-1")


@pytest.fixture
def provider(office: Office) -> GoogleProvider:
    return office.provider()


def test_a_team_is_one_request(office: Office, provider: GoogleProvider) -> None:
    """Nine calendars come in one batch, each as its owner."""
    office.hire(*TEAM)
    for email in TEAM:
        office.server.person(email).add(FIRST.start, FIRST.end)
    answers = read(provider, *TEAM)
    assert office.calls == 1
    assert [[event.span for event in answers[email].events] for email in TEAM] == [[FIRST]] * 9
    tokens = {request.headers["authorization"] for request in office.parts("/events")}
    assert tokens == {f"Bearer token-for-{email}" for email in TEAM}


def test_many_teams_are_few_requests(office: Office, provider: GoogleProvider) -> None:
    """Fifty calendars in a batch, no more: Google takes no larger ones."""
    emails = [f"p{number}@example.com" for number in range(120)]
    office.hire(*emails)
    answers = read(provider, *emails)
    assert office.calls == 3
    assert sorted(answers) == sorted(emails)
    assert not any(calendar.unknown for calendar in answers.values())


def test_pages_are_followed_to_the_end(office: Office, provider: GoogleProvider) -> None:
    """In rounds: what all calendars have on their next page comes together. An empty page is not the last one."""
    for email in (LEADER, MEMBER):
        for hour in range(5):
            office.server.person(email).add(FIRST.start + timedelta(hours=hour), FIRST.end + timedelta(hours=hour))
    office.server.page_size, office.server.empty_pages = 2, 1
    answers = read(provider)
    assert [len(answers[email].events) for email in (LEADER, MEMBER)] == [5, 5]
    assert office.calls == 4


def test_a_list_without_an_end(office: Office, provider: GoogleProvider) -> None:
    """A server that answers the same page again and again is not believed."""
    page = Answer(200, {"items": [], "nextPageToken": "again", "accessRole": "owner"})
    office.server.inject(Fault(answer=page), ending("/events"), times=10)
    (unknown,) = read(provider, LEADER)[LEADER].unknown
    assert "does not end" in unknown.why


def test_a_page_that_is_refused_is_no_end(office: Office, provider: GoogleProvider) -> None:
    """Who could not be read to the end is unknown, not free for the rest."""
    for hour in range(5):
        office.server.person(LEADER).add(FIRST.start + timedelta(hours=hour), FIRST.end + timedelta(hours=hour))
    office.server.page_size = 2
    fault = Fault(answer=google_error(403, "accessNotConfigured"))
    office.server.inject(fault, lambda request: "pageToken" in request.query)
    answer = read(provider, LEADER)[LEADER]
    assert answer.events == ()
    assert [unknown.span for unknown in answer.unknown] == [WINDOW]


def test_a_page_token_that_is_forgotten(office: Office, provider: GoogleProvider) -> None:
    """The list is read from its beginning once more."""
    for hour in range(5):
        office.server.person(LEADER).add(FIRST.start + timedelta(hours=hour), FIRST.end + timedelta(hours=hour))
    office.server.page_size = 2
    fault = Fault(answer=google_error(410, "fullSyncRequired"))
    office.server.inject(fault, lambda request: "pageToken" in request.query)
    assert len(read(provider, LEADER)[LEADER].events) == 5


def test_every_kind_of_event(office: Office, provider: GoogleProvider) -> None:
    """As section 3 of the product's rules says, over the wire."""
    lena = office.server.person(LEADER)
    hour = iter(range(8, 20))

    def at(**more: object) -> None:
        start = utc(f"2026-11-26 {next(hour):02d}:00")
        lena.add(start, start + timedelta(minutes=30), **more)  # type: ignore[arg-type]

    at()
    at(transparency="transparent")
    at(status="tentative")
    at(eventType="outOfOffice")
    at(eventType="focusTime")
    at(eventType="fromGmail")
    lena.add(
        utc("2026-11-26 14:00"), utc("2026-11-26 16:00"), eventType="workingLocation", workingLocationProperties={}
    )
    lena.add(date(2026, 11, 27), date(2026, 11, 28))
    shows = [(event.show, event.all_day) for event in read(provider, LEADER)[LEADER].events]
    expected = [Show.BUSY, Show.FREE, Show.TENTATIVE, Show.AWAY, Show.FOCUS, Show.BUSY, Show.ELSEWHERE]
    assert shows == [*((show, False) for show in expected), (Show.BUSY, True)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("accept", Response.ACCEPTED), ("tentative", Response.TENTATIVE), ("decline", Response.DECLINED)],
)
def test_the_owners_answer(office: Office, provider: GoogleProvider, answer: str, expected: Response) -> None:
    """An invitation is what its owner made of it."""
    key = office.server.person(LEADER).add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER])
    (before,) = read(provider, MEMBER)[MEMBER].events
    getattr(office.server.person(MEMBER), answer)(key)
    (after,) = read(office.provider(), MEMBER)[MEMBER].events
    assert (before.response, after.response) == (Response.NEEDS_ACTION, expected)


def test_a_series_with_exceptions(office: Office, provider: GoogleProvider) -> None:
    """Every instance of the window at its own time, through the change of clocks: moved ones moved, cancelled gone."""
    lena = office.server.person(LEADER)
    start = utc("2026-10-22 08:00")  # 10:00 in Madrid, in summer
    lena.add(start, start + timedelta(minutes=30), recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    window = Interval(utc("2026-10-19 00:00"), utc("2026-11-30 00:00"))
    instances = lena.holds()
    assert len(instances) == 1
    key = instances[0]["id"]
    lena.delete(f"{key}_20261029T090000Z")
    lena.move(f"{key}_20261105T090000Z", utc("2026-11-06 12:00"), utc("2026-11-06 12:30"))
    events = read(provider, LEADER, window=window)[LEADER].events
    starts = ["2026-10-22 08:00", "2026-11-06 12:00", "2026-11-12 09:00"]
    assert [event.span.start for event in events] == [utc(each) for each in starts]
    assert all(event.recurring for event in events)
    assert len({event.uid for event in events}) == 1


def test_a_meeting_of_two_is_told_by_counting(office: Office, provider: GoogleProvider) -> None:
    """With whom, is known where both calendars are read, though nobody's address is ever asked for."""
    lena = office.server.person(LEADER)
    office.hire("third@example.com")
    room = {"email": "room@example.com", "resource": True}
    lena.add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER, room])
    lena.add(LATER.start, LATER.end, attendees=[LEADER, MEMBER, "third@example.com"])
    answers = read(provider)
    assert [(event.people, event.partner) for event in answers[LEADER].events] == [(2, MEMBER), (3, None)]
    assert [(event.people, event.partner) for event in answers[MEMBER].events] == [(2, LEADER), (3, None)]
    assert office.calls == 1


def test_titles_are_asked_of_meetings_of_two_only(office: Office, provider: GoogleProvider) -> None:
    """In one more round for all of them, and only where the company says what its 1-on-1s are called."""
    lena = office.server.person(LEADER)
    lena.add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER], summary="Our 1-on-1")
    lena.add(LATER.start, LATER.end, attendees=[LEADER, MEMBER], summary="Review")
    lena.add(utc("2026-12-01 10:00"), utc("2026-12-01 11:00"), summary="Dentist")
    office.hire("third@example.com")
    lena.add(utc("2026-12-02 10:00"), utc("2026-12-02 11:00"), attendees=[LEADER, MEMBER, "third@example.com"])
    read(provider)
    assert office.parts("/events") == office.parts()
    office.restart()
    answers = read(office.provider(), title=ONE_ON_ONE)
    assert office.calls == 2
    assert [event.title_matches for event in answers[LEADER].events] == [True, False, True, True]
    titles = [request for request in office.parts() if request.query["fields"] == "summary"]
    assert len(titles) == 4  # two events, in two calendars


def test_titles_are_asked_once(office: Office, provider: GoogleProvider) -> None:
    """Whether they matched is remembered, not what they were; a changed event and another pattern are asked anew."""
    key = office.server.person(LEADER).add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER], summary="Our 1-on-1")
    read(provider, LEADER, title=ONE_ON_ONE)
    provider.remember()
    assert "Our" not in "".join(file.read_text() for file in office.state.rglob("*.json"))
    office.restart()
    again = office.provider()
    assert read(again, LEADER, title=ONE_ON_ONE)[LEADER].events[0].title_matches
    assert office.calls == 1
    assert not read(again, LEADER, title=re.compile("Review"))[LEADER].events[0].title_matches
    assert office.calls == 3
    office.server.person(LEADER).edit(key, summary="Review")
    assert not read(again, LEADER, title=ONE_ON_ONE)[LEADER].events[0].title_matches
    assert office.calls == 5


def test_a_title_that_is_not_told(office: Office, provider: GoogleProvider) -> None:
    """It may be a 1-on-1: rather none is booked than two."""
    office.server.person(LEADER).add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER], summary="Review")
    fault = Fault(answer=google_error(404, "notFound"))
    office.server.inject(fault, lambda request: request.query.get("fields") == "summary")
    (event,) = read(provider, LEADER, title=ONE_ON_ONE)[LEADER].events
    assert event.title_matches


def test_answers_by_name_where_more_joined(office: Office, provider: GoogleProvider) -> None:
    """With somebody else in one of ours, a count does not tell who declined: that one event is asked for names."""
    create(provider)
    uid = meeting().marker.uid
    office.hire("third@example.com")
    before = office.server.person(LEADER).look(uid)["attendees"]
    office.server.person(LEADER).edit(uid, attendees=[*before, {"email": "third@example.com"}])
    office.server.person(MEMBER).decline(uid)
    office.restart()
    event = read(provider)[LEADER].events[0]
    third = Response.NEEDS_ACTION
    assert event.answers == {LEADER: Response.ACCEPTED, MEMBER: Response.DECLINED, "third@example.com": third}
    assert office.calls == 2


@pytest.mark.parametrize("role", [Role.FREE_BUSY_READER, Role.NONE])
def test_who_may_not_list_asks_for_free_and_busy(office: Office, role: Role) -> None:
    """In one request for all of them: blocks without identity, or unknown where not even that is allowed."""
    office.hire(ASSISTANT, *TEAM)
    for email in TEAM:
        office.server.share(email, ASSISTANT, role)
        office.server.person(email).add(FIRST.start, FIRST.end)
    answers = read(office.provider(Badge(ASSISTANT)), *TEAM)
    assert office.calls == 2
    for email in TEAM:
        if role is Role.FREE_BUSY_READER:
            assert answers[email].events == (Event(email, "", FIRST, Show.BUSY),)
            assert not answers[email].unknown
            assert not answers[email].listed
        else:
            assert [unknown.span for unknown in answers[email].unknown] == [WINDOW]
            assert "share" in answers[email].unknown[0].why
            assert email in answers[email].unknown[0].why


def test_reading_as_one_account(office: Office) -> None:
    """The configuration may name who reads for all; without an account of the sign-in's own."""
    office.hire(ASSISTANT)
    office.server.share(LEADER, ASSISTANT, Role.READER)
    office.server.person(LEADER).add(FIRST.start, FIRST.end)
    answers = read(office.provider(read_as=ASSISTANT), LEADER)
    assert [event.span for event in answers[LEADER].events] == [FIRST]
    assert {request.headers["authorization"] for request in office.parts()} == {f"Bearer token-for-{ASSISTANT}"}


def test_one_of_ours_that_is_private_is_not_taken_for_deleted(office: Office, provider: GoogleProvider) -> None:
    """Who may only read Lena's calendar is not shown whose it is: nothing is known of that time, and why is told."""
    create(provider)
    office.hire(ASSISTANT)
    for email in (LEADER, MEMBER):
        office.server.share(email, ASSISTANT, Role.READER)
        office.server.person(email).edit(meeting().marker.uid, visibility="private")
    as_assistant = office.provider(Badge(ASSISTANT))
    answers = read(as_assistant)
    assert [(each.span, "private" in each.why) for each in answers[LEADER].unknown] == [(FIRST, True)]
    assert answers[MEMBER].unknown == ()
    assert [each.marker for each in ours(provider, LEADER)] == [meeting().marker]


def test_our_meetings_are_known_to_readers(office: Office) -> None:
    """Who may only read sees our marker as well."""
    create(office.provider())
    office.hire(ASSISTANT)
    for email in (LEADER, MEMBER):
        office.server.share(email, ASSISTANT, Role.READER)
    copies = ours(office.provider(Badge(ASSISTANT)))
    assert [(copy.calendar, copy.follows) for copy in copies] == [(LEADER, False), (MEMBER, True)]


@pytest.mark.parametrize("reason", ["accessNotConfigured", "insufficientPermissions", "domainPolicy"])
def test_less_is_not_asked_where_it_would_be_refused_as_well(office: Office, reason: str) -> None:
    """Who may not use the service at all does not ask it for free and busy either."""
    office.hire(ASSISTANT)
    office.server.inject(Fault(answer=google_error(403, reason)), ending("/events"))
    assert read(office.provider(Badge(ASSISTANT)), LEADER)[LEADER].unknown
    assert office.calls == 1


@pytest.mark.parametrize("reason", ["notFound", "internalError", "yetToBeInvented"])
def test_one_calendar_fails_inside_a_success(office: Office, reason: str) -> None:
    """That person is unknown over the whole window; the others are told."""
    office.hire(ASSISTANT)
    for email in (LEADER, MEMBER):
        office.server.share(email, ASSISTANT, Role.FREE_BUSY_READER)
        office.server.person(email).add(FIRST.start, FIRST.end)
    office.server.freebusy_errors[MEMBER] = reason
    answers = read(office.provider(Badge(ASSISTANT)))
    assert [event.span for event in answers[LEADER].events] == [FIRST]
    assert answers[MEMBER].events == ()
    assert [unknown.span for unknown in answers[MEMBER].unknown] == [WINDOW]


def test_free_and_busy_over_a_year(office: Office) -> None:
    """The window is cut where Google limits it, in the same round; a block across the cut is one."""
    office.hire(ASSISTANT)
    office.server.share(LEADER, ASSISTANT, Role.FREE_BUSY_READER)
    long = Interval(utc("2026-02-01 00:00"), utc("2026-03-01 00:00"))
    office.server.person(LEADER).add(long.start, long.end)
    window = Interval(utc("2025-11-24 00:00"), utc("2026-11-23 00:00"))
    answer = read(office.provider(Badge(ASSISTANT)), LEADER, window=window)[LEADER]
    assert [event.span for event in answer.events] == [long]
    assert len(office.parts("/freeBusy")) == 5
    assert office.calls == 2


def test_a_year_beyond_the_window(office: Office, provider: GoogleProvider) -> None:
    """Ours that somebody dragged far away is found; what is kept for the coming nights stays as it was."""
    create(provider)
    far = span("2027-06-03 10:00")
    office.server.person(LEADER).move(meeting().marker.uid, far.start, far.end)
    read(provider)
    beyond = Interval(WINDOW.end, WINDOW.end + timedelta(weeks=52))
    (event,) = [event for event in read(provider, window=beyond, once=True)[LEADER].events if event.marker]
    assert (event.span, event.written) == (far, FIRST)
    office.restart()
    read(provider)
    assert all("syncToken" in request.query for request in office.parts("/events"))


@pytest.mark.parametrize(
    ("status", "reason", "says"),
    [
        (403, "accessNotConfigured", "not enabled"),
        (403, "insufficientPermissions", "scope"),
        (403, "notACalendarUser", "no Google Calendar"),
        (403, "domainPolicy", "administrator"),
        (403, "quotaExceeded", "usage limit"),
        (404, "notFound", "no such calendar"),
        (400, "invalidParameter", "did not understand"),
    ],
)
def test_what_cannot_be_read_is_unknown(
    office: Office, provider: GoogleProvider, status: int, reason: str, says: str
) -> None:
    """One calendar's refusal hides no other; it is not asked again, nor for less where less is refused as well."""
    for email in (LEADER, MEMBER):
        office.server.person(email).add(FIRST.start, FIRST.end)
    office.server.inject(Fault(answer=google_error(status, reason)), ending(f"{LEADER.replace('@', '%40')}/events"))
    answers = read(provider)
    (unknown,) = answers[LEADER].unknown
    assert (unknown.span, answers[LEADER].events) == (WINDOW, ())
    assert says in unknown.why
    assert LEADER in unknown.why
    assert [event.span for event in answers[MEMBER].events] == [FIRST]
    assert office.calls == 1


@pytest.mark.parametrize("body", [{}, {"items": []}, {"accessRole": "owner", "items": [3]}])
def test_a_success_that_is_no_list(
    office: Office, provider: GoogleProvider, server: GoogleServer, body: object
) -> None:
    """An empty answer is not an empty calendar."""
    server.validates = False
    server.inject(Fault(answer=Answer(200, body)), ending("/events"))
    assert [unknown.span for unknown in read(provider, LEADER)[LEADER].unknown] == [WINDOW]


def test_an_event_without_times_is_unknown(office: Office, provider: GoogleProvider, server: GoogleServer) -> None:
    """What cannot be understood is not free; the rest of the calendar is told."""
    server.validates = False
    items = [
        {
            "id": "good",
            "iCalUID": "good",
            "start": {"dateTime": "2026-11-26T09:00:00Z"},
            "end": {"dateTime": "2026-11-26T09:30:00Z"},
        },
        {"id": "bad", "iCalUID": "bad", "start": {}, "end": {}},
    ]
    page = Answer(200, {"items": items, "accessRole": "owner", "nextSyncToken": "x"})
    server.inject(Fault(answer=page), ending("/events"))
    answer = read(provider, LEADER)[LEADER]
    assert [event.span for event in answer.events] == [FIRST]
    assert [unknown.span for unknown in answer.unknown] == [WINDOW]


def test_what_the_account_says_of_its_owner(office: Office, provider: GoogleProvider) -> None:
    """Zone and working hours of all accounts, in one call; who may not be asked is told of by name."""
    hours = [{"dayOfWeek": "thursday", "periodStart": 540, "periodEnd": 1020}]
    office.server.mailboxes[LEADER].working_hours = {"workingHoursEnabled": True, "availableTimes": hours}
    told = dict(provider.profiles([Account(email, "UTC") for email in (LEADER, MEMBER, NOBODY)]))
    nine, seventeen = utc("2026-11-26 09:00").time(), utc("2026-11-26 17:00").time()
    unread = told.pop(NOBODY)
    assert isinstance(unread, ProviderError)
    assert NOBODY in str(unread)
    assert told == {LEADER: Profile(ZONE, (Hours(3, nine, seventeen),)), MEMBER: Profile(ZONE)}
    assert office.calls == 1


def test_reading_writes_no_file(office: Office, provider: GoogleProvider) -> None:
    """Until it is told to remember."""
    read(provider)
    provider.profiles([Account(LEADER, ZONE)])
    assert not office.state.exists()
    provider.remember()
    assert office.state.exists()
