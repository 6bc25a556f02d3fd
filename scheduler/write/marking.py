"""The marker of what a change writes."""

from providers.marker import Marker
from scheduler.plan import Change


def marker_of(change: Change) -> Marker:
    """Which event it is about."""
    pair = change.pair
    return Marker(pair.leader, pair.member, pair.kind, change.period, change.generation)
