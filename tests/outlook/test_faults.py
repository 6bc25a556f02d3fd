"""Whatever goes wrong on the way to Graph, and in its answers."""

from collections.abc import Callable

import pytest

from providers.errors import ProviderError
from providers.event import Event
from tests.outlook.office import Office, at, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, create, meeting
from tests.servers.base import Answer, Fault, Request
from tests.servers.graph import graph_error

PASSING = {
    "lost": Fault(lost=True),
    "lost afterwards": Fault(lost=True, effect=True),
    "cut": Fault(cut=True),
    "429": Fault(answer=graph_error(429, "ApplicationThrottled", 3)),
    "429 always 1": Fault(answer=graph_error(429, "ApplicationThrottled", 1)),
    "429 without": Fault(answer=graph_error(429, "ApplicationThrottled")),
    "500": Fault(answer=graph_error(500, "ErrorInternalServerError")),
    "502": Fault(answer=Answer(502, content=b"<html>Bad Gateway</html>")),
    "503": Fault(answer=graph_error(503, "serviceNotAvailable", 7)),
    "503 afterwards": Fault(answer=graph_error(503, "serviceNotAvailable"), effect=True),
    "504": Fault(answer=graph_error(504, "GatewayTimeout")),
    "a proxy's page": Fault(wrong_json=True),
    "a list": Fault(answer=Answer(200, [])),
    "an empty answer": Fault(answer=Answer(200, content=b"null")),
    "401": Fault(answer=graph_error(401, "InvalidAuthenticationToken")),
}
LASTING = {name: PASSING[name] for name in ("lost", "cut", "429", "500", "503", "504", "a proxy's page", "401")}
PLACES: dict[str, Callable[[Request], bool]] = {
    "batch": lambda request: request.path.endswith("$batch"),
    "view": lambda request: request.path.endswith(f"{LEADER}/calendarView"),
    "ours": lambda request: request.path.endswith(f"{LEADER}/events"),
    "count": lambda request: "attendees,organizer" in request.query.get("$select", ""),
}


def of(name: str) -> bool:
    """Whether a fault makes sense inside a batch: a part of one has no connection, and no page of a proxy's."""
    return name not in ("a proxy's page", "a list", "an empty answer", "502")


@pytest.mark.parametrize(
    ("place", "fault"),
    [(place, fault) for place in PLACES for fault in PASSING if place == "batch" or of(fault)],
)
def test_what_passes_is_waited_out(office: Office, place: str, fault: str) -> None:
    """Reading goes on until it is whole; what was answered well is not asked again."""
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER])
    office.server.inject(PASSING[fault], PLACES[place])
    answers = read(office.provider())
    assert [len(answers[email].events) for email in (LEADER, MEMBER)] == [1, 1]
    assert [event.people for event in answers[LEADER].events] == [2]
    if place == "view" and fault.startswith(("4", "5")):
        asked = office.parts(f"{MEMBER}/calendarView")
        assert len(asked) == 1


@pytest.mark.parametrize(
    ("place", "fault"), [(place, fault) for place in PLACES for fault in LASTING if place == "batch" or of(fault)]
)
def test_what_lasts_is_told(office: Office, place: str, fault: str) -> None:
    """Whose calendar cannot be had is unknown, in a sentence; nobody is taken to be free, and nothing runs for ever."""
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER])
    office.server.inject(LASTING[fault], PLACES[place], times=60)
    answers = read(office.provider())
    (unknown,) = answers[LEADER].unknown
    assert unknown.why.startswith(LEADER)
    assert unknown.why.endswith(".")
    assert office.server.calls < 40
    whole = place in ("batch", "count") or fault in ("lost", "cut")
    assert bool(answers[MEMBER].unknown) is whole
    assert all(each.why.startswith(MEMBER) or place == "count" for each in answers[MEMBER].unknown)


@pytest.mark.parametrize("named", [3, 7, 120])
def test_a_wait_that_graph_names_is_the_least(office: Office, named: int) -> None:
    """Also of a part of a batch whose other parts were answered."""
    office.server.inject(Fault(answer=graph_error(429, "ApplicationThrottled", named)), PLACES["view"])
    read(office.provider())
    assert office.clock.time >= named


