"""Plans a night's leaders together."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.loading import undisturbed
from scheduler.night.reading import Reading
from scheduler.night.terms import NightTerms
from scheduler.outcome import CompanyLevel
from scheduler.plan import Plan
from scheduler.pool import Here, Pool

FEW = 8
"""So many leaders are planned in this process: others would only begin to be useful."""
_WORKERS_LOAD = ("scheduler.planning.together.worker",)


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
    """Plans of all who are ready, but for those of whom nothing changed: their 1-on-1s stay.

    Raises:
        ClusterFailure: the cluster that was to plan cannot be used.
    """
    todo = sorted(reading.ready.keys() - set(unchanged))
    if not todo:
        return Planned({}, {}, {})
    with undisturbed():
        from scheduler.planning.together import plan_together

    calendars = {leader: reading.ready[leader].calendars for leader in todo}
    with _pool(terms, len(todo)) as pool:
        found = plan_together(company, todo, calendars, memories, now, weeks=terms.weeks, pool=pool)
    return Planned(found.plans, found.failed, found.seconds, found.levels)


@contextmanager
def _pool(terms: NightTerms, leaders: int) -> Iterator[Pool]:
    workers = min(terms.jobs, leaders) if leaders > FEW else 1
    if terms.cluster is not None:
        from scheduler.pool.cluster import cluster

        with cluster(terms.cluster) as machines:
            yield machines
    elif workers == 1:
        yield Here()
    else:
        from scheduler.pool.processes import Processes

        with Processes(workers, _WORKERS_LOAD) as processes:
            yield processes
