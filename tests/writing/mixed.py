"""Lea, who leads Ann, Ben and Cat; each calendar is at a host of its own, and Lea's nightly run.

It is Monday, 23 November 2026, 9:00 in Madrid. 1-on-1s of 30 minutes lie on Thursday and Friday of this week.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from providers.folder import FolderProvider
from providers.interface import Provider
from scheduler.company import Company
from scheduler.dates.horizon import horizon, reading_window
from scheduler.ledger.record import Memory
from scheduler.ledger.store import recall
from scheduler.plan import Plan
from scheduler.planning.make import make_plan
from scheduler.read.team import Seen, read_team
from scheduler.write import Outcomes, carry_out, remember
from tests.google import office as google
from tests.outlook import office as outlook
from tests.planning.build import ANN, AS_OF, BEN, CAT, LEA, MADRID, company, pair, person
from tests.providers.hurried import HurriedClock
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

EVERYBODY = (LEA, ANN, BEN, CAT)


@dataclass(frozen=True)
class Mixed:
    """A company, its calendars, and its ledger."""

    google: GoogleServer
    graph: GraphServer
    root: Path
    hosted: Mapping[str, str]
    """By email: `google`, `outlook` or `folder`."""
    read_as: str | None = None
    """Email of the Google account that reads all calendars; None: everybody's own."""

    def __post_init__(self) -> None:
        for email, host in self.hosted.items():
            if host == "folder":
                (self.folder / email).mkdir(parents=True)
            else:
                server = self.google if host == "google" else self.graph
                server.add_mailbox(email, MADRID)

    @property
    def company(self) -> Company:
        """As configured."""
        people = [person(email, provider=host) for email, host in self.hosted.items()]
        return company([pair(email) for email in self.hosted if email != LEA], people=people)

    @property
    def folder(self) -> Path:
        """Of all calendars in files."""
        return self.root / "calendars"

    @property
    def ledger(self) -> Path:
        """Its file."""
        return self.root / "ledger.sqlite"

    def memory(self) -> Memory:
        """What the ledger knows."""
        return recall(self.ledger, LEA)

    def providers(self) -> dict[str, Provider]:
        """Those of a new run; only those that somebody needs."""
        every: dict[str, Provider] = {
            "folder": FolderProvider(self.folder),
            "google": google.Office(self.google, self.root / "state", HurriedClock()).provider(read_as=self.read_as),
            "outlook": outlook.Office(self.graph, self.root / "state").provider(),
        }
        return {name: provider for name, provider in every.items() if name in self.hosted.values()}

    def plan(self, providers: Mapping[str, Provider]) -> tuple[Plan, Seen]:
        """Read and decide."""
        team, memory = self.company.teams[LEA], self.memory()
        window = reading_window(self.company, team, horizon(self.company.people[LEA], team.rules, AS_OF, 1))
        calendars = read_team(self.company, team, providers, window, memory)
        return make_plan(self.company, team, calendars, memory, AS_OF).plan, Seen(calendars, memory)

    def write(self, plan: Plan, providers: Mapping[str, Provider], seen: Seen | None = None) -> Outcomes:
        """Carry out."""
        return carry_out(plan, self.company, providers, self.ledger, AS_OF, seen=seen)

    def night(self) -> Outcomes:
        """A whole run."""
        providers = self.providers()
        plan, seen = self.plan(providers)
        outcomes = self.write(plan, providers, seen)
        remember(providers)
        return outcomes

    def files(self, email: str) -> list[Path]:
        """Events in a calendar of files."""
        return sorted((self.folder / email).glob("*.ics"))

    def times(self, email: str) -> list[datetime]:
        """When the events of a calendar start that is in a service."""
        if self.hosted[email] == "google":
            person = self.google.person(email)
            return sorted(
                datetime.fromisoformat(event.shared["start"]["dateTime"])
                for event in person.mailbox.events.values()
                if not event.copies[email].deleted
            )
        return sorted(item.start for item in self.graph.person(email).mailbox.items.values())
