"""The nightly run for Lea, who leads Ann, Ben and Cat, as any process can make it.

Everybody works from 9 to 12; 1-on-1s of 30 minutes lie on Thursday and Friday, at full and half hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from scheduler.company import Company, WallSpan
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import Stale
from scheduler.ledger.store import recall
from scheduler.plan import Plan
from scheduler.planning.make import make_plan
from scheduler.read.team import Seen, read_team
from scheduler.run import ATTEMPTS
from scheduler.write import Outcomes, carry_out, remember
from tests.planning import build
from tests.providers.steps import MakeProvider

LEA, MEMBERS = build.LEA, (build.ANN, build.BEN, build.CAT)
EVERYBODY = (LEA, *MEMBERS)
_HOURS = tuple(WallSpan(weekday, time(9), time(12)) for weekday in range(5))


@dataclass(frozen=True)
class Run:
    """What a run is given; can be sent to another process."""

    makes: Mapping[str, MakeProvider]
    """Makes each provider, by name."""
    hosted: Mapping[str, str]
    """Name of the provider that hosts whose calendar, by email."""
    ledger: Path
    weeks: int = 2
    """That are planned."""

    @property
    def company(self) -> Company:
        """As configured."""
        people = [build.person(email, hours=_HOURS, provider=self.hosted[email]) for email in EVERYBODY]
        pairs = [build.pair(member) for member in MEMBERS]
        return build.company(pairs, people=people, horizon_weeks=self.weeks, start_minutes=(0, 30))

    def night(self, now: datetime) -> tuple[Plan, Outcomes]:
        """Read, plan and write, as with --yes and --force, and with every empty calendar accepted."""
        company, providers = self.company, {name: make() for name, make in self.makes.items()}
        team = company.teams[LEA]
        window = reading_window(company, team, horizon(company.people[LEA], team.rules, now, company.horizon_weeks))
        for left in reversed(range(ATTEMPTS)):
            memory = recall(self.ledger, LEA)
            calendars = read_team(company, team, providers, window, memory)
            plan = make_plan(company, team, calendars, memory, now).plan
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
