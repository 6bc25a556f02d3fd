"""Answers are cut off at the deadline, however they trickle in; and whom a machine trusts is said in words."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from providers.errors import Unavailable
from providers.event import Calendar
from providers.google.provider import GoogleProvider
from providers.google.send import LIMITS
from providers.google.settings import GoogleSettings
from providers.http.retry import Calls, OutOfTime, Repeatable
from providers.http.session import BROKEN, Session, broken
from providers.interface import Account, Provider
from providers.outlook.provider import OutlookProvider
from providers.outlook.settings import OutlookSettings
from tests.http.drip import PATIENT, Drip
from tests.providers.google_place import EverybodysTokens
from tests.providers.meetings import LEADER, MEMBER, WINDOW, ZONE, create
from tests.providers.outlook_place import Application
from tests.servers.base import Answer, Request, Server
from tests.servers.tokens.safe import SafeServer

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LONG = b'{"value": "' + b"x" * PATIENT
ENDLESS = {
    "status": Drip(b"HTTP/1.1 200 " + b"O" * PATIENT, b"\r\nContent-Length: 2\r\n\r\n{}"),
    "headers": Drip(HEAD + b"X-Long: " + b"x" * PATIENT, b"\r\nContent-Length: 2\r\n\r\n{}"),
    "body": Drip(HEAD + b"Content-Length: %d\r\n\r\n" % (len(LONG) + 2) + LONG, b'"}'),
    "body until the end": Drip(HEAD + b"\r\n" + LONG, b'"}'),
    "chunks": Drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * (PATIENT // 6), b"0\r\n\r\n"),
}


def drip_of(kind: str) -> Drip:
    """A new server of a kind."""
    return Drip(ENDLESS[kind].answer, ENDLESS[kind].rest)


def google(url: str, state: Path) -> Provider:
    calls = Calls(LIMITS, deadline=0.2)
    return GoogleProvider(GoogleSettings(endpoint=url), EverybodysTokens(), state, calls=calls)


def outlook(url: str, state: Path) -> Provider:
    calls = Calls(LIMITS, deadline=0.2)
    return OutlookProvider(OutlookSettings("t", "c", endpoint=url), Application(), state, calls=calls)


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_answer_is_cut_off_at_the_deadline(kind: str) -> None:
    """Wherever it has got to: the connection is closed, and the run's time is said to be over."""
    with drip_of(kind) as server, Session() as session:
        calls = Calls(LIMITS, deadline=0.2)
        with pytest.raises(OutOfTime, match="ann: this run's time for asking is used up"):
            calls.call(lambda: session.request("GET", server.url), charges={"ann": 1})
        assert server.left.wait(60)


@pytest.mark.parametrize("kind", ENDLESS)
def test_so_is_one_outside_a_run(kind: str) -> None:
    """Such as that of a service where somebody signs in."""
    with drip_of(kind) as server, Session(longest=0.2) as session:
        with pytest.raises(BROKEN):
            session.request("GET", server.url)
        assert server.left.wait(60)


@pytest.mark.parametrize("make", [google, outlook])
def test_who_is_read_meanwhile_is_unknown(make: Callable[[str, Path], Provider], tmp_path: Path) -> None:
    """And nothing is said to be written."""
    with drip_of("body") as server:
        answers = make(server.url, tmp_path).read([Account(LEADER, ZONE), Account(MEMBER, ZONE)], WINDOW)
        for email in (LEADER, MEMBER):
            assert answers[email] == Calendar(email, unknown=answers[email].unknown)
            assert [gap.span for gap in answers[email].unknown] == [WINDOW]
            assert answers[email].unknown[0].why.startswith(f"{email}: this run's time for asking is used up")
        with pytest.raises(Unavailable, match="time for asking is used up"):
            create(make(server.url, tmp_path))


def test_a_handshake_that_does_not_end() -> None:
    """A server that takes a connection, and says nothing, is left at the deadline as well."""
    with socket.create_server(("127.0.0.1", 0)) as listens, Session() as session:
        url = f"https://127.0.0.1:{listens.getsockname()[1]}/"
        with pytest.raises(OutOfTime):
            Calls(LIMITS, deadline=0.2).call(lambda: session.request("GET", url), charges={"ann": 1})
        connection, _ = listens.accept()
        with connection:
            connection.settimeout(60)
            while connection.recv(65536):
                pass


class Kind(Server):
    """Answers everything, as often as one likes, on one connection."""

    def handle(self, request: Request) -> Answer:
        return Answer(200, {})


def test_a_connection_serves_again_after_its_cutoff() -> None:
    """Calls that were quick leave nothing behind that ends a later one on the same connection."""
    with Kind() as server, Session() as session:
        calls = Calls(LIMITS, deadline=30.0)
        for _ in range(5):
            assert calls.call(lambda: session.request("GET", server.url).json(), charges={"ann": 1}) == {}
        assert server.connections == 1


@pytest.mark.parametrize("trusted", ["another's", "a folder", "nothing", "no certificate", "half of one"])
def test_certificates_in_words(trusted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not trusted, and a file of whom to trust that is none: one sentence, which names the variable;
    asking again would not help."""
    file = tmp_path / "trusted.pem"
    if trusted == "another's":
        trustme.CA().cert_pem.write_to_path(str(file))
    elif trusted == "a folder":
        file.mkdir()
    elif trusted == "no certificate":
        file.write_text("hello")
    elif trusted == "half of one":
        file.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    with SafeServer() as server, Session() as session:
        with pytest.raises(BROKEN) as caught:
            session.request("GET", server.url)
        error, again = broken(caught.value, "ann", "Google")
    assert not again
    assert isinstance(error, Unavailable)
    assert "REQUESTS_CA_BUNDLE" in str(error)
    assert str(file) not in str(error)


def test_a_failure_that_may_pass_is_one() -> None:
    """Nobody listens: asked again, somebody may."""
    calls = Calls(LIMITS, attempts=1)

    def ask() -> None:
        with Session() as session:
            try:
                session.request("GET", "http://127.0.0.1:1/")
            except BROKEN as error:
                told, again = broken(error, "ann", "Google")
                assert again
                raise Repeatable(told) from None

    with pytest.raises(Unavailable, match="Google cannot be reached"):
        calls.call(ask, charges={"ann": 1})
