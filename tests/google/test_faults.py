"""What goes wrong on the way to Google, at any call, and what becomes of it."""

import logging
from itertools import count
from typing import Any

import pytest
from google.auth.exceptions import RefreshError

from providers.errors import InvalidAnswer, NotSignedIn, ProviderError, RateLimited, Unavailable
from providers.google.provider import GoogleProvider
from tests.google.office import BATCH, TEAM, Badge, Office, ending, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, WINDOW, create, meeting
from tests.servers.base import Answer, Fault
from tests.servers.google import google_error

UID = meeting().marker.uid
BRIEF: dict[str, Fault] = {
    "lost": Fault(lost=True),
    "lost after the effect": Fault(lost=True, effect=True),
    "cut": Fault(cut=True),
    "a proxy's page": Fault(wrong_json=True),
    "a proxy's page after the effect": Fault(wrong_json=True, effect=True),
    "a proxy's error page": Fault(answer=Answer(502, content=b"<html>Bad gateway</html>")),
    "429": Fault(answer=google_error(429, "rateLimitExceeded")),
    "429 for a while": Fault(answer=google_error(429, "rateLimitExceeded", retry_after=7)),
    "403 too often": Fault(answer=google_error(403, "rateLimitExceeded")),
    "403 user too often": Fault(answer=google_error(403, "userRateLimitExceeded")),
    "500": Fault(answer=google_error(500, "backendError")),
    "500 after the effect": Fault(answer=google_error(500, "backendError"), effect=True),
    "503": Fault(answer=google_error(503, "backendError")),
}
"""Those that pass."""
faulty = pytest.mark.parametrize("fault", BRIEF.values(), ids=BRIEF.keys())


@pytest.fixture
def provider(office: Office) -> GoogleProvider:
    return office.provider()


@faulty
def test_reading_overcomes_what_passes(office: Office, provider: GoogleProvider, fault: Fault) -> None:
    """At any call, the batch itself among them: asked again, everything is there."""
    for email in (LEADER, MEMBER):
        office.server.person(email).add(FIRST.start, FIRST.end)
    for number in range(3):
        office.server.inject(fault, skip=number)
        answers = read(provider)
        assert [event.span for email in (LEADER, MEMBER) for event in answers[email].events] == [FIRST, FIRST]
        assert not answers[LEADER].unknown
        office.server.heal()


@faulty
@pytest.mark.parametrize("act", ["create", "move", "cancel"])
def test_writing_overcomes_what_passes(office: Office, provider: GoogleProvider, fault: Fault, act: str) -> None:
    """At any call, whether it had its effect before or not: the same as if nothing had been, and nobody told twice."""
    expected = {"create": [FIRST, FIRST], "move": [LATER, LATER], "cancel": []}[act]
    if act != "create":
        create(provider)
    copies = [] if act == "create" else ours(provider)
    office.server.mails.clear()
    office.server.inject(fault)
    with provider.writing() as writer:
        if act == "create":
            writer.create(meeting(), (LEADER, MEMBER))
        elif act == "move":
            writer.move(copies, LATER)
        else:
            writer.cancel(copies)
    assert [copy.span for copy in ours(provider)] == expected
    assert [copy.written for copy in ours(provider)] == expected
    assert len(office.server.mails) <= 1


def test_a_declined_one_moves_at_last(office: Office, provider: GoogleProvider) -> None:
    """Two requests that may each get lost: read, and written with what was read."""
    for number in count():
        provider = office.provider()
        create(provider, meeting(generation=number))
        copies = ours(provider)
        office.server.person(MEMBER).decline(meeting(generation=number).marker.uid)
        copies = ours(provider)
        office.server.inject(Fault(lost=True, effect=True), skip=number)
        with provider.writing() as writer:
            writer.move(copies, LATER)
        assert [copy.span for copy in ours(provider)] == [LATER, LATER]
        met = number < 2
        office.server.heal()
        with provider.writing() as writer:
            writer.cancel(ours(provider))
        if not met:
            break