def test_throttled_batches_end_whole(office: Office) -> None:
    """No batch asks a mailbox for more than it answers at once."""
    office.server.strict_batches = True
    for hour in range(8, 18):
        office.server.person(LEADER).add(*at(3, hour), attendees=[MEMBER])
    answers = read(office.provider())
    assert [event.people for event in answers[MEMBER].events] == [2] * 10
    assert office.clock.time == 0
    counted = [request for request in office.parts() if PLACES["count"](request)]
    assert [sum(email in request.path for request in counted) for email in (LEADER, MEMBER)] == [5, 5]


@pytest.mark.parametrize(
    "responses",
    [
        [],
        [{"id": "99", "status": 200, "body": {"value": []}}],
        [{"id": "0"}, {"id": "1", "status": "200"}, None],
        None,
    ],
)
def test_missing_answers_in_a_batch(office: Office, responses: object) -> None:
    """They are asked for again."""
    office.server.inject(Fault(answer=Answer(200, {"responses": responses})), PLACES["batch"])
    assert all(calendar.unknown == () for calendar in read(office.provider()).values())


def test_an_answer_that_stays_missing_is_one_persons(office: Office) -> None:
    """The others' are good."""
    real = office.server.handle

    def forgetful(request: Request) -> Answer:
        answer = real(request)
        if request.path.endswith("$batch"):
            missing = {
                each["id"] for each in request.json["requests"] if each["url"].startswith(f"/users/{LEADER}/calendarV")
            }
            answer.json["responses"] = [each for each in answer.json["responses"] if each["id"] not in missing]
        elif request.path.endswith(f"{LEADER}/calendarView") and request.part_of is None:
            return Answer(200, content=b"{")
        return answer

    office.server.handle = forgetful  # type: ignore[method-assign]
    answers = read(office.provider())
    assert answers[LEADER].unknown
    assert answers[MEMBER].unknown == ()


def test_redirects_are_not_followed(office: Office) -> None:
    """The token is Graph's alone."""
    elsewhere = Answer(307, headers={"Location": "http://127.0.0.1:1/v1.0/$batch"})
    office.server.inject(Fault(answer=elsewhere), PLACES["batch"])
    assert all("307" in calendar.unknown[0].why for calendar in read(office.provider()).values())
    assert office.server.calls == 1


def test_nothing_listens(office: Office) -> None:
    """A server that is not there is told without its address."""
    answers = read(office.provider(endpoint="http://127.0.0.1:1"))
    assert "cannot be reached" in answers[LEADER].unknown[0].why
    assert "127.0.0.1" not in answers[LEADER].unknown[0].why


STEPS: dict[str, Callable[[Office, list[Event]], None]] = {}


def step(do: Callable[[Office, list[Event]], None]) -> Callable[[Office, list[Event]], None]:
    """Name a step by its function."""
    STEPS[do.__name__] = do
    return do


@step
def creating(office: Office, events: list[Event]) -> None:
    """A second 1-on-1."""
    create(office.provider(), meeting("2026-W49", LATER))


@step
def moving(office: Office, events: list[Event]) -> None:
    """The first one."""
    with office.provider().writing() as writer:
        writer.move(events, LATER)


@step
def cancelling(office: Office, events: list[Event]) -> None:
    """The first one."""
    with office.provider().writing() as writer:
        writer.cancel(events)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("fault", [fault for fault in PASSING if fault not in ("a list", "an empty answer")])
@pytest.mark.parametrize("nth", [0, 1])
def test_writes_through_passing_faults(office: Office, name: str, fault: str, nth: int) -> None:
    """Whichever request goes wrong, the step ends as if none had, and nobody is mailed twice."""
    create(office.provider())
    events = ours(office.provider())
    office.server.mails.clear()
    office.server.inject(PASSING[fault], lambda request: not request.path.endswith("$batch"), skip=nth)
    STEPS[name](office, events)
    office.server.heal()
    spans = sorted(event.span for event in ours(office.provider()))
    assert spans == {"creating": [FIRST, LATER], "moving": [LATER], "cancelling": []}[name]
    assert [mail.to for mail in office.server.mails] == [MEMBER]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("fault", LASTING)
def test_writes_that_fail_say_so(office: Office, name: str, fault: str) -> None:
    """In the tree, naming the calendar; when it is over, the same step completes."""
    create(office.provider())
    events = ours(office.provider())
    office.server.inject(LASTING[fault], lambda request: True, times=60)
    with pytest.raises(ProviderError, match=LEADER):
        STEPS[name](office, events)
    office.server.heal()
    STEPS[name](office, events)
    assert len(ours(office.provider())) == {"creating": 2, "moving": 1, "cancelling": 0}[name]
