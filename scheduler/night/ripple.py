"""Leaders for whom nothing has changed until others' plans of this night change it."""

from collections.abc import Collection, Iterable, Mapping

from scheduler.company import Company
from scheduler.night.beside import Beside
from scheduler.night.reading import Reading
from scheduler.night.unchanged import fingerprint_of
from scheduler.plan import Action, Plan


def touched(
    company: Company, reading: Reading, found: Mapping[str, str], unchanged: Collection[str], plans: Iterable[Plan]
) -> frozenset[str]:
    """Of leaders who were to be left alone, those to whom these plans bring another calendar.

    Args:
        found: by leader, the fingerprint of what was read.
    """
    every = [*plans]
    beside = Beside(every)
    changing = {
        email
        for plan in every
        for change in plan.changes
        if change.action is not Action.KEEP or change.writes
        for email in (change.pair.leader, change.pair.member)
    }
    reached = set()
    for leader in unchanged:
        ready = reading.ready[leader]
        if changing.isdisjoint(ready.calendars):
            continue
        after = beside.after(ready.calendars, but_for=leader)
        if fingerprint_of(company, ready.weeks, after, ready.look.memory) != found[leader]:
            reached.add(leader)
    return frozenset(reached)
