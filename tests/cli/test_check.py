"""`schedule check`, and the way of a newcomer: `init`, `check`, a first preview."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, LEA, SECRET, SmallCompany, tree
from tests.cli.services import Hosted, on_google, on_outlook
from tests.servers.base import Fault, Request
from tests.servers.google import google_error
from tests.servers.graph import GraphServer
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens.microsoft import CLIENT, TENANT, aadsts

OWN_EVENTS = "https://www.googleapis.com/auth/calendar.events.owned"

NO_TIME = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:broken\nDTSTART:whenever\nSUMMARY:{}\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_check_tells_of_every_person(tmp_path: Path) -> None:
    """One line for each person: how many events there are, and how many of them are ours; exit code 0."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    company.meeting(ANN, "2020-01-01 09:00")
    before = tree(company.root)
    done = company.run("check", leader=None, as_of=None)
    assert (done.code, done.err) == (0, "")
    assert f"Ann <{ANN}>: events: 1; in the planned weeks: 0, ours: 0" in done.out
    assert f"Lea <{LEA}>: events: 0;" in done.out
    assert "3 of 3 calendars could be read whole." in done.out
    assert tree(company.root) == before


def test_check_tells_what_cannot_be_read(tmp_path: Path) -> None:
    """A missing calendar and a broken event: whose, which file, which UID, never a title; exit code 4."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    (company.calendars / BEN).rmdir()
    (company.calendars / ANN / "broken.ics").write_text(NO_TIME.format(SECRET))
    done = company.run("check", leader=None, as_of=None)
    assert done.code == 4
    assert f"Ben <{BEN}>: NOT READ" in done.out
    assert f"{ANN}/broken.ics" in done.out
    assert "UID broken" in done.out
    assert f"Lea <{LEA}>: events: 0;" in done.out
    assert SECRET not in done.out + done.err


def test_check_tells_what_is_wrong_with_the_configuration(company: SmallCompany) -> None:
    """A wrong configuration: every problem, exit code 2, and no calendar is read."""
    company.config.write_text("[company]\nname = 1\n")
    done = company.run("check", leader=None, as_of=None)
    assert done.code == 2
    assert len(done.err.splitlines()) > 2
    assert done.out == ""


def test_from_nothing_to_a_first_plan(tmp_path: Path) -> None:
    """In an empty folder: init, then check, then a preview work as each tells."""
    company = SmallCompany(tmp_path)
    answers = ("--company", "Example", "--zone", "Europe/Madrid", "--leader", f"Lea <{LEA}>", "--report", ANN)
    begun = company.run("init", *answers, leader=None, as_of=None)
    assert (begun.code, begun.err) == (0, "")
    assert company.run("check", leader=None, as_of=None).code == 4, "there are no calendars yet"
    for email in (LEA, ANN):
        (company.calendars / email).mkdir(parents=True)
    checked = company.run("check", leader=None, as_of=None)
    assert (checked.code, checked.err) == (0, "")
    shown = company.run("--dry-run")
    assert (shown.code, shown.err) == (0, "")
    assert "due every week" in shown.out


def test_init_never_overwrites(company: SmallCompany) -> None:
    """A configuration that is there is not touched."""
    before = tree(company.root)
    done = company.run("init", "--company", "B", "--leader", LEA, "--report", ANN, leader=None, as_of=None)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert tree(company.root) == before


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Hosted]:
    """A company on Google, with a service account."""
    with on_google(tmp_path / "on-google") as hosted:
        assert isinstance(hosted.tokens, GoogleTokens)
        hosted.tokens.write_key(hosted.company.root / "key.json")
        hosted.tokens.delegated = {OWN_EVENTS}
        hosted.configure('service_account = "key.json"')
        yield hosted


@pytest.fixture
def outlook(tmp_path: Path) -> Iterator[Hosted]:
    """A company on Outlook, with an application and its secret."""
    with on_outlook(tmp_path / "on-outlook") as hosted:
        assert isinstance(hosted.tokens, MicrosoftTokens)
        hosted.tokens.write_secret(hosted.company.root / "secret")
        hosted.configure('secret_file = "secret"')
        yield hosted


def test_check_tells_how_it_is_signed_in(google: Hosted, outlook: Hosted) -> None:
    """Services that answer: as whom, and what an administrator could still limit; exit code 0."""
    done = google.run("check")
    assert (done.code, done.err) == (0, "")
    assert f"signed in as service account schedule@project.iam.gserviceaccount.com, tried as {LEA}." in done.out
    done = outlook.run("check")
    assert (done.code, done.err) == (0, "")
    assert f"Outlook: signed in as application {CLIENT} of {TENANT}." in done.out
    assert "the application may use every mailbox of the directory; to limit it" in done.out


def test_check_tells_of_a_service_that_hosts_nobody(google: Hosted) -> None:
    """Beside a folder of calendars, whoever does not say otherwise is hosted there."""
    says = 'Google Calendar: hosts nobody: where it does, say provider = "google" under [[people]].'
    assert says not in google.run("check").out
    google.configure('service_account = "key.json"', "[providers.folder]", 'path = "calendars"')
    done = google.run("check")
    assert says in done.out
    assert "signed in" not in done.out


def google_mistake(google: Hosted, what: str) -> None:
    """Somebody made a mistake in setting up Google."""
    assert isinstance(google.tokens, GoogleTokens)
    if what == "API not enabled":
        google.calendars.inject(Fault(answer=google_error(403, "accessNotConfigured")), is_part, times=20)
    elif what == "delegation without scope":
        google.tokens.delegated = set()
    elif what == "clock skew":
        google.tokens.ahead = 7200.0
    else:
        google.tokens.accounts = {LEA}


def is_part(request: Request) -> bool:
    """Whether a request asks for something of a calendar."""
    return "/calendars/" in request.path or request.path.endswith("/freeBusy")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (
            "API not enabled",
            "client or service account (403 accessNotConfigured). Enable it in the Google Cloud console under APIs",
        ),
        (
            "delegation without scope",
            f"the service account may not act for {LEA}. Add its client id with all scopes to the domain-wide",
        ),
        ("clock skew", "this machine's clock is wrong. Set the clock, then run again."),
        ("unknown account", f"Google knows no account {ANN}. Correct the email address."),
    ],
)
def test_check_names_what_is_wrong_with_google(google: Hosted, what: str, says: str) -> None:
    """Each typical mistake by its name, with the step that mends it, once; exit code 4, and no secret."""
    google_mistake(google, what)
    done = google.run("check")
    assert (done.code, done.err) == (4, "")
    assert done.out.count(says) == 1
    if what == "delegation without scope":
        assert f"may not act for {ANN}" not in done.out, "it is said of one"
        needed = "    needs:\n    https://www.googleapis.com/auth/calendar.events.owned\n"
        assert needed in google.run("auth", "status").out
    google.silent(besides=("key.json",))


def outlook_mistake(outlook: Hosted, what: str) -> None:
    """Somebody made a mistake in setting up Outlook."""
    assert isinstance(outlook.tokens, MicrosoftTokens)
    assert isinstance(outlook.calendars, GraphServer)
    root = outlook.company.root
    if what == "consent missing":
        outlook.tokens.roles, outlook.calendars.app_scope = [], set()
    elif what == "RBAC scope":
        outlook.tokens.roles, outlook.calendars.app_scope = [], {LEA}
    elif what == "clock skew":
        outlook.tokens.write_certificate(root / "app.pem")
        outlook.configure('certificate = "app.pem"')
        outlook.tokens.ahead = 7200.0
    elif what == "wrong tenant":
        outlook.company.config.write_text(outlook.company.config.read_text().replace(TENANT, "other.example"))
    elif what == "expired secret":
        refused = aadsts(7000222, "invalid_client", f"The provided client secret {outlook.tokens.client_secret}")
        outlook.tokens.inject(Fault(answer=refused), lambda request: request.path.endswith("/token"), times=20)
    else:
        (root / "secret").write_text("another")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (
            "consent missing",
            "consent is missing: Calendars.ReadWrite was granted neither in the directory nor as a role in Exchange",
        ),
        (
            "RBAC scope",
            "1 mailbox lies outside the RBAC scope of the application's role in Exchange Online: make its owner a",
        ),
        ("clock skew", "this machine's clock is wrong (AADSTS700024). Set the clock, then run again"),
        ("wrong tenant", "Microsoft knows no directory other.example in this cloud (AADSTS90002). Correct tenant"),
        ("expired secret", "the application's client secret has expired (AADSTS7000222). Make a new one"),
        ("wrong secret", "the application's client secret is wrong (AADSTS7000215). Put the secret's value, not its"),
    ],
)
def test_check_names_what_is_wrong_with_outlook(outlook: Hosted, what: str, says: str) -> None:
    """Each typical mistake by its name, with the step that mends it, once; exit code 4, and no secret."""
    outlook_mistake(outlook, what)
    done = outlook.run("check")
    assert (done.code, done.err) == (4, "")
    assert done.out.count(says) == 1
    outlook.silent(besides=("secret", "app.pem"))


def test_a_secret_in_the_environment_stays_there(outlook: Hosted) -> None:
    """The variable is named where it is not set; its value is used, and never said."""
    assert isinstance(outlook.tokens, MicrosoftTokens)
    outlook.configure('secret_env = "X_SECRET"')
    (outlook.company.root / "secret").unlink()
    done = outlook.run("check")
    assert done.code == 4
    assert "the environment variable X_SECRET is not set" in done.out
    assert outlook.run("check", environ={"X_SECRET": outlook.tokens.client_secret}).code == 0
    outlook.tokens.secrets.add("not-it-at-all")
    assert outlook.run("check", environ={"X_SECRET": "not-it-at-all"}).code == 4
    outlook.silent()
