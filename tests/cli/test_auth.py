"""`schedule auth`: people sign in and out; no secret is ever said, or stands anywhere but where it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.company import LEA, SmallCompany, tree
from tests.cli.services import Hosted, on_google, on_outlook
from tests.servers.base import Fault
from tests.servers.tokens import GoogleTokens, MicrosoftTokens


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Hosted]:
    """A company on Google, for one person."""
    with on_google(tmp_path / "on-google") as hosted:
        assert isinstance(hosted.tokens, GoogleTokens)
        hosted.tokens.write_client(hosted.company.root / "client.json")
        hosted.configure('client = "client.json"')
        yield hosted


@pytest.fixture
def outlook(tmp_path: Path) -> Iterator[Hosted]:
    """A company on Outlook, for one person."""
    with on_outlook(tmp_path / "on-outlook") as hosted:
        hosted.configure()
        yield hosted


def test_google_from_signing_in_to_signing_out(google: Hosted) -> None:
    """Sign in in a browser, look, preview, sign out: each says what it did, and what is next."""
    assert isinstance(google.tokens, GoogleTokens)
    begun = google.run("auth", "google")
    assert (begun.code, begun.err) == (0, "")
    assert f"{LEA} is signed in" in begun.out
    assert google.kept.stat().st_mode & 0o777 == 0o600
    status = google.run("auth", "status")
    assert (status.code, status.err) == (0, "")
    assert f"Google Calendar: signed in as {LEA}." in status.out
    assert "    granted:\n    https://www.googleapis.com/auth/calendar.events.owned\n" in status.out
    checked = google.run("check")
    assert (checked.code, checked.err) == (0, "")
    assert "2 of 2 calendars could be read whole." in checked.out
    before = tree(google.company.root)
    assert google.run("--dry-run", "--format", "json", leader="lea").code == 0
    assert tree(google.company.root) == before, "a preview writes nothing, no token either"
    assert google.run("--save", "plan.json", leader="lea").code == 0
    google.silent(besides=("tokens.json", "client.json"))
    gone = google.run("auth", "logout")
    assert gone.out == f"Google Calendar: the sign-in of {LEA} was taken back, and forgotten.\n"
    assert google.tokens.refreshing == {}
    google.silent(besides=("client.json",))
    after = google.run("auth", "status")
    assert after.code == 4
    assert "granted:" not in after.out
    assert "nobody is signed in. Run `schedule auth google`" in after.out


@pytest.mark.parametrize("how", [(), ("--device-code",)], ids=["browser", "device-code"])
def test_outlook_from_signing_in_to_signing_out(outlook: Hosted, how: tuple[str, ...]) -> None:
    """Sign in in a browser or with a code, look, preview, write, sign out."""
    begun = outlook.run("auth", "outlook", *how)
    assert (begun.code, begun.err) == (0, "")
    assert f"{LEA} is signed in" in begun.out
    assert ("enter the code ABCD2345" in begun.out) == bool(how)
    status = outlook.run("auth", "status")
    assert (status.code, status.err) == (0, "")
    assert f"Outlook: signed in as {LEA}." in status.out
    assert "    Calendars.ReadWrite\n" in status.out
    assert outlook.run("check").code == 0
    before = tree(outlook.company.root)
    assert outlook.run("--dry-run", leader="lea").code == 0
    assert tree(outlook.company.root) == before, "a preview writes nothing, no token either"
    assert outlook.run("--yes", leader="lea").code == 0
    outlook.silent(besides=("tokens.json",))
    gone = outlook.run("auth", "logout", "outlook")
    assert "was forgotten; Microsoft lets no program take it back" in gone.out
    outlook.silent()
    after = outlook.run("auth", "status")
    assert after.code == 4
    assert "nobody is signed in. Run `schedule auth outlook`" in after.out


def test_whoever_does_not_agree_is_not_signed_in(google: Hosted, outlook: Hosted) -> None:
    """One sentence, exit code 4, and nothing is kept."""
    for hosted, name in ((google, "google"), (outlook, "outlook")):
        hosted.tokens.agrees = False
        done = hosted.run("auth", name)
        assert done.code == 4
        assert "it was not agreed to" in done.err
        assert len(done.err.splitlines()) == 1
        assert not hosted.kept.exists()
        hosted.silent(besides=("client.json",))


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(cut=True), Fault(wrong_json=True)])
def test_a_token_server_that_breaks_off(google: Hosted, outlook: Hosted, fault: Fault) -> None:
    """Signing in and trying it end in sentences; no secret shows, wherever the answer broke off."""
    google.run("auth", "google")
    outlook.run("auth", "outlook", "--device-code")
    for hosted, name in ((google, "google"), (outlook, "outlook")):
        for arguments in (("auth", name), ("auth", "status")):
            hosted.tokens.inject(fault, lambda request: request.path.endswith("/token"), times=9)
            assert hosted.run(*arguments).code == 4
            hosted.tokens.heal()
        hosted.silent(besides=("tokens.json", "client.json"))


def test_a_revoked_grant_names_the_command(google: Hosted, outlook: Hosted) -> None:
    """A run for which nobody is signed in any more ends with the command that mends it, in one sentence."""
    google.run("auth", "google")
    outlook.run("auth", "outlook", "--device-code")
    for hosted, name in ((google, "google"), (outlook, "outlook")):
        assert isinstance(hosted.tokens, GoogleTokens | MicrosoftTokens)
        hosted.tokens.refreshing.clear()
        done = hosted.run("--dry-run", leader="lea")
        assert done.code == 4
        assert "the grant was revoked or has expired" in done.err
        assert f"Run `schedule auth {name}`" in done.err
        assert len(done.err.splitlines()) == 1
        hosted.silent(besides=("tokens.json", "client.json"))


def test_signing_out_where_google_does_not_answer(google: Hosted) -> None:
    """The grant is forgotten all the same, and it is said where to take it back."""
    google.run("auth", "google")
    google.tokens.inject(Fault(lost=True), lambda request: request.path == "/revoke", times=4)
    done = google.run("auth", "logout", "google")
    assert done.code == 0
    assert "forgotten, but not taken back: remove it at https://myaccount.google.com/connections" in done.out
    google.silent(besides=("client.json",))
    assert google.run("auth", "logout").out == "Google Calendar: nobody was signed in.\n"


def test_tokens_that_others_can_read_are_refused(google: Hosted) -> None:
    """Once others can read the file, nothing is done with it, and it is said how to mend that."""
    google.run("auth", "google")
    google.kept.chmod(0o644)
    for arguments in (("auth", "status"), ("auth", "logout"), ("check",), ("--dry-run",)):
        done = google.run(*arguments, leader="lea" if "--dry-run" in arguments else None)
        assert done.code == 2
        assert "others can read this file, and it holds a secret; chmod 600 kept/tokens.json" in done.err


def test_somebody_else_signs_in(google: Hosted) -> None:
    """Whoever has no calendar in the company is asked whether it was the right account."""
    assert isinstance(google.tokens, GoogleTokens)
    google.tokens.person = "private@gmail.com"
    done = google.run("auth", "google")
    assert done.code == 0
    assert "private@gmail.com is none of the people" in done.err


def test_nobody_needs_to_sign_in(company: SmallCompany, google: Hosted, outlook: Hosted) -> None:
    """Without a section, or with a service account or secret, `auth` says that there is nothing to do: exit code 2."""
    assert isinstance(google.tokens, GoogleTokens)
    google.tokens.write_key(google.company.root / "key.json")
    google.configure('service_account = "key.json"')
    outlook.configure('secret_env = "X_SECRET"')
    for done, says in (
        (company.run("auth", "google", leader=None, as_of=None), "there is no section [providers.google]"),
        (company.run("auth", "outlook", leader=None, as_of=None), "there is no section [providers.outlook]"),
        (company.run("auth", "status", leader=None, as_of=None), "neither [providers.google] nor [providers.outlook]"),
        (google.run("auth", "google"), "the configuration names a service account"),
        (outlook.run("auth", "outlook"), "the configuration names the application's secret or certificate"),
    ):
        assert done.code == 2
        assert says in done.err