def test_only_what_failed_is_asked_again(office: Office, provider: GoogleProvider) -> None:
    """A batch keeps its good parts."""
    office.hire(*TEAM)
    office.server.inject(Fault(answer=google_error(503, "backendError")), ending("/events"), skip=2)
    office.server.inject(Fault(answer=google_error(403, "rateLimitExceeded")), ending("/events"), skip=4)
    assert not any(calendar.unknown for calendar in read(provider, *TEAM).values())
    assert len(office.parts("/events")) == 11
    assert office.calls == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(lost=True), Unavailable),
        (Fault(cut=True), Unavailable),
        (Fault(wrong_json=True), InvalidAnswer),
        (Fault(answer=google_error(503, "backendError")), Unavailable),
        (Fault(answer=google_error(429, "rateLimitExceeded")), RateLimited),
        (Fault(answer=google_error(403, "userRateLimitExceeded")), RateLimited),
        (Fault(answer=Answer(302, headers={"Location": "http://127.0.0.1:9/portal"})), InvalidAnswer),
        (Fault(answer=Answer(500, content=b"\xff\xfe")), Unavailable),
        (Fault(answer=Answer(403, content=b"<html>secret</html>")), ProviderError),
        (Fault(answer=Answer(200, content=b"[]")), InvalidAnswer),
    ],
)
def test_what_does_not_pass(office: Office, fault: Fault, kind: type[ProviderError]) -> None:
    """Readers learn that a person is unknown, and why; writers get one error of the tree, with a way out."""
    provider = office.provider(attempts=3)
    office.server.inject(fault, times=100)
    for emails in ((LEADER,), (LEADER, MEMBER)):
        for email, answer in read(provider, *emails).items():
            assert [unknown.span for unknown in answer.unknown] == [WINDOW]
            assert email in answer.unknown[0].why
            assert "secret" not in answer.unknown[0].why
    with pytest.raises(kind, match=LEADER) as caught:
        create(provider)
    assert "127.0.0.1" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no parts",
        b"--other\r\n\r\n",
        b"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n--b--",
        b"\xff",
    ],
)
def test_a_batch_that_is_none(office: Office, content: bytes) -> None:
    """Whatever comes instead of a batch's answer is no traceback."""
    answer = Answer(200, content=content, headers={"Content-Type": "multipart/mixed; boundary=b"})
    office.server.inject(Fault(answer=answer), ending(BATCH), times=2)
    answers = read(office.provider(attempts=2))
    assert all("understood" in answers[email].unknown[0].why for email in (LEADER, MEMBER))
    office.server.inject(Fault(answer=answer), ending(BATCH))
    assert not read(office.provider())[LEADER].unknown


def test_a_part_that_is_no_json(office: Office, provider: GoogleProvider) -> None:
    """It spoils no other part, and is asked for again."""
    office.server.person(MEMBER).add(FIRST.start, FIRST.end)
    office.server.inject(Fault(wrong_json=True), ending("/events"))
    assert len(read(provider)[MEMBER].events) == 1
    assert len(office.parts("/events")) == 3


def test_waits_are_as_long_as_google_says(office: Office, provider: GoogleProvider) -> None:
    """At least."""
    office.server.inject(Fault(answer=google_error(429, "rateLimitExceeded", retry_after=40)), ending("/events"))
    before = office.clock.now()
    read(provider)
    assert office.clock.now() - before >= 40


def test_a_portal_is_not_followed(office: Office, provider: GoogleProvider) -> None:
    """A token is shown to nobody but Google, wherever an answer leads."""
    portal = Fault(answer=Answer(302, headers={"Location": f"{office.server.url}/portal"}))
    for emails in ((LEADER,), (LEADER, MEMBER)):
        office.server.inject(portal)
        assert "leads elsewhere" in read(provider, *emails)[LEADER].unknown[0].why
    assert office.calls == 2


def test_nothing_listens(office: Office) -> None:
    """Everybody is unknown; nothing is written."""
    provider = office.provider(endpoint="http://127.0.0.1:1", attempts=2)
    assert all("cannot be reached" in read(provider)[email].unknown[0].why for email in (LEADER, MEMBER))
    with pytest.raises(Unavailable, match="cannot be reached"):
        create(provider)


