"""A leader's calendars without what other leaders may still decide: as if this leader were alone in the world."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from providers.event import Calendar, Event
from scheduler.company import Company


def alone(
    calendars: Mapping[str, Calendar], others: Collection[str], company: Company, as_of: datetime
) -> dict[str, Calendar]:
    """The calendars without the 1-on-1s of these other leaders that may still be moved."""
    return {
        email: replace(
            calendar,
            events=tuple(event for event in calendar.events if not _movable(event, others, company, as_of)),
        )
        for email, calendar in calendars.items()
    }


def _movable(event: Event, others: Collection[str], company: Company, as_of: datetime) -> bool:
    """Whether another leader's plan may move it: not frozen, and where we wrote it."""
    marker = event.marker
    if marker is None or marker.leader not in others:
        return False
    frozen = event.span.start - as_of < company.teams[marker.leader].rules.freeze
    return not frozen and (event.follows or event.written in (None, event.span))
