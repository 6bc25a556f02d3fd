"""Plans a night's leaders together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.loading import undisturbed
from scheduler.night.reading import Reading
from scheduler.night.ripple import touched
from scheduler.night.terms import NightTerms
from scheduler.outcome import Together
from scheduler.pool import Here, Pool

FEW = 8
"""So many leaders are planned in this process: others would only begin to be useful."""
RIPPLES = 3
"""So often leaders are added to those who are planned, as others' plans change their calendars; the next night sees to
the rest."""
_WORKERS_LOAD = ("scheduler.planning.together.worker",)


def plan_night(
    company: Company,
    reading: Reading,
    unchanged: Mapping[str, str],
    memories: Mapping[str, Memory],
    now: datetime,
    terms: NightTerms,
) -> Together:
    """Plans of all who are ready, but for those of whom nothing changed: their 1-on-1s stay.

    Whoever gets another calendar by others' plans is planned with them. Where nobody is to be planned, no solver is
    loaded.

    Args:
        unchanged: by leader of whom nothing changed, the fingerprint of what was read.
        memories: by leader.

    Raises:
        ClusterFailure: the cluster that was to plan cannot be used.
    """
    todo = reading.ready.keys() - unchanged.keys()
    if not todo:
        return Together()
    with undisturbed():
        from scheduler.planning.together import plan_together

    with _pool(terms, len(todo)) as pool:
        for left in reversed(range(RIPPLES + 1)):
            calendars = {leader: reading.ready[leader].calendars for leader in todo}
            found = plan_together(company, todo, calendars, memories, now, weeks=terms.weeks, pool=pool)
            reached = (
                touched(company, reading, unchanged, unchanged.keys() - todo, found.plans.values()) if left else ()
            )
            if not reached:
                return found
            todo |= reached
    raise AssertionError("the last pass reaches nobody")


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
