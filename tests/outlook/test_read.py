"""Reading calendars through Graph."""

import re
from datetime import timedelta
from typing import Any

import pytest

from providers.attendee_copies import recognise
from providers.errors import ProviderError
from providers.event import Event, Interval, Profile, Response, Show
from providers.http.quota import Limits, Quota
from providers.http.retry import Calls
from providers.outlook.provider import OutlookProvider
from providers.outlook.send import MOST
from providers.outlook.settings import OutlookSettings
from providers.pair_meetings import pair_up
from tests.outlook.office import Badge, Office, accounts, at, interval, ours, read
from tests.providers.meetings import LEADER, MEMBER, WINDOW, create, meeting
from tests.servers.base import Answer, Fault, Request
from tests.servers.graph import APP_TOKEN, GraphServer, Share, graph_error

TEAM = [LEADER, *(f"report-{number}@example.com" for number in range(8))]
HIDDEN = re.compile(r"\b(subject|body|bodyPreview|location|locations)\b")
EVENT = re.compile(r"/users/[^/]+/events/[^/]+")


def is_to(path: str) -> Any:
    """Whether a request's path ends so."""
    return lambda request: request.path.endswith(path)


def weekly(day: str = "thursday") -> dict[str, Any]:
    """A recurrence."""
    return {
        "recurrence": {
            "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": [day]},
            "range": {"type": "noEnd"},
        }
    }


def test_a_team_is_one_request(office: Office) -> None:
    """Nine calendars, nothing shared between them, nothing paged: one batch, and nobody's quota is asked twice."""
    office.hire(*TEAM[1:])
    for email in TEAM:
        office.server.person(email).add(*at(3, 9))
    answers = read(office.provider(), *TEAM)
    assert [len(answers[email].events) for email in TEAM] == [1] * 9
    assert office.server.calls == 1


def test_a_team_on_a_later_night_is_one_request(office: Office) -> None:
    """Meetings of ours stand in two calendars each; they are known by their marker, and not asked about."""
    office.hire(*TEAM[1:])
    provider = office.provider()
    create(provider)
    office.server.log.clear()
    found = ours(provider, MEMBER, *TEAM)
    assert [event.calendar for event in found] == [LEADER]
    assert office.server.calls == 1


@pytest.mark.parametrize(("people", "requests"), [(10, 1), (15, 2), (20, 2), (60, 4)])
def test_large_teams(office: Office, people: int, requests: int) -> None:
    """Where the batches have no room to ask which events are ours, only calendars are asked that may hold any."""
    others = [f"a-{number:02}@example.com" for number in range(people - 1)]
    office.hire(*others)
    provider = office.provider()
    create(provider)
    office.server.log.clear()
    assert len(ours(provider, *others, LEADER)) == 1
    assert office.server.calls == requests
    batches = [request for request in office.server.log if request.path.endswith("$batch")]
    assert all(len(request.json["requests"]) <= MOST for request in batches)


def test_no_title_text_or_place_is_asked_for(office: Office) -> None:
    """Every listing is masked; who takes part is asked of ours only."""
    office.server.person(LEADER).add(*at(3, 9), attendees=["guest@example.com"])
    read(office.provider())
    assert len(office.parts()) == 4
    for request in office.parts():
        assert 'IdType="ImmutableId"' in request.headers["prefer"]
        assert 'outlook.timezone="UTC"' in request.headers["prefer"]
        assert not HIDDEN.search(request.query["$select"])
        marked = "singleValueExtendedProperties" in request.query.get("$filter", "")
        assert ("attendees" in request.query["$select"]) is marked


