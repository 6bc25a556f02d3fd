"""People, times and meetings that the tests of providers share. All made up."""

from datetime import UTC, datetime, timedelta

from providers.attendee_copies import recognise
from providers.event import Calendar, Event, Interval, Meeting, Participant
from providers.interface import Account, Provider
from providers.marker import Marker
from providers.pair_meetings import pair_up

LEADER = "lena.roth@example.com"
MEMBER = "marco.diaz@example.com"
ZONE = "Europe/Madrid"
ACCOUNTS = (Account(LEADER, ZONE), Account(MEMBER, ZONE))


def utc(text: str) -> datetime:
    """An instant from `2026-11-26 09:00`, in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def span(start: str, minutes: int = 30) -> Interval:
    """A span from a start in UTC."""
    return Interval(utc(start), utc(start) + timedelta(minutes=minutes))


WINDOW = Interval(utc("2026-11-23 00:00"), utc("2026-12-21 00:00"))
FIRST = span("2026-11-26 09:00")
LATER = span("2026-11-27 14:30", 45)


def meeting(period: str = "2026-W48", at: Interval = FIRST, generation: int = 0) -> Meeting:
    """A 1-on-1 of Lena and Marco."""
    return Meeting(
        marker=Marker(LEADER, MEMBER, "report", period, generation),
        span=at,
        time_zone=ZONE,
        organizer=Participant(LEADER, "Lena Roth"),
        attendee=Participant(MEMBER, 'Marco "Mac" Díaz; Sales, EMEA'),
        title="1-on-1: Lena / Marco",
        description="Agenda: https://docs.example.com/1on1?week=2026-W48\n\n- What went well; what did not?\n- ¿Más?",
        url="https://docs.example.com/1on1?week=2026-W48&with=marco",
        alarm_minutes=5,
    )


def read(provider: Provider) -> dict[str, Calendar]:
    """Both calendars, put together as `schedule` does."""
    return recognise(pair_up(provider.read(ACCOUNTS, WINDOW)))


def our_copies(provider: Provider, uid: str | None = None) -> list[Event]:
    """Every copy of an event of ours, or of the one whose marker has this UID; by calendar and start."""
    answers = read(provider)
    return [
        event
        for email in (LEADER, MEMBER)
        for event in answers[email].events
        if event.marker is not None and uid in (None, event.marker.uid)
    ]


def create(provider: Provider, *meetings: Meeting) -> None:
    """Write meetings into both calendars."""
    with provider.writing() as writer:
        for each in meetings or (meeting(),):
            writer.create(each, (MEMBER, LEADER))
