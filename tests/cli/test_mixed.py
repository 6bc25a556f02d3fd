"""A company of several hosts, through the command: Lea and Ann on Google, Ben on Outlook, Cat in files.

The command signs in as a nightly run does: a service account at Google, the application itself at Microsoft.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.company import ANN, BEN, CAT, LEA, SECRET, SmallCompany, name_of, tree
from tests.cli.process import Result
from tests.servers.base import Answer, Fault, Request
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens.microsoft import CLIENT, TENANT
from tests.servers.tokens.safe import trusted

HOSTED = {LEA: "google", ANN: "google", BEN: "outlook", CAT: "folder"}
MADRID = ZoneInfo("Europe/Madrid")
_CONFIG = """\
[company]
name = "Example"
zone = "Europe/Madrid"
hours = ["monday-friday 09:00-12:00"]
lunch = "none"
start_minutes = [0, 30]
horizon_weeks = 1

[providers.folder]
path = "calendars"

[providers.google]
service_account = "google-key.json"
endpoint = "{google}"
token_endpoint = "{google_tokens}"

[providers.outlook]
tenant = "{tenant}"
client_id = "{client}"
secret_file = "outlook-secret"
endpoint = "{graph}"
authority = "{microsoft}"

[ledger]
path = "state/ledger.sqlite"

[[teams]]
leader = "{leader}"
reports = ["{ann}", "{ben}", "{cat}"]
"""


@dataclass
class Mixed:
    """The company, and what hosts its calendars."""

    company: SmallCompany
    google: GoogleServer
    graph: GraphServer
    google_tokens: GoogleTokens
    microsoft: MicrosoftTokens
    trust: dict[str, str]

    def write(self) -> None:
        """Configuration, keys, and empty calendars."""
        root = self.company.root
        (self.company.calendars / CAT).mkdir(parents=True)
        for email, host in HOSTED.items():
            if host != "folder":
                (self.google if host == "google" else self.graph).add_mailbox(email, "Europe/Madrid")
        self.google_tokens.accounts = {email for email, host in HOSTED.items() if host == "google"}
        self.google_tokens.delegated = {"https://www.googleapis.com/auth/calendar.events.owned"}
        self.google_tokens.write_key(root / "google-key.json")
        self.microsoft.write_secret(root / "outlook-secret")
        self.google.tokens_of = self.google_tokens.handed_out
        self.graph.tokens = self.microsoft.handed_out
        people = [
            f'[[people]]\nemail = "{email}"\nname = "{name_of(email)}"\nprovider = "{host}"\n'
            for email, host in HOSTED.items()
        ]
        text = _CONFIG.format(
            google=self.google.url,
            google_tokens=self.google_tokens.token_endpoint,
            graph=self.graph.url,
            microsoft=self.microsoft.url,
            tenant=TENANT,
            client=CLIENT,
            leader=LEA,
            ann=ANN,
            ben=BEN,
            cat=CAT,
        )
        self.company.config.write_text("\n".join((text, *people)))

    def run(self, *arguments: str) -> Result:
        """Run the command for Lea, and see that it gives no secret away."""
        done = self.company.run(*arguments, environ_too=self.trust)
        assert not any(secret in done.out + done.err for secret in self.secrets), "a secret is shown"
        assert SECRET not in done.out + done.err
        return done

    @property
    def secrets(self) -> set[str]:
        """What may show nowhere."""
        return self.google_tokens.secrets | self.microsoft.secrets

    def meetings(self) -> dict[str, Any]:
        """Lea's 1-on-1s by the other one's email."""
        calendar = self.google.mailboxes[LEA]
        alive = [event for event in calendar.events.values() if not event.copies[LEA].deleted]
        return {
            next(email for email in (ANN, BEN, CAT) if name_of(email) in event.shared["summary"]): event
            for event in alive
        }

    def starts(self) -> dict[str, datetime]:
        """When they start, on the clock in Madrid."""
        return {
            email: datetime.fromisoformat(event.shared["start"]["dateTime"]).astimezone(MADRID)
            for email, event in self.meetings().items()
        }


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[Mixed]:
    """Everybody's calendars are empty."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN, CAT))
    with GoogleServer() as google, GraphServer() as graph, GoogleTokens() as tokens, MicrosoftTokens() as microsoft:
        made = Mixed(company, google, graph, tokens, microsoft, trusted(tmp_path))
        made.write()
        yield made
        google.check()
        assert graph.violations == []


