"""One person signs in to Google."""

from pathlib import Path

import pytest
from google.auth.transport.requests import Request

from providers.auth.secret_file import FileSecrets
from providers.errors import InvalidAnswer, NotPermitted, NotSignedIn, ProviderError
from providers.google.settings import GoogleSettings
from providers.google.sign_in import sign_in_of
from providers.google.sign_in.consent import consent
from providers.google.sign_in.grant import Grant, kept_grant
from providers.google.sign_in.revoke import revoke
from providers.google.sign_in.scopes import OTHERS_BUSY, OTHERS_EVENTS, OWN_EVENTS, WHO, ZONES_AND_HOURS
from providers.google.sign_in.status import status_of
from tests.servers.base import Answer, Fault
from tests.servers.tokens import GoogleTokens
from tests.servers.tokens.browser import agree_meanwhile
from tests.sign_in.silence import silent


@pytest.fixture
def settings(google: GoogleTokens, tmp_path: Path) -> GoogleSettings:
    """With an OAuth client's file."""
    return GoogleSettings(client=google.write_client(tmp_path / "client.json"))


def signed_in(settings: GoogleSettings, secrets: FileSecrets, *, profiles: bool = False) -> Grant:
    """Somebody signs in."""
    return consent(settings, secrets, profiles=profiles, tell=agree_meanwhile)


def test_signing_in_in_a_browser(google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets) -> None:
    """Code, PKCE and state pass Google's checks; who it was is known; only the least is asked for."""
    grant = signed_in(settings, secrets)
    assert grant.account == "ana@example.com"
    asked = next(request.query for request in google.log if request.path.endswith("/auth"))
    assert set(asked["scope"].split()) == {OWN_EVENTS, OTHERS_EVENTS, OTHERS_BUSY, *WHO}
    assert kept_grant(secrets) == grant
    assert "refresh" not in repr(grant)


def test_what_is_kept_gives_tokens(google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets) -> None:
    """A later run asks with what is kept, as the same account for everybody."""
    signed_in(settings, secrets)
    sign_in = sign_in_of(settings, secrets)
    assert sign_in.account == "ana@example.com"
    credentials = sign_in.credentials("bruno@example.com")
    assert sign_in.credentials("ana@example.com") is credentials
    credentials.refresh(Request())  # type: ignore[no-untyped-call]
    assert google.handed_out[str(credentials.token)] == "ana@example.com"
    assert status_of(settings, secrets, profiles=False, owner="").problem is None


def test_zones_and_hours_need_a_scope_more(
    google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets
) -> None:
    """A grant without it is not enough once accounts are asked for zone and hours; the next one has it."""
    signed_in(settings, secrets)
    with pytest.raises(NotSignedIn, match=r"has not agreed to .*calendars\.readonly\. Run `schedule auth google`"):
        sign_in_of(settings, secrets, profiles=True).credentials("x@example.com")
    assert ZONES_AND_HOURS in signed_in(settings, secrets, profiles=True).scopes


def test_nobody_is_signed_in(settings: GoogleSettings, secrets: FileSecrets) -> None:
    """One sentence with the command; the account is not known."""
    sign_in = sign_in_of(settings, secrets)
    assert sign_in.account is None
    with pytest.raises(NotSignedIn) as caught:
        sign_in.credentials("x@example.com")
    assert str(caught.value) == "Google Calendar: nobody is signed in. Run `schedule auth google`"


def test_another_client_needs_another_grant(
    google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets
) -> None:
    """A grant is of no use with an OAuth client that it was not given to."""
    signed_in(settings, secrets)
    google.client_id = "another"
    assert settings.client is not None
    google.write_client(settings.client)
    with pytest.raises(NotSignedIn, match="with another OAuth client"):
        sign_in_of(settings, secrets).credentials("x@example.com")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"agrees": False}, "it was not agreed to"),
        ({"unticked": {OWN_EVENTS}}, r"not agreed to: \S+calendar\.events\.owned\. Run .* tick every box"),
        ({"repeats": True}, "Google refused it"),
        ({"client_secret": "GOCSPX-changed"}, "the OAuth client is not, or no longer, valid"),
    ],
)
def test_signing_in_that_fails(
    google: GoogleTokens,
    settings: GoogleSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    change: dict[str, object],
    says: str,
) -> None:
    """One sentence that says what to do; nothing is kept, and no secret shows."""
    for name, value in change.items():
        setattr(google, name, value)
    with pytest.raises(NotSignedIn, match=says) as caught:
        signed_in(settings, secrets)
    assert kept_grant(secrets) is None
    silent(google, caught.value, capsys, caplog.text)


