"""Leaders for whom nothing has changed until others' plans of this night change it."""

from collections.abc import Collection, Mapping

from scheduler.company import Company
from scheduler.night.reading import Reading
from scheduler.night.unchanged import fingerprint_of
from scheduler.plan import Action, Plan
from scheduler.planning.projection import projected


def touched(
    company: Company, reading: Reading, found: Mapping[str, str], unchanged: Collection[str], plans: Mapping[str, Plan]
) -> frozenset[str]:
    """Of leaders who were to be left alone, those to whom these plans bring another calendar.

    Args:
        found: by leader, the fingerprint of what was read.
        plans: by leader, of those who were planned.
    """
    changing: dict[str, set[str]] = {}
    for leader, plan in plans.items():
        for change in plan.changes:
            if change.action is not Action.KEEP or change.writes:
                for email in (change.pair.leader, change.pair.member):
                    changing.setdefault(email, set()).add(leader)
    reached = set()
    for leader in sorted(unchanged):
        ready = reading.ready[leader]
        others = sorted({other for email in ready.calendars for other in changing.get(email, ())})
        if others:
            after = projected(ready.calendars, [plans[other] for other in others], but_for=leader)
            if fingerprint_of(company, ready.weeks, after, ready.look.memory) != found[leader]:
                reached.add(leader)
    return frozenset(reached)
