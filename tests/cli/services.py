"""A company whose calendars Google or Outlook hosts, with servers for calendars and for tokens."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.company import ANN, LEA, SmallCompany, name_of
from tests.cli.process import Result
from tests.servers.google import GoogleServer
from tests.servers.google.state import Role
from tests.servers.graph import GraphServer, Share
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens import browser as browser_module
from tests.servers.tokens.microsoft import CLIENT, TENANT
from tests.servers.tokens.safe import trusted

_CONFIG = """\
[company]
name = "Example"
zone = "Europe/Madrid"
hours = ["monday-friday 09:00-12:00"]
lunch = "none"
start_minutes = [0, 30]
horizon_weeks = 1

{section}

[tokens]
file = "kept/tokens.json"

[ledger]
path = "state/ledger.sqlite"

{people}
[[teams]]
leader = "{leader}"
reports = ["{member}"]
"""


@dataclass
class Hosted:
    """The company, who hosts it, and who hands out tokens."""

    company: SmallCompany
    calendars: GoogleServer | GraphServer
    tokens: GoogleTokens | MicrosoftTokens
    section: str
    """Of `[providers]`, without how one signs in."""
    trust: dict[str, str]
    said: list[str] = field(default_factory=list)

    @property
    def kept(self) -> Path:
        """The file of tokens."""
        return self.company.root / "kept" / "tokens.json"

    def configure(self, *keys: str) -> None:
        """Say how one signs in."""
        people = "\n".join(f'[[people]]\nemail = "{email}"\nname = "{name_of(email)}"\n' for email in (LEA, ANN))
        section = "\n".join((self.section, *keys))
        text = _CONFIG.format(section=section, people=people, leader=LEA, member=ANN)
        self.company.config.write_text(text)

    def run(self, *arguments: str, environ: dict[str, str] | None = None, leader: str | None = None) -> Result:
        """Run the command; what it says is kept for `silent`."""
        as_of = "2026-11-23T09:00:00+01:00" if leader else None
        done = self.company.run(*arguments, leader=leader, as_of=as_of, environ_too=self.trust | (environ or {}))
        assert "Traceback" not in done.err
        self.said += (done.out, done.err)
        return done

    def silent(self, *, besides: tuple[str, ...] = ()) -> None:
        """No secret that passed the token server was said, or stands in any file but those of these names."""
        shown = "\n".join(self.said)
        assert [secret for secret in self.tokens.secrets if secret and secret in shown] == []
        for path in self.company.root.rglob("*"):
            if path.is_file() and path.name not in besides:
                held = path.read_bytes()
                assert not any(secret.encode() in held for secret in self.tokens.secrets if secret), path


@contextmanager
def on_google(root: Path) -> Iterator[Hosted]:
    """Lea and Ann on Google; Ann shares her calendar with Lea."""
    root.mkdir()
    with GoogleServer() as calendars, GoogleTokens() as tokens:
        for email in (LEA, ANN):
            calendars.add_mailbox(email, "Europe/Madrid")
        calendars.share(ANN, LEA, Role.READER)
        calendars.tokens_of = tokens.handed_out
        tokens.person, tokens.accounts = LEA, {LEA, ANN}
        section = f'[providers.google]\nendpoint = "{calendars.url}"\ntoken_endpoint = "{tokens.token_endpoint}"'
        yield Hosted(SmallCompany(root), calendars, tokens, section, _surroundings(root.parent))
        calendars.check()


@contextmanager
def on_outlook(root: Path) -> Iterator[Hosted]:
    """Lea and Ann on Outlook; Ann shares her calendar with Lea."""
    root.mkdir()
    with GraphServer() as calendars, MicrosoftTokens() as tokens:
        for email in (LEA, ANN):
            calendars.add_mailbox(email, "Europe/Madrid")
        calendars.mailboxes[ANN].shares[LEA] = Share.READ
        calendars.tokens = tokens.handed_out
        tokens.person = LEA
        section = (
            f'[providers.outlook]\ntenant = "{TENANT}"\nclient_id = "{CLIENT}"\n'
            f'endpoint = "{calendars.url}"\nauthority = "{tokens.url}"'
        )
        yield Hosted(SmallCompany(root), calendars, tokens, section, _surroundings(root.parent))
        assert calendars.violations == []


def _surroundings(folder: Path) -> dict[str, str]:
    """Whom programs trust, and a browser whose owner agrees to everything."""
    return trusted(folder) | {"BROWSER": f"{sys.executable} {browser_module.__file__} %s &"}