def test_who_takes_part_is_asked_where_a_meeting_may_be_a_1_on_1(office: Office) -> None:
    """A meeting in exactly two of the calendars is counted, once for both, and its titles stay where they are."""
    third = "third@example.com"
    office.hire(third)
    lena = office.server.person(LEADER)
    booked = lena.add(*at(3, 9), attendees=[MEMBER])
    lena.add(*at(3, 11), attendees=[MEMBER, "guest@example.com"])
    lena.add(*at(3, 13), attendees=[MEMBER, third])
    lena.add(*at(3, 15), attendees=["guest@example.com"])
    answers = read(office.provider(), LEADER, MEMBER, third)
    assert [event.people for event in answers[LEADER].events] == [2, 3, None, None]
    assert [event.people for event in answers[MEMBER].events] == [2, 3, None]
    counted = [request for request in office.parts() if EVENT.search(request.path)]
    assert [request.query["$select"] for request in counted] == ["id,attendees,organizer,hideAttendees,isOrganizer"] * 2
    assert office.server.calls == 2
    paired = pair_up(answers)
    assert [event.partner for event in paired[LEADER].events if event.uid == booked] == [MEMBER]
    assert [event.partner for event in paired[MEMBER].events if event.uid == booked] == [LEADER]


def test_rooms_are_nobody(office: Office) -> None:
    """A 1-on-1 in a room is a meeting of two."""
    room = {"emailAddress": {"address": "room@example.com"}, "type": "resource"}
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER, room])
    assert [event.people for event in read(office.provider())[LEADER].events] == [2]


def test_a_meeting_that_hides_its_guests_is_no_meeting_of_two(office: Office) -> None:
    """Lena and Marco are among many whom somebody invited, and each of them is shown nobody else."""
    office.hire("boss@example.com")
    many = [f"guest-{number}@example.com" for number in range(9)]
    office.server.person("boss@example.com").add(*at(3, 9), attendees=[LEADER, MEMBER, *many], hideAttendees=True)
    assert [event.partner for event in pair_up(read(office.provider()))[LEADER].events] == [None]


def test_a_series_is_counted_once(office: Office) -> None:
    """Four weeks of a recurring 1-on-1 are one question; each of its occurrences is known by it."""
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER], **weekly())
    answers = pair_up(read(office.provider()))
    assert [(event.people, event.partner, event.recurring) for event in answers[MEMBER].events] == [
        (2, LEADER, True)
    ] * 4
    assert len([request for request in office.parts() if EVENT.search(request.path)]) == 1


def test_titles_only_where_a_pattern_asks_and_only_of_two(office: Office) -> None:
    """One more round asks for titles of foreign meetings of exactly two; they leave no trace."""
    lena = office.server.person(LEADER)
    lena.add(*at(3, 9), subject="Catch-up Marco", attendees=[MEMBER])
    lena.add(*at(3, 11), subject="Interview", attendees=[MEMBER])
    lena.add(*at(3, 13), subject="Catch-up all", attendees=[MEMBER, "guest@example.com"])
    lena.add(*at(3, 15), subject="Catch-up alone")
    answers = read(office.provider(), title=re.compile("Catch-up"))
    assert [event.title_matches for event in answers[LEADER].events if event.people == 2] == [True, False]
    assert [event.title_matches for event in answers[MEMBER].events if event.people == 2] == [True, False]
    assert len([request for request in office.parts() if "subject" in request.query["$select"]]) == 2
    assert office.server.calls == 3
    assert "Catch-up" not in repr(answers)


def test_ours_are_read_with_marker_and_answers(office: Office) -> None:
    """The organizer's copy bears the marker; the attendee's is recognised by it."""
    provider = office.provider()
    create(provider)
    office.server.person(MEMBER).accept(meeting().marker.uid)
    calendars = recognise(read(provider))
    (mine,), (theirs,) = calendars[LEADER].events, calendars[MEMBER].events
    assert mine.marker == theirs.marker == meeting().marker
    assert mine.answers == theirs.answers == {LEADER: Response.ACCEPTED, MEMBER: Response.ACCEPTED}
    assert (mine.follows, theirs.follows) == (False, True)
    assert mine.uid == theirs.uid != meeting().marker.uid
    assert calendars[LEADER].held == calendars[MEMBER].held == 0


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Los_Angeles", "Pacific/Auckland"])
def test_all_day_events_at_the_edges_of_the_window(office: Office, zone: str) -> None:
    """Days are asked for in UTC, and lie in the owner's zone: none at the edge is lost."""
    email = "far@example.com"
    office.hire(email, zone=zone)
    office.server.person(email).add(*at(0, 0, 1440), isAllDay=True, showAs="oof")
    (event,) = office.provider().read([type(accounts([email])[0])(email, zone)], WINDOW)[email].events
    assert (event.all_day, event.show) == (True, Show.AWAY)
    assert event.span.end - event.span.start == timedelta(days=1)


