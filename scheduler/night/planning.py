"""Plans a night's leaders together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import process_time

from scheduler.company import Company
from scheduler.errors import ScheduleError
from scheduler.ledger.record import Memory
from scheduler.loading import undisturbed
from scheduler.night.reading import Reading
from scheduler.night.terms import NightTerms
from scheduler.outcome import CompanyLevel
from scheduler.plan import Plan


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning came to."""

    plans: Mapping[str, Plan]
    """By leader."""
    failed: Mapping[str, str]
    """By leader: why there is no plan."""
    seconds: Mapping[str, float]
    """By leader, of computing."""
    levels: tuple[CompanyLevel, ...] = ()


def plan_night(
    company: Company,
    reading: Reading,
    unchanged: Collection[str],
    memories: Mapping[str, Memory],
    now: datetime,
    terms: NightTerms,
) -> Planned:
    """Plans of all who are ready, but for those of whom nothing changed: their 1-on-1s stay."""
    todo = sorted(reading.ready.keys() - set(unchanged))
    if not todo:
        return Planned({}, {}, {})
    with undisturbed():
        from scheduler.planning.make import make_plan
        from scheduler.planning.projection import projected

    plans: dict[str, Plan] = {}
    failed: dict[str, str] = {}
    seconds: dict[str, float] = {}
    for leader in todo:
        began = process_time()
        ready = reading.ready[leader]
        calendars = projected(ready.calendars, plans.values(), but_for=leader)
        try:
            plans[leader] = make_plan(
                company, ready.look.team, calendars, ready.look.memory, now, weeks=terms.weeks
            ).plan
        except ScheduleError as error:
            failed[leader] = str(error)
        seconds[leader] = process_time() - began
    return Planned(plans, failed, seconds)
