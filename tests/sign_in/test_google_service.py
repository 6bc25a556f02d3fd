"""A service account signs in to Google for everybody."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from google.auth.transport.requests import Request

from providers.auth.secret_file import FileSecrets
from providers.errors import NotPermitted, NotSignedIn
from providers.google.settings import GoogleSettings
from providers.google.sign_in import sign_in_of
from providers.google.sign_in.scopes import OTHERS_BUSY, OTHERS_EVENTS, OWN_EVENTS, ZONES_AND_HOURS, of_delegation
from providers.google.sign_in.status import status_of
from tests.servers.tokens import GoogleTokens
from tests.sign_in.silence import silent

ANA, READER = "ana@example.com", "calendars@example.com"


@pytest.fixture
def settings(google: GoogleTokens, tmp_path: Path) -> GoogleSettings:
    """With a key file, and delegation as docs/google.md has it."""
    google.accounts = {ANA, READER}
    google.delegated = {OWN_EVENTS}
    return GoogleSettings(service_account=google.write_key(tmp_path / "key.json"), token_endpoint=google.token_endpoint)


def scopes_of(google: GoogleTokens, settings: GoogleSettings, owner: str, *, profiles: bool = False) -> set[str]:
    """What a token for somebody's calendar is good for."""
    credentials = sign_in_of(settings, FileSecrets(Path("none")), profiles=profiles).credentials(owner)
    credentials.refresh(Request())  # type: ignore[no-untyped-call]
    assert google.handed_out[str(credentials.token)] == owner
    return google.granted[str(credentials.token)]


def test_it_acts_as_each_owner(google: GoogleTokens, settings: GoogleSettings) -> None:
    """Tokens are the owner's, for no more than events in their own calendar; nobody's account is fixed."""
    assert scopes_of(google, settings, ANA) == {OWN_EVENTS}
    assert sign_in_of(settings, FileSecrets(Path("none"))).account is None


def test_whoever_reads_all_calendars_may_read_those_of_others(google: GoogleTokens, settings: GoogleSettings) -> None:
    """Reading what others share needs scopes that acting as owners does not."""
    google.delegated = {OWN_EVENTS, OTHERS_EVENTS, OTHERS_BUSY}
    reading = GoogleSettings(settings.service_account, read_as=READER, token_endpoint=settings.token_endpoint)
    assert scopes_of(google, reading, READER) == google.delegated == set(of_delegation(reading, profiles=False))
    assert scopes_of(google, reading, ANA) == {OWN_EVENTS}


def test_zones_and_hours_need_a_scope_more(google: GoogleTokens, settings: GoogleSettings) -> None:
    """It is asked for only where accounts are asked for them."""
    google.delegated = {OWN_EVENTS, ZONES_AND_HOURS}
    assert (
        scopes_of(google, settings, ANA, profiles=True) == google.delegated == {*of_delegation(settings, profiles=True)}
    )


def test_one_object_for_one_owner(settings: GoogleSettings) -> None:
    """Threads that ask for one owner at once share a token; each owner has their own."""
    sign_in = sign_in_of(settings, FileSecrets(Path("none")))
    owners = [f"{number % 3}@example.com" for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(sign_in.credentials, owners)]
    assert len({id(each) for each in found}) == 3
    assert all(each is sign_in.credentials(owner) for each, owner in zip(found, owners, strict=True))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"delegated": set()},
            "the service account may not act for ana@example.com. Add its client id with all scopes to the domain-wide",
        ),
        ({"ahead": 7200.0}, "Google does not take the token, as this machine's clock is wrong. Set the clock"),
        ({"ahead": -7200.0}, "Google does not take the token, as this machine's clock is wrong. Set the clock"),
        ({"accounts": set()}, "Google knows no account ana@example.com. Correct the email address."),
        ({"service_account": "deleted"}, "the OAuth client or the key of the service account is no longer valid"),
    ],
)
def test_each_typical_mistake_by_name(
    google: GoogleTokens,
    settings: GoogleSettings,
    secrets: FileSecrets,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    change: dict[str, object],
    says: str,
) -> None:
    """One sentence with the cause and the step that mends it; no secret shows."""
    for name, value in change.items():
        setattr(google, name, value)
    found = status_of(settings, secrets, profiles=False, owner=ANA)
    assert isinstance(found.problem, NotSignedIn)
    assert says in str(found.problem)
    silent(google, found.problem, capsys, caplog.text)


def test_how_it_stands(google: GoogleTokens, settings: GoogleSettings, secrets: FileSecrets) -> None:
    """Who acts, tried as whom, and what has to be delegated."""
    found = status_of(settings, secrets, profiles=False, owner=ANA)
    assert found.problem is None
    assert found.account == f"service account {google.service_account}, tried as {ANA}"
    assert found.allowed == (OWN_EVENTS,)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"type": "service_account", "private_key": "leaky-secret"}'])
def test_a_key_file_that_is_none(settings: GoogleSettings, content: str) -> None:
    """The sentence names the file, and repeats nothing of it."""
    assert settings.service_account is not None
    settings.service_account.write_text(content)
    with pytest.raises(NotSignedIn, match=r"key\.json is not the key file of a service account") as caught:
        sign_in_of(settings, FileSecrets(Path("none"))).credentials(ANA)
    assert "leaky" not in repr(caught.value.__context__) + str(caught.value)


def test_a_key_that_others_can_read(settings: GoogleSettings) -> None:
    """It is not used, also where its permissions changed after the configuration was read."""
    assert settings.service_account is not None
    settings.service_account.chmod(0o644)
    with pytest.raises(NotPermitted, match="chmod 600"):
        sign_in_of(settings, FileSecrets(Path("none"))).credentials(ANA)
