"""Some leaders' plans, and the calendars of others beside them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from providers.event import Calendar
from scheduler.plan import Plan
from scheduler.planning.projection import projected


class Beside:
    """Knows by email which plans say anything about a calendar, so that nobody looks through all of them."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._plans = {plan.leader: plan for plan in plans}
        self._touching: dict[str, set[str]] = defaultdict(set)
        for plan in self._plans.values():
            for change in plan.changes:
                self._touching[change.pair.leader].add(plan.leader)
                self._touching[change.pair.member].add(plan.leader)

    def forget(self, leader: str) -> None:
        """Count on this leader's plan no longer."""
        self._plans.pop(leader, None)

    def after(self, calendars: Mapping[str, Calendar], *, but_for: str = "") -> dict[str, Calendar]:
        """The calendars once these plans are carried out; see `projected`.

        Args:
            but_for: email of a leader whose own plan is not looked at; empty: all are.
        """
        leaders = {leader for email in calendars for leader in self._touching.get(email, ())}
        plans = [self._plans[leader] for leader in sorted(leaders & self._plans.keys())]
        return projected(calendars, plans, but_for=but_for)
