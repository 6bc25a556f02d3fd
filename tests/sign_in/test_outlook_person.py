"""One person signs in to Microsoft."""

from pathlib import Path

import pytest

from providers.auth.secret_file import FileSecrets
from providers.errors import NotPermitted, NotSignedIn, ProviderError
from providers.outlook.provider import OutlookProvider
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in import sign_in_of
from providers.outlook.sign_in.consent import consent
from providers.outlook.sign_in.status import signed_in, status_of
from tests.servers.base import Fault
from tests.servers.tokens import MicrosoftTokens
from tests.servers.tokens.browser import agree_meanwhile
from tests.servers.tokens.microsoft import CLIENT, GRAPH, TENANT, aadsts
from tests.sign_in.silence import silent

ANA = "ana@example.com"


@pytest.fixture
def settings(microsoft: MicrosoftTokens) -> OutlookSettings:
    """Without secret and certificate."""
    return OutlookSettings(TENANT, CLIENT, authority=microsoft.url)


def enter(settings: OutlookSettings, secrets: FileSecrets, *, profiles: bool = False, browser: bool = False) -> str:
    """Somebody signs in."""
    said: list[str] = []

    def tell(text: str) -> None:
        said.append(text)
        if "https://localhost" in text:
            agree_meanwhile(text)

    who = consent(settings, secrets, profiles=profiles, device_code=not browser, tell=tell)
    assert browser or "open https://microsoft.com/devicelogin and enter the code ABCD2345" in said[0]
    return who


@pytest.mark.parametrize("browser", [True, False], ids=["browser", "device-code"])
def test_signing_in(microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets, browser: bool) -> None:
    """Both ways pass Microsoft's checks; who it was is known; only the least is asked for, and no token is kept."""
    microsoft.polls_until_entered = 1
    assert enter(settings, secrets, browser=browser) == signed_in(secrets) == ANA
    asked = {scope for scope in microsoft.asked_for[-1].split() if scope.startswith(GRAPH)}
    kept = secrets.get("outlook") or ""
    if not browser:
        assert asked == {f"{GRAPH}/Calendars.ReadWrite", f"{GRAPH}/Calendars.Read.Shared"}
    assert not any(token in kept for token in microsoft.handed_out)
    assert next(iter(microsoft.refreshing)) in kept


def test_what_is_kept_gives_tokens(microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets) -> None:
    """A later run asks with what is kept; one that Graph refuses is replaced."""
    enter(settings, secrets)
    sign_in = sign_in_of(settings, secrets, {})
    assert not sign_in.app_only
    first = sign_in.token()
    assert sign_in.token() == first
    assert microsoft.handed_out[first] == ANA
    assert sign_in.token(refused=first) not in (first, "")


def test_what_renews_tokens_is_kept_after_writing_only(
    microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets, tmp_path: Path
) -> None:
    """Microsoft replaces it with each use. A preview writes nothing; a run that wrote events keeps the new one."""
    enter(settings, secrets)
    before = secrets.get("outlook")
    sign_in = sign_in_of(settings, secrets, {})
    provider = OutlookProvider(settings, sign_in, tmp_path / "state")
    provider.remember()
    sign_in.token()
    assert secrets.get("outlook") == before
    provider.remember()
    assert secrets.get("outlook") != before
    assert status_of(settings, secrets, {}, profiles=False).problem is None


def test_zones_and_hours_need_a_permission_more(
    microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets
) -> None:
    """It is asked for only where accounts are asked for them."""
    enter(settings, secrets, profiles=True)
    assert f"{GRAPH}/MailboxSettings.Read" in microsoft.asked_for[-1]


def test_nobody_is_signed_in(settings: OutlookSettings, secrets: FileSecrets) -> None:
    """One sentence with the command."""
    with pytest.raises(NotSignedIn) as caught:
        sign_in_of(settings, secrets, {}).token()
    assert str(caught.value) == "Outlook: nobody is signed in. Run `schedule auth outlook`"


