"""Lea, who leads Ann, Ben and Cat: where their calendars are hosted, and the nightly run for Lea.

Everybody works from 9 to 12; 1-on-1s of 30 minutes lie on Thursday and Friday, at full and half hours, two weeks ahead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, Protocol, cast

from providers.event import Response
from providers.interface import Provider
from scheduler.cli.run import ATTEMPTS
from scheduler.company import Company, WallSpan
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import Stale
from scheduler.ledger.store import recall
from scheduler.plan import Plan
from scheduler.planning.make import make_plan
from scheduler.reading import Seen, read_team
from scheduler.write import Outcomes, carry_out, remember
from tests.planning import build
from tests.providers.contract import Place
from tests.providers.stood import Stood
from tests.servers.base import Fault, Match, Server

LEA, MEMBERS = build.LEA, (build.ANN, build.BEN, build.CAT)
EVERYBODY = (LEA, *MEMBERS)
_HOURS = tuple(WallSpan(weekday, time(9), time(12)) for weekday in range(5))


class Service(Place, Protocol):
    """A place behind a server."""

    @property
    def server(self) -> Server:
        """Where requests arrive."""
        ...

    def mails(self) -> list[tuple[str, str]]:
        """What attendees were sent, in order: the meeting's UID, and to whom."""
        ...

    def faults(self) -> Mapping[str, tuple[Fault, Match]]:
        """What can go wrong with a call, by name, and which calls it meets."""
        ...


@dataclass(frozen=True)
class Town:
    """A company, its calendars and its ledger."""

    places: Mapping[str, Place]
    """By the provider's name."""
    hosted: Mapping[str, str]
    """Name of the provider that hosts whose calendar, by email."""
    ledger: Path

    @property
    def company(self) -> Company:
        """As configured."""
        people = [build.person(email, hours=_HOURS, provider=self.hosted[email]) for email in EVERYBODY]
        return build.company(
            [build.pair(member) for member in MEMBERS], people=people, horizon_weeks=2, start_minutes=(0, 30)
        )

    def place(self, email: str) -> Place:
        """Where somebody's calendar is."""
        return self.places[self.hosted[email]]

    @property
    def services(self) -> Iterable[Service]:
        """The places behind servers."""
        return [cast(Service, place) for place in self.places.values() if place.shared]

    def providers(self) -> dict[str, Provider]:
        """Those of a new run."""
        return {name: place.make() for name, place in self.places.items()}

    def stands(self) -> list[Stood]:
        """Every copy of every event of ours."""
        return sorted(
            (stood for place in self.places.values() for stood in place.stands()),
            key=lambda stood: (stood.marker.period, stood.marker.member, stood.calendar, stood.span),
        )

    def foreign(self) -> dict[str, Any]:
        """All that is not ours, to the byte."""
        return {name: place.foreign() for name, place in self.places.items()}

    def everything(self) -> dict[str, Any]:
        """All that everybody's calendars hold."""
        return {name: place.everything() for name, place in self.places.items()}

    def answers(self, stood: Stood, answer: Response) -> bool:
        """Let the member answer; whether there is a copy to do so with."""
        member, uid = stood.marker.member, stood.marker.uid
        place = self.place(LEA) if self.place(member).shared else self.place(member)
        away = place is self.place(LEA) and self.place(member) is not place
        if not away and all(each.calendar != member or each.marker.uid != uid for each in place.stands()):
            return False
        place.human_answers(uid, member, answer)
        return True

    def night(self, now: datetime) -> tuple[Plan, Outcomes]:
        """One run for Lea, as with --yes and --force, and with every empty calendar accepted."""
        providers, company = self.providers(), self.company
        team = company.teams[LEA]
        window = reading_window(company, team, horizon(company.people[LEA], team.rules, now, company.horizon_weeks))
        for left in reversed(range(ATTEMPTS)):
            memory = recall(self.ledger, LEA)
            calendars = read_team(company, team, providers, window, memory)
            plan = make_plan(company, team, calendars, memory, now)
            try:
                outcomes = carry_out(plan, company, providers, self.ledger, now, seen=Seen(calendars, memory))
            except Stale:
                if not left:
                    raise
            else:
                if not (outcomes.conflicts and left):
                    break
        remember(providers)
        return plan, outcomes
