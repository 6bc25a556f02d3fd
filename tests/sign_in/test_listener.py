"""Where a browser comes back to: one page ends the waiting, and no other."""

import re
import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
import trustme

from providers.auth.listener import Listener, Strayed
from providers.auth.secret_file import FileSecrets
from providers.errors import ProviderError, Unavailable
from providers.google.settings import GoogleSettings
from providers.google.sign_in import consent as google_sign_in
from providers.google.sign_in.status import status_of
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in import consent as outlook_sign_in
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens.browser import agree
from tests.servers.tokens.microsoft import CLIENT, TENANT

ANA = "ana@example.com"
STRAYS = (
    ("GET", "/favicon.ico", ""),
    ("GET", "/?state=another&code=stolen", ""),
    ("POST", "/", urlencode({"state": "another", "code": "stolen"})),
    ("GET", "/?code=stolen", ""),
    ("GET", "/?" + "&".join("a=b" for _ in range(500)), ""),
    ("POST", "/", "\xff" * 100),
    ("HEAD", "/", ""),
)


def ask(port: int, method: str, path: str, body: str = "") -> tuple[int, str]:
    """What a page says."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body.encode("latin-1"))
    answer = connection.getresponse()
    told = answer.read().decode()
    connection.close()
    return answer.status, told


def port_of(url: str) -> int:
    """Where a page of consent sends people back to."""
    back = urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0])
    assert back.port is not None
    return back.port


def after_strays(said: list[tuple[int, str]]) -> Callable[[str], None]:
    """Agrees, but not before all kinds of other pages were asked for."""

    def come(text: str) -> None:
        url = text.split()[-1]
        port = port_of(url)
        idle = socket.create_connection(("127.0.0.1", port))  # as browsers do, in case it is needed
        with idle:
            said.extend(ask(port, *stray) for stray in STRAYS)
            agree(url)

    return lambda text: Thread(target=come, args=[text], daemon=True).start()


def test_strays_end_no_sign_in_at_google(google: GoogleTokens, secrets: FileSecrets, tmp_path: Path) -> None:
    """A browser's look for an icon, and the page of another sign-in, are turned away; the right one counts."""
    settings = GoogleSettings(client=google.write_client(tmp_path / "client.json"))
    said: list[tuple[int, str]] = []
    grant = google_sign_in.consent(settings, secrets, profiles=False, tell=after_strays(said))
    assert grant.account == ANA
    assert len(said) == len(STRAYS)
    assert all(status >= 400 and "signed in" not in text for status, text in said)


def test_strays_end_no_sign_in_at_microsoft(microsoft: MicrosoftTokens, secrets: FileSecrets) -> None:
    """Likewise."""
    settings = OutlookSettings(TENANT, CLIENT, authority=microsoft.url)
    said: list[tuple[int, str]] = []
    who = outlook_sign_in.consent(settings, secrets, profiles=False, device_code=False, tell=after_strays(said))
    assert who == ANA
    assert len(said) == len(STRAYS)
    assert all(status >= 400 and "signed in" not in text for status, text in said)


def test_the_page_claims_no_more_than_it_knows(google: GoogleTokens, secrets: FileSecrets, tmp_path: Path) -> None:
    """Whether Google hands out what was agreed to, is not known yet when the browser is answered."""
    settings = GoogleSettings(client=google.write_client(tmp_path / "client.json"))
    google.client_secret = "GOCSPX-changed"
    pages: list[str] = []
    thread: list[Thread] = []

    def tell(url: str) -> None:
        thread.append(Thread(target=lambda: pages.append(agree(url)), daemon=True))
        thread[0].start()

    with pytest.raises(ProviderError, match="not, or no longer, valid"):
        google_sign_in.consent(settings, secrets, profiles=False, tell=tell)
    thread[0].join(60)
    assert "You are signed in" not in pages[0]
    assert "says whether you are signed in" in pages[0]


@pytest.mark.skipif(not Path("/proc/net").exists(), reason="elsewhere, one address stands for this machine")
def test_nobody_else_is_listened_to(
    microsoft: MicrosoftTokens, secrets: FileSecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not inside a container either: who listens on all addresses would answer on this one as well."""
    monkeypatch.setattr("msal.oauth2cli.authcode._is_inside_docker", lambda: True)
    settings = OutlookSettings(TENANT, CLIENT, authority=microsoft.url)
    refused: list[bool] = []

    def tell(text: str) -> None:
        url = text.split()[-1]

        def come() -> None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.2", port_of(url)), timeout=60).close()
                refused.append(False)
            refused.append(True)
            agree(url)

        Thread(target=come, daemon=True).start()

    assert outlook_sign_in.consent(settings, secrets, profiles=False, device_code=False, tell=tell) == ANA
    assert refused == [True]


def test_nobody_comes_and_only_others_come() -> None:
    """Each is told from the other."""
    with Listener() as listener, pytest.raises(TimeoutError):
        listener.wait("state", lambda: None, 0.01)
    with Listener() as listener, pytest.raises(Strayed):
        listener.wait("state", lambda: _ignored(ask(listener.port, "GET", "/?state=other&code=x")), 0.01)


def _ignored(_: object) -> None:
    """Whatever the page said."""


@pytest.fixture
def untrusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called on, this program trusts another authority than the servers'."""

    def change() -> None:
        trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(tmp_path / "other.pem"))

    return change


def test_a_certificate_that_is_not_trusted(
    google: GoogleTokens,
    microsoft: MicrosoftTokens,
    secrets: FileSecrets,
    tmp_path: Path,
    untrusted: Callable[[], None],
) -> None:
    """Is told as such, with what to do: while somebody signs in, and where a token is to be had."""
    settings = GoogleSettings(client=google.write_client(tmp_path / "client.json"))
    come: Callable[[str], None] = lambda url: Thread(target=agree, args=[url], daemon=True).start()  # noqa: E731
    google_sign_in.consent(settings, secrets, profiles=False, tell=come)
    untrusted()
    told = [str(status_of(settings, secrets, profiles=False, owner="").problem)]
    with pytest.raises(Unavailable) as caught:
        google_sign_in.consent(settings, secrets, profiles=False, tell=come)
    told.append(str(caught.value))
    outlook = OutlookSettings(TENANT, CLIENT, authority=microsoft.url)
    with pytest.raises(Unavailable) as caught:
        outlook_sign_in.consent(outlook, secrets, profiles=False, device_code=True, tell=lambda text: None)
    told.append(str(caught.value))
    for sentence in told:
        assert re.search(r"the certificate of (Google|Microsoft)'s server is not trusted", sentence)
        assert "REQUESTS_CA_BUNDLE" in sentence
        assert unquote(sentence) == sentence