class Renewed:
    """Credentials that get another token when the first is refused, or do not."""

    def __init__(self, tokens: list[str], error: Exception | None = None) -> None:
        self.tokens, self.error, self.refreshed = tokens, error, 0
        self.valid = True

    def refresh(self, request: Any) -> None:
        self.refreshed += 1
        self.valid = True
        if self.error is not None:
            raise self.error
        self.tokens = self.tokens[1:] or self.tokens

    def apply(self, headers: dict[str, str]) -> None:
        headers["authorization"] = f"Bearer {self.tokens[0]}"


class Wallet(Badge):
    """Who is signed in with credentials that come to an end."""

    def __init__(self, **made: Renewed) -> None:
        super().__init__()
        self.wallet = {f"{name}@example.com".replace("_", "."): each for name, each in made.items()}

    def credentials(self, owner: str) -> Any:
        return self.wallet.get(owner) or super().credentials(owner)


@pytest.mark.parametrize("together", [True, False])
def test_an_expired_token_is_renewed_once(office: Office, together: bool) -> None:
    """In a batch only its part is sent again."""
    old = Renewed(["token-of-yesterday", f"token-for-{LEADER}"])
    provider = office.provider(Wallet(lena_roth=old))
    answers = read(provider, *((LEADER, MEMBER) if together else (LEADER,)))
    assert not any(calendar.unknown for calendar in answers.values())
    assert old.refreshed == 1
    assert len(office.parts("/events")) == 2 + together


def test_a_token_that_is_known_to_have_expired_is_renewed_before(office: Office) -> None:
    """No call is made with it."""
    old = Renewed(["token-of-yesterday", f"token-for-{LEADER}"])
    old.valid = False
    assert not read(office.provider(Wallet(lena_roth=old)), LEADER)[LEADER].unknown
    assert len(office.parts("/events")) == 1


REVOKED: Any = RefreshError


@pytest.mark.parametrize("valid", [True, False])
def test_a_revoked_grant(office: Office, valid: bool) -> None:
    """One sentence with the command that mends it, for that person; the others are read. Nothing is asked twice."""
    revoked = Renewed(["token-of-yesterday"], REVOKED("invalid_grant: Token has been expired or revoked."))
    revoked.valid = valid
    provider = office.provider(Wallet(lena_roth=revoked))
    office.server.person(MEMBER).add(FIRST.start, FIRST.end)
    answers = read(provider)
    assert "Run `schedule auth google`" in answers[LEADER].unknown[0].why
    assert LEADER in answers[LEADER].unknown[0].why
    assert len(answers[MEMBER].events) == 1
    assert revoked.refreshed == 1
    assert len(office.parts("/events")) == 1 + valid
    revoked.valid = valid
    with pytest.raises(NotSignedIn, match="schedule auth google"):
        create(provider)


def test_a_token_service_that_stumbles(office: Office) -> None:
    """It is asked again."""

    class Stumbling(Renewed):
        def refresh(self, request: Any) -> None:
            self.refreshed += 1
            if self.refreshed < 3:
                raise ConnectionResetError
            self.valid = True

    stumbling = Stumbling([f"token-for-{LEADER}"])
    stumbling.valid = False
    assert not read(office.provider(Wallet(lena_roth=stumbling)), LEADER)[LEADER].unknown


def test_no_token_shows_anywhere(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in errors nor in logs, however much is logged; and no address with a token in it."""
    caplog.set_level(logging.DEBUG)
    provider = office.provider(attempts=2)
    read(provider)
    office.server.inject(Fault(answer=google_error(403, "domainPolicy")), ending("/events"), times=9)
    told = str(read(provider))
    sync = [
        request.query["syncToken"].rstrip("=") for request in office.parts("/events") if "syncToken" in request.query
    ]
    office.server.heal()
    office.server.inject(Fault(answer=google_error(401, "authError")), times=99)
    told += str(read(provider, LEADER)[LEADER].unknown)
    with pytest.raises(NotSignedIn) as caught:
        create(provider)
    everything = told + caplog.text + str(caught.getrepr(style="long"))
    assert sync
    for secret in ("token-for-", *sync):
        assert secret not in everything.replace("tests/google", "")
