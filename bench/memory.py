"""A service that holds calendars in memory, counts requests as batches would take them, and answers after a while."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from re import Pattern
from typing import Self

from bench.companies import Town
from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Meeting, Profile, Response, Show
from providers.interface import Account, Writer

BATCH = 50
"""So many calendars are asked for in one request."""
AT_ONCE = 16
"""So many requests are under way at the same time."""


@dataclass
class Service:
    """Holds everybody's calendars in memory; meetings are shared, as at Google."""

    latency: float
    calendars: dict[str, dict[str, Event]]
    """By owner's email, then by id."""
    calls: int = 0
    invites: bool = True
    _versions: int = 0

    @classmethod
    def of(cls, made: Town, latency: float) -> Self:
        """With everybody's calendar of a made-up company."""
        held = {email: {event.uid: event for event in calendar.events} for email, calendar in made.calendars.items()}
        return cls(latency, held)

    @property
    def traffic(self) -> None:
        """See `Provider.traffic`: it is not counted."""
        return None

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`."""
        self._asked(ceil(len(accounts) / BATCH))
        found = {}
        for account in accounts:
            events = sorted(
                (event for event in self.calendars[account.email].values() if event.span.overlaps(window)),
                key=lambda event: (event.span, event.uid),
            )
            foreign = sum(event.marker is None for event in self.calendars[account.email].values())
            found[account.email] = Calendar(account.email, tuple(events), held=foreign)
        return found

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile | ProviderError]:
        """See `Provider.profiles`."""
        return {account.email: Profile() for account in accounts}

    def remember(self) -> None:
        """See `Provider.remember`."""

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`."""
        yield self

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`."""
        self._asked(1)
        for email in (meeting.organizer.email, meeting.attendee.email):
            leads = email == meeting.organizer.email
            self._put(
                Event(
                    email,
                    meeting.marker.uid,
                    meeting.span,
                    Show.BUSY,
                    response=Response.ACCEPTED if leads else Response.NEEDS_ACTION,
                    people=2,
                    marker=meeting.marker if leads else None,
                    written=meeting.span if leads else None,
                    answers={meeting.attendee.email: Response.NEEDS_ACTION} if leads else {},
                    id=meeting.marker.uid if leads else None,
                )
            )

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`."""
        for event in (event for event in events if event.marker is not None and not event.follows):
            self._asked(1)
            assert event.marker is not None  # it is ours
            for email in (event.marker.leader, event.marker.member):
                there = self.calendars[email][event.uid]
                self._put(replace(there, span=to, written=None if there.written is None else to))

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`."""
        for event in (event for event in events if event.marker is not None and not event.follows):
            self._asked(1)
            assert event.marker is not None  # it is ours
            for email in (event.marker.leader, event.marker.member):
                self.calendars[email].pop(event.uid, None)

    def _put(self, event: Event) -> None:
        self._versions += 1
        version = str(self._versions) if event.marker is not None else None
        self.calendars[event.calendar][event.uid] = replace(event, etag=version)

    def _asked(self, requests: int) -> None:
        self.calls += requests
        if self.latency:
            time.sleep(self.latency * ceil(requests / AT_ONCE))