def test_the_look_is_wider_than_the_window(office: Office) -> None:
    """Days in far zones reach over the edges; and whoever has no events left this month has held some all the same."""
    office.server.person(LEADER).add(*at(-14, 9))
    calendar = read(office.provider())[LEADER]
    assert (calendar.events, calendar.held) == ((), 1)
    (view,) = office.parts(f"{LEADER}/calendarView")
    assert view.query["endDateTime"] == "2026-12-22T00:00:00Z"


def test_recurring_events_keep_their_wall_clock(office: Office) -> None:
    """Across the end of summer time, ten o'clock stays ten o'clock."""
    start, end = at(-42, 8)  # 12 October 2026, 10:00 in Madrid
    office.server.person(LEADER).add(start, end, **weekly("monday"))
    window = Interval(start - timedelta(days=1), start + timedelta(days=20))
    spans = [event.span.start for event in read(office.provider(), window=window)[LEADER].events]
    assert spans == [start, start + timedelta(days=7), start + timedelta(days=14, hours=1)]


def test_pages_are_followed_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages, those of several calendars are asked for in the same requests."""
    monkeypatch.setattr("providers.outlook.sync._PAGE", "2")
    for email in (LEADER, MEMBER):
        for hour in range(8, 13):
            office.server.person(email).add(*at(3, hour))
    answers = read(office.provider())
    assert [len(answers[email].events) for email in (LEADER, MEMBER)] == [5, 5]
    assert office.server.calls == 3


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users/x/calendarView?$skip=10",
        "http://127.0.0.1:1/v1.0/users/x/calendarView",
        "{url}/other/users/x",
        "{url}@evil.example/v1.0/users/x",
        "//evil.example/v1.0/",
        7,
    ],
)
def test_a_next_page_elsewhere_is_refused(office: Office, link: Any) -> None:
    """The token goes to Graph, and nowhere else; that person is unknown, the others are read."""
    link = link.replace("{url}", office.server.url) if isinstance(link, str) else link
    page = {"value": [], "@odata.nextLink": link}
    office.server.inject(Fault(answer=Answer(200, page)), is_to(f"{LEADER}/calendarView"))
    answers = read(office.provider())
    assert "not Microsoft Graph" in answers[LEADER].unknown[0].why
    assert answers[MEMBER].unknown == ()
    assert office.server.calls == 1


def test_pages_in_a_circle_end(office: Office) -> None:
    """A next page that was had already is an answer that makes no sense."""

    def circle(request: Request) -> bool:
        return request.path.endswith(f"{LEADER}/calendarView")

    link = f"{office.server.url}/v1.0/users/{LEADER}/calendarView?$skip=1"
    office.server.inject(Fault(answer=Answer(200, {"value": [], "@odata.nextLink": link})), circle, times=5)
    assert "circle" in read(office.provider())[LEADER].unknown[0].why


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (graph_error(404, "ErrorInvalidUser"), "no such calendar"),
        (graph_error(404, "MailboxNotEnabledForRESTAPI"), "no mailbox"),
        (graph_error(403, "ErrorAccessDenied"), "RBAC"),
        (graph_error(400, "ErrorInvalidRequest"), "ErrorInvalidRequest"),
        (Answer(200, {"value": None}), "no list"),
        (Answer(200, {"value": [{"id": "1"}]}), "cannot be understood"),
        (Answer(200, {"value": ["event"]}), "no list"),
    ],
)
@pytest.mark.parametrize("path", ["calendarView", "events"])
def test_what_one_calendar_meets_does_not_touch_the_others(
    office: Office, answer: Answer, word: str, path: str
) -> None:
    """That person is unknown over the whole window, in a sentence; the other is read."""
    office.server.person(MEMBER).add(*at(3, 9))
    office.server.inject(Fault(answer=answer), is_to(f"{LEADER}/{path}"), times=9)
    answers = read(office.provider())
    (unknown,) = answers[LEADER].unknown
    assert unknown.span == WINDOW
    assert unknown.why.startswith(LEADER)
    assert word in unknown.why
    assert answers[LEADER].events == ()
    assert len(answers[MEMBER].events) == 1


def test_the_applications_scope(office: Office) -> None:
    """A mailbox outside of it is unknown, and the sentence names what an administrator does."""
    office.server.app_scope = {LEADER}
    answers = read(office.provider())
    assert answers[LEADER].unknown == ()
    assert "RBAC" in answers[MEMBER].unknown[0].why


def test_what_was_just_deleted_cannot_be_counted(office: Office) -> None:
    """A meeting that goes while it is read is nobody's failure; another failure leaves both alone."""
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER])
    office.server.inject(Fault(answer=graph_error(404, "ErrorItemNotFound")), lambda r: bool(EVENT.search(r.path)))
    assert [event.people for event in read(office.provider())[LEADER].events] == [None]
    office.server.inject(Fault(answer=graph_error(400, "BadRequest")), lambda r: bool(EVENT.search(r.path)))
    answers = read(office.provider())
    assert all(answers[email].unknown for email in (LEADER, MEMBER))