@pytest.mark.parametrize("text", ["{", "[]", '{"Account": 1}', '{"Account": {}, "RefreshToken": []}'])
def test_a_broken_sign_in(settings: OutlookSettings, secrets: FileSecrets, text: str) -> None:
    """What is kept and cannot be understood is told as such."""
    secrets.put("outlook", text)
    with pytest.raises(NotSignedIn, match="cannot be understood"):
        sign_in_of(settings, secrets, {}).token()


def test_a_revoked_grant(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One sentence names the command that mends it."""
    enter(settings, secrets)
    microsoft.refreshing.clear()
    with pytest.raises(NotSignedIn) as caught:
        sign_in_of(settings, secrets, {}).token()
    assert str(caught.value) == (
        "Outlook: the grant was revoked or has expired (AADSTS50173). Run `schedule auth outlook`"
    )
    silent(microsoft, caught.value, capsys, caplog.text)


@pytest.mark.parametrize("browser", [True, False], ids=["browser", "device-code"])
def test_whoever_does_not_agree(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    browser: bool,
) -> None:
    """It was not agreed to, and nothing is kept."""
    microsoft.agrees = False
    with pytest.raises(NotSignedIn, match=r"it was not agreed to.*Run `schedule auth outlook`, and agree") as caught:
        enter(settings, secrets, browser=browser)
    assert secrets.get("outlook") is None
    silent(microsoft, caught.value, capsys, caplog.text)


def test_less_was_granted(microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets) -> None:
    """What is missing is named at once, not at the first event."""
    microsoft.consented = {"Calendars.Read.Shared"}
    with pytest.raises(NotSignedIn, match=r"what is needed was not granted: Calendars\.ReadWrite\. Add it"):
        enter(settings, secrets)
    assert secrets.get("outlook") is None


@pytest.mark.parametrize(
    ("number", "error", "says"),
    [
        (7000218, "invalid_client", 'Set "Allow public client flows" to Yes'),
        (50011, "invalid_request", "Add the redirect URI http://localhost"),
        (90094, "consent_required", "only an administrator can consent"),
        (70020, "expired_token", "nobody entered the code in time"),
    ],
)
def test_applications_that_take_nobody(
    microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets, number: int, error: str, says: str
) -> None:
    """What is set wrongly in the directory is named, with where to set it."""
    microsoft.inject(Fault(answer=aadsts(number, error, "x")), lambda request: request.path.endswith("/token"))
    with pytest.raises(NotSignedIn) as caught:
        enter(settings, secrets)
    assert says in str(caught.value)


def test_an_unknown_application(microsoft: MicrosoftTokens, secrets: FileSecrets) -> None:
    """No code is shown for it."""
    settings = OutlookSettings(TENANT, "00000000-0000-0000-0000-000000000000", authority=microsoft.url)
    with pytest.raises(NotSignedIn, match="has no application"):
        enter(settings, secrets)


@pytest.mark.parametrize("path", ["/openid-configuration", "/devicecode", "/token"])
@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(cut=True), Fault(wrong_json=True)])
def test_microsoft_breaks_off(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    path: str,
    fault: Fault,
) -> None:
    """Half an answer or none ends in a sentence, never in an exception of a library."""
    microsoft.inject(fault, lambda request: request.path.endswith(path), times=4)
    with pytest.raises(ProviderError) as caught:
        enter(settings, secrets)
    silent(microsoft, caught.value, capsys, caplog.text)


def test_nobody_agrees_to_what_cannot_be_kept(
    microsoft: MicrosoftTokens, settings: OutlookSettings, tmp_path: Path
) -> None:
    """Where the place for it cannot be used, that is said before anybody is sent to Microsoft."""
    kept = tmp_path / "tokens.json"
    kept.write_text("{}")
    kept.chmod(0o644)
    with pytest.raises(NotPermitted, match="others can read this file"):
        enter(settings, FileSecrets(kept))
    assert microsoft.log == []


def test_nobody_comes_back(settings: OutlookSettings, secrets: FileSecrets) -> None:
    """Whoever does not sign in in time is told so, and of the other way."""
    with pytest.raises(NotSignedIn, match=r"nobody signed in in time.*--device-code"):
        consent(settings, secrets, profiles=False, device_code=False, tell=lambda text: None, patience=1)
