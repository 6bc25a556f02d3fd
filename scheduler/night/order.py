"""In which order leaders' plans are written: whoever makes room for another's 1-on-1 comes first."""

from collections import defaultdict
from collections.abc import Mapping

from providers.interval import Interval
from scheduler.plan import Change, Plan


def writing_order(plans: Mapping[str, Plan]) -> list[str]:
    """The leaders, so that what leaves a time is written before another leader's 1-on-1 that comes to it.

    Where leaders wait for each other in a circle, the first by email begins: for a moment two 1-on-1s overlap.

    Args:
        plans: by the leader's email.
    """
    waits_for = _waits_for(plans)
    order: list[str] = []
    done: set[str] = set()
    under_way: set[str] = set()

    def visit(leader: str) -> None:
        stack = [(leader, iter(sorted(waits_for[leader])))]
        under_way.add(leader)
        while stack:
            current, others = stack[-1]
            following = next((other for other in others if other not in done and other not in under_way), None)
            if following is not None:
                under_way.add(following)
                stack.append((following, iter(sorted(waits_for[following]))))
                continue
            stack.pop()
            done.add(current)
            order.append(current)

    for leader in sorted(plans):
        if leader not in done:
            visit(leader)
    return order


def _waits_for(plans: Mapping[str, Plan]) -> dict[str, set[str]]:
    """Leader to the leaders whose plans take something away from where this one's puts something."""
    leaving: dict[str, list[tuple[Interval, str]]] = defaultdict(list)
    for leader, plan in plans.items():
        for change in plan.changes:
            if change.before is not None and change.after != change.before:
                for email in _both(change):
                    leaving[email].append((change.before, leader))
    waits_for: dict[str, set[str]] = defaultdict(set)
    for leader, plan in plans.items():
        for change in plan.changes:
            if change.after is None or change.after == change.before:
                continue
            for email in _both(change):
                waits_for[leader] |= {
                    other for span, other in leaving[email] if other != leader and span.overlaps(change.after)
                }
    return waits_for


def _both(change: Change) -> tuple[str, str]:
    return change.pair.leader, change.pair.member