def test_whoever_signed_in_sees_only_when_others_are_busy(office: Office) -> None:
    """Calendars that may not be listed are asked with free/busy, in a second round: blocks without identity."""
    office.server.person(LEADER).add(*at(3, 9))
    marco = office.server.person(MEMBER)
    marco.add(*at(3, 10))
    marco.add(*at(3, 10), showAs="tentative")
    marco.add(*at(3, 12), showAs="free")
    marco.add(*at(4, 0, 1440), isAllDay=True, showAs="oof")
    marco.add(*at(3, 14), showAs="workingElsewhere")
    answers = read(office.person(LEADER))
    assert answers[LEADER].listed
    assert not answers[MEMBER].listed
    assert answers[MEMBER].events == (
        Event(MEMBER, "", interval(3, 10), Show.BUSY),
        Event(MEMBER, "", interval(3, 10), Show.TENTATIVE),
        Event(MEMBER, "", interval(3, 14), Show.ELSEWHERE),
        Event(MEMBER, "", Interval(at(3, 23)[0], at(4, 23)[0]), Show.AWAY),
    )
    assert office.server.calls == 2


def test_a_shared_calendar_is_listed(office: Office) -> None:
    """Whoever may see single events sees them."""
    office.server.mailboxes[MEMBER].shares[LEADER] = Share.READ
    office.server.person(MEMBER).add(*at(3, 10), uid="u")
    calendar = read(office.person(LEADER))[MEMBER]
    assert (calendar.listed, [event.uid for event in calendar.events]) == (True, ["u"])


def test_free_busy_says_for_each_person_what_failed(office: Office) -> None:
    """Inside a success there are failures: nobody, not allowed, not now."""
    names = ["closed@example.com", "ill@example.com", "nobody@example.com"]
    office.hire(*names[:2])
    office.server.mailboxes[names[0]].default_share = Share.NONE
    office.server.schedule_errors[names[1]] = "ErrorInternalServerTransientError"
    answers = read(office.person(LEADER), LEADER, MEMBER, *names)
    assert answers[MEMBER].unknown == ()
    words = ("not even free or busy", "cannot tell", "no such mailbox")
    for name, word in zip(names, words, strict=True):
        (unknown,) = answers[name].unknown
        assert unknown.span == WINDOW
        assert unknown.why.startswith(name)
        assert word in unknown.why


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"scheduleItems": None, "availabilityView": "0020"}, "cannot be understood"),
        ({"scheduleItems": [{"status": "busy", "start": None, "end": None}]}, "cannot be understood"),
        ({"scheduleItems": [None]}, "cannot be understood"),
        ({"scheduleItems": [], "error": {"responseCode": "ErrorAccessDenied"}}, "not even free or busy"),
        ({"scheduleId": "somebody@example.com", "scheduleItems": []}, "says nothing"),
    ],
)
def test_free_busy_that_makes_no_sense(office: Office, row: dict[str, Any], word: str) -> None:
    """Unknown is not free."""
    told = {"value": [{"scheduleId": MEMBER, **row}]}
    office.server.inject(Fault(answer=Answer(200, told)), is_to("getSchedule"))
    assert word in read(office.person(LEADER))[MEMBER].unknown[0].why


