"""A plan as its reader sees it: people by name, times on the leader's wall clock, words that fit the page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size

from providers.event import Interval
from providers.weeks import IsoWeek
from scheduler.plan import Action, Change, Origin, PairKey, Plan
from scheduler.preview.glyphs import glyphs_for
from scheduler.preview.safe import clean

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NARROWEST = 40
WIDEST = 120
"""Wider lines are hard to read."""


class View:
    """What every part of the page needs to put a plan into words."""

    def __init__(
        self, plan: Plan, names: Mapping[str, str], zones: Mapping[str, str], *, width: int, encoding: str
    ) -> None:
        self.plan = plan
        self.width = min(max(width, NARROWEST), WIDEST)
        self.glyphs = glyphs_for(encoding)
        self.zone = ZoneInfo(plan.time_zone)
        self._encoding = encoding
        self._names = {read.email: read.name for read in plan.inputs} | {plan.leader: plan.leader_name} | dict(names)
        self._zones = {read.email: read.time_zone for read in plan.inputs} | dict(zones)

    def text(self, raw: str) -> str:
        """Somebody's text, safe for the terminal, on one line."""
        return clean(raw, self._encoding)

    def name(self, email: str) -> str:
        """A person's name; the email where none is known."""
        return self.text(self._names.get(email) or email)

    def partner(self, pair: PairKey) -> str:
        """Whom the leader meets; with the reason where it is not that they report to the leader."""
        name = self.name(pair.member)
        return name if pair.kind == "report" else f"{name}, {self.text(pair.kind)}"

    def zone_of(self, email: str) -> ZoneInfo | None:
        """A person's time zone; None where it is not known."""
        try:
            return ZoneInfo(self._zones[email])
        except (KeyError, ValueError, OSError):
            return None

    def place(self, zone: ZoneInfo) -> str:
        """A zone as people say it: `Buenos Aires`."""
        key = zone.key
        return self.text(key if key.startswith("Etc/") else key.rpartition("/")[2].replace("_", " "))

    def local(self, instant: datetime) -> datetime:
        """The instant on the leader's wall clock."""
        return instant.astimezone(self.zone)

    def theirs(self, email: str, instant: datetime) -> tuple[str, str] | None:
        """Time and place for somebody whose clock shows another time than the leader's; otherwise None."""
        zone = self.zone_of(email)
        here = self.local(instant)
        if zone is None:
            return None
        there = instant.astimezone(zone)
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            return None
        day = "" if there.date() == here.date() else f"{WEEKDAYS[there.weekday()]} "
        return f"{day}{there:%H:%M}", self.place(zone)

    def day(self, day: date) -> str:
        """`Thu 26 Nov`."""
        return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"

    def days(self, days: Sequence[date]) -> str:
        """`3–4 Dec`, `3 Dec`, `1, 3 Dec`, `31 Dec – 1 Jan`: days of one week, rising."""
        first, last = days[0], days[-1]
        months = [MONTHS[day.month - 1] for day in days]
        joint = ", " if (last - first).days >= len(days) else self.glyphs.dash
        if first == last:
            return f"{first.day} {months[0]}"
        if first.month == last.month:
            numbers = [str(day.day) for day in (days if joint == ", " else (first, last))]
            return f"{joint.join(numbers)} {months[0]}"
        ends = [f"{day.day} {month}" for day, month in zip(days, months, strict=True)]
        return ", ".join(ends) if joint == ", " else f"{ends[0]} {joint} {ends[-1]}"

    def hours(self, span: Interval) -> str:
        """`10:00–10:30`, on the leader's clock."""
        return f"{self.local(span.start):%H:%M}{self.glyphs.dash}{self.local(span.end):%H:%M}"

    def when(self, span: Interval) -> str:
        """`Thu 26 Nov 10:00–10:30`, on the leader's clock."""
        return f"{self.day(self.local(span.start).date())} {self.hours(span)}"

    def week(self, week: str) -> str:
        """`W48`; the year stands in the week's heading."""
        return week.rpartition("-")[2]

    def fit(self, text: str, width: int) -> str:
        """The text in at most `width` columns, cut with an ellipsis where it is longer."""
        if cell_len(text) <= width:
            return text
        ellipsis = self.glyphs.ellipsis if width > 2 * len(self.glyphs.ellipsis) else ""
        return set_cell_size(text, max(0, width - len(ellipsis))).rstrip() + ellipsis


def mark_of(change: Change) -> str:
    """How a change is marked: its action; where people or the clock keep it in place, that."""
    decided = change.origin in (Origin.PINNED, Origin.FROZEN, Origin.BOOKED)
    return change.origin.value if decided and change.action is Action.KEEP else change.action.value


def duration(length: timedelta) -> str:
    """`45m`, `1h`, `1h30`."""
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    if not hours:
        return f"{minutes}m"
    return f"{hours}h{minutes:02}" if minutes else f"{hours}h"


def monday(week: str) -> date:
    """The first day of an ISO week such as `2026-W48`."""
    return IsoWeek.parse(week).monday()


def iso_week(day: date) -> str:
    """The ISO week that a day lies in."""
    return str(IsoWeek.of(day))


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 move`, `2 moves`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