def test_a_company_of_several_hosts(mixed: Mixed) -> None:
    """Previewed, written once, and left alone from then on, until people decide otherwise."""
    before = set(mixed.company.root.rglob("*"))
    preview = mixed.run("--dry-run")
    assert (preview.code, preview.err) == (0, "")
    assert set(mixed.company.root.rglob("*")) == before
    assert mixed.meetings() == {}

    first = mixed.run("--yes")
    assert (first.code, first.err, first.out) == (0, "Written: 3 created.\n", preview.out)
    assert set(mixed.meetings()) == {ANN, BEN, CAT}
    assert mixed.google.person(ANN).has(mixed.meetings()[ANN].id)
    assert {mail.to for mail in mixed.google.mails} == {BEN}
    assert len(mixed.company.ours(CAT)) == 1

    mixed.google.log.clear()
    assert mixed.run("--yes").err == "Nothing to write.\n"
    lists = [request.path for request in mixed.google.log if request.path.endswith("/events")]
    assert len(lists) == 2, "one for each calendar on Google"

    dragged = mixed.starts()[ANN].replace(hour=13, minute=0)
    assert dragged not in mixed.starts().values(), "nothing is there"
    mixed.google.person(LEA).move(mixed.meetings()[ANN].id, dragged, dragged + timedelta(minutes=30))
    pinned = mixed.run("--yes")
    assert pinned.err == "Nothing to write.\n"
    assert "a person moved it here: pinned" in pinned.out
    assert mixed.starts()[ANN] == dragged

    declined = mixed.starts()[BEN]
    person = mixed.google.person(LEA)
    answers = [{"email": BEN, "responseStatus": "declined"}, {"email": LEA, "responseStatus": "accepted"}]
    person.edit(mixed.meetings()[BEN].id, attendees=answers)
    moved = mixed.run("--yes")
    assert (moved.code, moved.err) == (0, "Written: 1 moved.\n")
    assert mixed.starts()[BEN] != declined
    assert mixed.run("--yes").err == "Nothing to write.\n"


def test_who_leaves_goes_wherever_they_were_hosted_with_one_mail(mixed: Mixed) -> None:
    """Ben on Outlook and Cat in files leave: nothing of theirs is left on any host, and nobody is written to twice."""
    assert mixed.run("--yes").code == 0
    mixed.google.mails.clear()
    done = mixed.run("rebalance", "--left", "ben", "--left", "cat", "--max-moves", "0", "--yes")
    assert (done.code, done.err) == (0, "Written: 2 cancelled.\nChanged: config.toml.\n")
    assert set(mixed.meetings()) == {ANN}
    assert mixed.company.ours(CAT) == []
    assert [mail.to for mail in mixed.google.mails] == [BEN]
    config = mixed.company.config.read_text()
    assert f'reports = ["{ANN}"]' in config
    assert f'email = "{BEN}"' not in config
    assert mixed.run("--yes").err == "Nothing to write.\n"


def test_a_preview_keeps_nothing(mixed: Mixed) -> None:
    """Of what changed since the last run, `--dry-run` keeps nothing either: no file is touched, and no event."""
    assert mixed.run("--yes").code == 0
    dragged = mixed.starts()[ANN].replace(hour=13, minute=0)
    mixed.google.person(LEA).move(mixed.meetings()[ANN].id, dragged, dragged + timedelta(minutes=30))
    before = tree(mixed.company.root)
    for server in (mixed.google, mixed.graph):
        server.log.clear()
    assert "a person moved it here: pinned" in mixed.run("--dry-run").out
    assert tree(mixed.company.root) == before
    asked = [request for server in (mixed.google, mixed.graph) for request in server.log]
    assert {request.method for request in asked if "batch" not in request.path} == {"GET"}


def test_a_host_that_is_down_leaves_its_people_alone(mixed: Mixed) -> None:
    """Outlook answers 503: Ben's pair is left as it is and told, the others are written; later Ben's is, too."""
    mixed.graph.inject(Fault(Answer(503, headers={"Retry-After": "3600"})), times=20)
    done = mixed.run("--yes")
    assert (done.code, done.err) == (0, "Written: 2 created.\n")
    assert f"{BEN}: Microsoft cannot answer now" in " ".join(done.out.split())
    assert set(mixed.meetings()) == {ANN, CAT}
    mixed.graph.heal()
    assert mixed.run("--yes").err == "Written: 1 created.\n"


def test_who_deletes_what_a_run_could_not_confirm_has_decided(mixed: Mixed) -> None:
    """Google writes Ann's, and every answer is lost; Lea deletes it by day: it is not created again, ever."""

    def writes(request: Request) -> bool:
        return request.method == "POST" and request.path.endswith("/events")

    mixed.google.inject(Fault(lost=True, effect=True), writes, times=60)
    first = mixed.run("--yes")
    assert first.code == 4, first
    mixed.google.heal()
    began = set(mixed.meetings())
    assert ANN in began
    mixed.google.person(LEA).delete(mixed.meetings()[ANN].id)
    for _ in range(2):
        assert mixed.run("--yes").code == 0
        assert set(mixed.meetings()) == {BEN, CAT}