@pytest.mark.parametrize(
    "fault", [Fault(lost=True), Fault(cut=True), Fault(wrong_json=True), Fault(answer=Answer(503, {"x": 1}))]
)
def test_google_breaks_off(
    google: GoogleTokens,
    settings: GoogleSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    """Where Google gives half an answer or none, one sentence comes of it, without the code in it."""
    google.inject(fault, lambda request: request.path == "/token", times=3)
    with pytest.raises(ProviderError) as caught:
        signed_in(settings, secrets)
    silent(google, caught.value, capsys, caplog.text)


def test_nobody_agrees_to_what_cannot_be_kept(google: GoogleTokens, settings: GoogleSettings, tmp_path: Path) -> None:
    """Where the place for it cannot be used, that is said before anybody is sent to Google."""
    kept = tmp_path / "tokens.json"
    kept.write_text("{}")
    kept.chmod(0o644)
    with pytest.raises(NotPermitted, match="others can read this file"):
        signed_in(settings, FileSecrets(kept))
    assert google.log == []


def test_the_page_of_another_sign_in(
    google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is turned away, and ends nothing; if no other comes, that is told."""
    google.other_state = True
    with pytest.raises(NotSignedIn, match="does not belong to this sign-in") as caught:
        consent(settings, secrets, profiles=False, tell=agree_meanwhile, patience=1.0)
    assert kept_grant(secrets) is None
    silent(google, caught.value, capsys, "")


def test_nobody_comes_back(settings: GoogleSettings, secrets: FileSecrets) -> None:
    """Whoever does not agree in time is told so."""
    with pytest.raises(NotSignedIn, match="nobody agreed in time"):
        consent(settings, secrets, profiles=False, tell=lambda url: None, patience=0.01)


def test_a_revoked_grant(
    google: GoogleTokens,
    settings: GoogleSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One sentence names the command that mends it."""
    signed_in(settings, secrets)
    google.revoke_all()
    found = status_of(settings, secrets, profiles=False, owner="")
    assert str(found.problem) == ("Google Calendar: the grant was revoked or has expired. Run `schedule auth google`.")
    assert found.problem is not None
    silent(google, found.problem, capsys, caplog.text)


def test_a_server_in_trouble_revokes_nothing(
    google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets
) -> None:
    """A proxy's page in place of a token is no revoked grant, whatever its status."""
    signed_in(settings, secrets)
    for status in (200, 502):
        page = Fault(answer=Answer(status, content=b"<html>Sign in to the guest network</html>"))
        google.inject(page, lambda request: request.path == "/token")
        assert isinstance(status_of(settings, secrets, profiles=False, owner="").problem, InvalidAnswer)


def test_taking_back_what_was_granted(google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets) -> None:
    """Google is told, and the grant is no longer good; a second time it is good no more already."""
    grant = signed_in(settings, secrets)
    beside = GoogleSettings(client=settings.client, token_endpoint=google.token_endpoint)
    assert revoke(grant, beside)
    assert google.refreshing == {}
    assert revoke(grant, beside)
    google.inject(Fault(lost=True), times=4)
    assert not revoke(grant, beside)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"account": 1}'])
def test_a_broken_grant(settings: GoogleSettings, secrets: FileSecrets, text: str) -> None:
    """What is kept and cannot be understood is told as such."""
    secrets.put("google", text)
    with pytest.raises(NotSignedIn, match="cannot be understood"):
        sign_in_of(settings, secrets).credentials("x@example.com")


def test_the_wrong_kind_of_client(google: GoogleTokens, secrets: FileSecrets, tmp_path: Path) -> None:
    """A web application's client is told from one for a desktop."""
    settings = GoogleSettings(client=google.write_client(tmp_path / "web.json", "web"))
    with pytest.raises(NotSignedIn, match="no file of an OAuth client of the type Desktop app"):
        signed_in(settings, secrets)
