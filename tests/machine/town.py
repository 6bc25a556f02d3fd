"""Where the calendars of Lea's team are hosted, and what people find in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from providers.event import Response
from scheduler.plan import Plan
from scheduler.write import Outcomes
from tests.machine.run import LEA, Run
from tests.providers.contract import Place
from tests.providers.stood import Stood
from tests.servers.base import Fault, Match, Server


class Service(Place, Protocol):
    """A place behind a server."""

    @property
    def server(self) -> Server:
        """Where requests arrive."""
        ...

    def mails(self) -> list[tuple[str, str]]:
        """What attendees were sent, in order: the meeting's UID, and to whom."""
        ...

    def sins(self) -> list[str]:
        """What no client may do: requests that break the service's description, or changes that tell nobody."""
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
    weeks: int = 2
    """That are planned."""

    @property
    def run(self) -> Run:
        """A new run."""
        return Run({name: place.make for name, place in self.places.items()}, self.hosted, self.ledger, self.weeks)

    def place(self, email: str) -> Place:
        """Where somebody's calendar is."""
        return self.places[self.hosted[email]]

    @property
    def services(self) -> list[Service]:
        """The places behind servers."""
        return [cast(Service, place) for place in self.places.values() if place.shared]

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
        """One run for Lea; see `Run`."""
        return self.run.night(now)