def test_a_look_ahead_that_fails_deletes_nothing(mixed: Mixed) -> None:
    """Lea drags Cat's 1-on-1 beyond the weeks that are read, and Google fails there: nobody deleted it, Cat keeps hers.

    When Google answers again, it is found and pinned.
    """
    assert mixed.run("--yes").code == 0
    event, before = mixed.meetings()[CAT], mixed.company.times()[CAT]
    march = datetime(2027, 3, 4, 10, tzinfo=MADRID)
    mixed.google.person(LEA).move(event.id, march, march + timedelta(minutes=30))
    down = Fault(Answer(403, {"error": {"code": 403, "message": "no", "errors": [{"reason": "forbidden"}]}}))
    mixed.google.inject(down, lambda request: request.query.get("timeMin", "") > "2026-12", times=50)
    done = mixed.run("--yes")
    assert (done.code, done.err) == (0, "Nothing to write.\n")
    assert "1 left alone" in done.out
    assert mixed.company.times()[CAT] == before
    mixed.google.heal()
    assert "1 mended" in mixed.run("--yes").err
    assert mixed.company.times()[CAT] == ["2027-03-04 10:00-10:30"]


def test_a_former_leader_is_found_wherever_they_are_hosted(mixed: Mixed) -> None:
    """Lea has left the configuration, and nothing says that her calendar is on Google: all of hers go everywhere."""
    assert mixed.run("--yes").code == 0
    text = mixed.company.config.read_text()
    reports = f'leader = "{LEA}"\nreports = ["{ANN}", "{BEN}", "{CAT}"]'
    lea = f'[[people]]\nemail = "{LEA}"\nname = "Lea"\nprovider = "google"\n'
    assert reports in text
    assert lea in text
    mixed.company.config.write_text(text.replace(reports, f'leader = "{ANN}"\nreports = ["{CAT}"]').replace(lea, ""))
    arguments = ("cancel", "--leader", LEA, "--yes")
    done = mixed.company.run(*arguments, leader=None, environ_too=mixed.trust)
    assert (done.code, done.err) == (0, "Written: 3 cancelled.\n")
    assert mixed.meetings() == {}
    assert mixed.company.ours(CAT) == []
    again = mixed.company.run(*arguments, leader=None, environ_too=mixed.trust)
    assert (again.code, again.err) == (0, "Nothing to write.\n")


class Busy:
    """Somebody who enters a meeting right before a calendar view is asked for the second time: under the lock."""

    def __init__(self, mixed: Mixed, start: datetime, end: datetime) -> None:
        self.views = 0
        self.mixed, self.start, self.end = mixed, start, end
        mixed.graph.inject(Fault(lost=True), self.look)

    def look(self, request: Request) -> bool:
        """Watch a request, and let nothing go wrong with it."""
        self.views += request.path.endswith("/calendarView")
        if self.views == 2:
            self.views += 1
            self.mixed.graph.person(BEN).add(self.start, self.end)
        return False


def test_a_meeting_that_comes_before_the_plan_is_written(mixed: Mixed) -> None:
    """A run that nobody watches plans again, and says so; a plan that was saved is refused."""
    mixed.run("--save", "plan.json")
    thursday = datetime(2026, 11, 26, 9, tzinfo=MADRID)
    Busy(mixed, thursday, thursday + timedelta(days=1, hours=2))
    done = mixed.run("--yes")
    assert (done.code, done.err.splitlines()) == (
        0,
        ["schedule: a calendar changed meanwhile; planning again.", "Written: 3 created."],
    )
    assert mixed.starts()[BEN] >= thursday + timedelta(days=1, hours=2)
    saved = mixed.company.run("apply", "plan.json", "--yes", leader=None, environ_too=mixed.trust)
    assert saved.code == 3
    assert "planning again" not in saved.err


def test_a_leaders_sign_in_that_is_no_longer_good(mixed: Mixed) -> None:
    """Google does not let us act for anybody: nothing can be planned, and what is to be mended is told once."""
    mixed.google_tokens.accounts = set()
    mixed.google_tokens.delegated = set()
    done = mixed.run("--yes")
    assert (done.code, mixed.meetings()) == (4, {})
    warnings = " ".join(done.out.partition("Warnings")[2].split())
    assert warnings.startswith(f"! {ANN}, {LEA}: ")
    assert warnings.count("!") == 1
    assert "Traceback" not in done.out + done.err


def test_a_members_sign_in_that_is_no_longer_good(mixed: Mixed) -> None:
    """Outlook's secret has expired: Ben's pair is left alone, and the page says what to mend."""
    mixed.microsoft.client_secret = "another"
    done = mixed.run("--yes")
    assert (done.code, set(mixed.meetings())) == (0, {ANN, CAT})
    assert f"{BEN}: " in done.out
    assert "secret" in done.out