def test_free_busy_without_items_is_free_where_the_view_says_so(office: Office) -> None:
    """Null stands for none."""
    told = {"value": [{"scheduleId": MEMBER.upper(), "scheduleItems": None, "availabilityView": "0000"}]}
    office.server.inject(Fault(answer=Answer(200, told)), is_to("getSchedule"))
    calendar = read(office.person(LEADER))[MEMBER]
    assert (calendar.events, calendar.unknown) == ((), ())


def test_whoever_signed_in_has_one_quota(office: Office) -> None:
    """What is asked of `/me` counts to the same mailbox as what is asked by its address."""
    two = Calls(Limits(Quota(2, 600.0)), clock=office.clock)
    settings = OutlookSettings("tenant", "client", endpoint=office.server.url)
    badge = Badge([f"token-for-{LEADER}"], app_only=False, account=LEADER)
    read(OutlookProvider(settings, badge, office.state, calls=two))
    assert len(office.parts("getSchedule")) == 1
    assert office.clock.time >= 600


def test_free_busy_is_asked_in_pieces(office: Office) -> None:
    """At most twenty people, and less than 62 days, in a question."""
    others = [f"a-{number:02}@example.com" for number in range(23)]
    office.hire(*others)
    long = Interval(WINDOW.start, WINDOW.start + timedelta(weeks=26))
    start, end = at(59, 12, 4 * 24 * 60)
    office.server.person(others[0]).add(start, end)
    answers = read(office.person(LEADER), LEADER, *others, window=long)
    asked = office.parts("getSchedule")
    assert len(asked) == 2 * 4
    assert all(len(request.json["schedules"]) <= 20 for request in asked)
    assert {event.span for event in answers[others[0]].events} == {Interval(start, end)}


def test_a_year_ahead(office: Office) -> None:
    """An event of ours that somebody dragged far away is found."""
    provider = office.provider()
    create(provider)
    start, end = at(200, 9)
    office.server.person(LEADER).move(meeting().marker.uid, start, end)
    far = Interval(WINDOW.end, WINDOW.end + timedelta(weeks=52))
    (event,) = (event for event in read(provider, window=far, once=True)[LEADER].events if event.marker)
    assert event.span == Interval(start, end)


def test_nobody_signed_in_is_everybodys_unknown(office: Office) -> None:
    """A token that stays refused is replaced once, and then told; nothing is asked a third time."""
    badge = Badge(["old", "also-old"])
    answers = read(office.provider(badge))
    assert badge.refused == ["old"]
    assert all("[providers.outlook]" in answers[email].unknown[0].why for email in (LEADER, MEMBER))
    assert office.server.calls == 2


def test_a_token_that_expires_is_replaced(office: Office) -> None:
    """The first refusal asks for another one, and the read goes on."""
    badge = Badge(["old", APP_TOKEN])
    answers = read(office.provider(badge))
    assert badge.refused == ["old"]
    assert all(calendar.unknown == () for calendar in answers.values())


def test_profiles(office: Office) -> None:
    """Zone and hours of many mailboxes in one request; who may not be asked is told of by name."""
    office.server.mailboxes[MEMBER].settings_readable = False
    profiles = office.provider().profiles(accounts([LEADER, MEMBER, "nobody@example.com"]))
    lena = profiles[LEADER]
    assert isinstance(lena, Profile)
    assert lena.time_zone == "Europe/Paris"
    assert lena.hours is not None
    for email in (MEMBER, "nobody@example.com"):
        assert isinstance(profiles[email], ProviderError)
        assert email in str(profiles[email])
    assert office.server.calls == 1
    assert office.provider().profiles([]) == {}


def test_reading_writes_nothing(office: Office) -> None:
    """A dry run leaves no file."""
    provider = office.provider()
    read(provider)
    provider.remember()
    assert not office.state.exists()


def test_nothing_asked(server: GraphServer, office: Office) -> None:
    """Nobody's calendar is no question."""
    assert office.provider().read([], WINDOW) == {}
    assert server.calls == 0
