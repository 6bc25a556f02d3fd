"""Asks why a 1-on-1 of Lea lies where it lies, in the small company of `tests.planning.build`."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from providers.event import Event
from scheduler.company import Company, Lunch, Pair, Rules
from scheduler.explanation import Reasons
from scheduler.ledger.record import Memory
from scheduler.plan import Plan
from scheduler.planning.make import make_plan
from scheduler.planning.why.answer import explained
from scheduler.planning.why.cases import Asked
from tests.planning.build import (
    ANN,
    AS_OF,
    FRIDAY,
    LEA,
    THURSDAY,
    at,
    busy,
    calendars,
    company,
    entry,
)

LUNCH = Lunch(time(12), time(13), timedelta(hours=1))
ALL_THURSDAY = busy(ANN, at(THURSDAY, "09:00", 480))
ALL_FRIDAY = busy(ANN, at(FRIDAY, "09:00", 480))


def why(
    events: Iterable[Event] = (),
    whose: Company | None = None,
    member: str = ANN,
    asked: Asked | None = None,
    **more: Any,
) -> Reasons:
    """What is said of Lea's 1-on-1 with a member."""
    events = list(events)
    whose = whose or company()
    known = calendars(events, whose.people)
    memory = Memory(tuple(entry(event) for event in events if event.marker is not None))
    decision = make_plan(whose, whose.teams[LEA], known, memory, AS_OF, **more)
    (reasons,) = explained(decision, known, memory, member, asked or Asked()).reasons
    return reasons


def asked(weekday: int, clock: str) -> Asked:
    return Asked(None, (weekday, time.fromisoformat(clock)))


def planned(events: Iterable[Event], whose: Company) -> Plan:
    known = calendars(events, whose.people)
    return make_plan(whose, whose.teams[LEA], known, Memory(), AS_OF).plan


def of(*pairs: Pair, by: Rules | None = None) -> Company:
    return company(pairs, by)
