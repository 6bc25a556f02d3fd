"""What a calendar holds, by the fields that are read: no title, description or attendee list of a foreign event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from providers.interval import Interval as Interval
from providers.marker import Marker


class Show(StrEnum):
    """How an event shows its owner to others."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    AWAY = "away"
    """Out of office."""
    FOCUS = "focus"
    """A focus-time block."""
    ELSEWHERE = "elsewhere"
    """A working-location marker: the person works, elsewhere."""


class Response(StrEnum):
    """A participant's answer to an invitation."""

    NONE = "none"
    """Never asked, for example on an event of one's own."""
    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one instance of a recurring one, in one person's calendar. Cancelled ones never get here."""

    calendar: str
    """Email of the calendar's owner, lower case."""
    uid: str
    """iCalendar UID: the same in every participant's copy. Empty for a block of free/busy, which has no identity."""
    span: Interval
    """For an all-day event: its days in the owner's zone, as instants."""
    show: Show
    all_day: bool = False
    recurring: bool = False
    response: Response = Response.NONE
    """The owner's own answer."""
    partner: str | None = None
    """Email (lower case) of the one other person, when exactly two people take part (rooms do not count)."""
    people: int | None = None
    """How many people take part, rooms not counted; None: nobody was invited, or it is not told."""
    title_matches: bool = True
    """Whether the title matches the pattern given to `read`; True where no pattern was given."""
    marker: Marker | None = None
    """Present only on an event that we wrote. A copy of one, with the marker but another UID, has none."""
    written: Interval | None = None
    """On our own events: the span that we last wrote into this copy. Where `span` differs, a human moved it."""
    answers: Mapping[str, Response] = field(default_factory=dict)
    """Every participant's answer by email; filled in for our own events only."""
    etag: str | None = None
    """The provider's version of the event; filled in for our own events only."""
    id: str | None = None
    """The provider's own name of this copy; filled in for our own events only."""
    follows: bool = False
    """An attendee's copy of one of our meetings, which its server keeps like the organizer's: it is never written.
    It has the organizer's marker, although only the organizer's copy bears it; see `providers.attendee_copies`."""


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A span in which a person's calendar could not be understood; not free, not busy."""

    span: Interval
    why: str
    """One sentence for a person: what could not be read, where, and what to do. Never a title."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The answer for one person: what the calendar holds in the window that was asked for."""

    email: str
    events: tuple[Event, ...] = ()
    """Those that touch the window, recurring ones expanded; sorted by start, end, uid."""
    unknown: tuple[Unknown, ...] = ()
    """Where the calendar could not be read; one that covers the whole window where nothing could."""
    held: int = 0
    """How many events that are not ours the calendar holds, in and out of the window, as far as the provider looks."""
    listed: bool = True
    """Whether single events could be seen. Else only when the person is busy: then `events` are blocks without a UID,
    and an event that is not among them proves nothing."""
    invites: bool = False
    """Whether the provider that hosts it `invites`; filled in by whoever asks several providers."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours on one weekday."""

    weekday: int
    """0 is Monday."""
    start: time
    end: time
    """00:00 means midnight at the day's end."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says about its owner."""

    time_zone: str | None = None
    """IANA name; None: not told."""
    hours: tuple[Hours, ...] | None = None
    """In that zone; None: not told."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in one of our meetings."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A 1-on-1 to be written. Its UID is `marker.uid`."""

    marker: Marker
    span: Interval
    time_zone: str
    """IANA name of the zone in which its times are written: the leader's."""
    organizer: Participant
    attendee: Participant
    title: str
    description: str
    url: str | None = None
    """Link to the shared agenda."""
    alarm_minutes: int | None = None
    """Minutes before the start at which the organizer is reminded (the prep)."""
