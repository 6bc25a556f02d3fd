"""When an event takes place: its instances in a window, with exceptions and clock changes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from providers.ics.budget import Budget
from providers.ics.parse import BrokenEvent
from providers.ics.rules import Rule, parse_rule, walls
from providers.ics.series import Series, Vevent
from providers.ics.times import UTC_ZONE, Length, Stamp, Zone, parse_length, parse_stamp
from providers.interval import Interval

_MARGIN = timedelta(days=2)
"""More than any two clocks differ."""
_LAST_DAY = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Instance:
    """One time at which an event takes place."""

    vevent: Vevent
    """What it says: the recurring event, or the exception."""
    span: Interval
    all_day: bool
    recurring: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A part of an event that cannot be understood."""

    vevent: Vevent
    span: Interval
    why: str


def expand(series: Series, window: Interval, budget: Budget) -> Iterator[Instance | Failed]:
    """Instances that touch the window, and what could not be read there.

    Raises:
        OverBudget: they are more than a person's.
    """
    if series.cancelled:
        return
    exceptions: list[_Exception] = []
    newest = min((master.sequence for master in series.masters), default=0)
    for vevent in series.exceptions:
        try:
            exception = _read_exception(vevent)
            if vevent.sequence >= newest or not _is_left_out(exception, series, budget):
                exceptions.append(exception)
        except (BrokenEvent, ValueError, OverflowError) as error:
            yield from _failed(vevent, window, error)
    for exception in exceptions:
        if not exception.vevent.cancelled:
            instance = _instance(exception.vevent, exception.start, exception.length, True)
            yield from _touching([instance], window, budget)
    replacing = _Replacing(exceptions)
    for master in series.masters:
        if not master.cancelled:
            try:
                yield from _touching(list(_of_master(master, replacing, window, budget)), window, budget)
            except (BrokenEvent, ValueError, OverflowError) as error:
                yield from _failed(master, window, error)


def first_instance(vevent: Vevent) -> Instance:
    """The event as it stands, whatever repeats.

    Raises:
        BrokenEvent: its time cannot be read.
        ValueError, OverflowError: it lies outside of the calendar.
    """
    vevent.refuse_torn()
    start = vevent.start()
    return _instance(vevent, start, vevent.length(start), vevent.recurs or vevent.is_exception)


def _instance(vevent: Vevent, start: Stamp, length: Length, recurring: bool) -> Instance:
    all_day = start.is_date or (vevent.component.value("X-MICROSOFT-CDO-ALLDAYEVENT") or "").upper() == "TRUE"
    return Instance(vevent, _span(start, length), all_day, recurring)


def _span(start: Stamp, length: Length) -> Interval:
    return Interval(start.instant, max(length.after(start), start.instant))


def _touching(instances: Iterable[Instance], window: Interval, budget: Budget) -> Iterator[Instance]:
    for instance in instances:
        span = instance.span
        if span.overlaps(window) or (span.start == span.end and window.start <= span.start < window.end):
            budget.occurrence()
            yield instance


def _failed(vevent: Vevent, window: Interval, error: Exception) -> Iterator[Failed]:
    why = str(error) if isinstance(error, BrokenEvent) else "lies outside of the calendar"
    try:
        start = vevent.start()
        span = Interval(start.instant, window.end)
        if not vevent.recurs and not vevent.component.torn:
            span = Interval(start.instant, _end(vevent, start))
    except (BrokenEvent, ValueError, OverflowError):
        span = _about(vevent, window)
    if span.overlaps(window):
        yield Failed(vevent, span.clipped(window), why)


def _end(vevent: Vevent, start: Stamp) -> datetime:
    """Where an event ends that cannot be understood: a day after its start, if that is not known."""
    try:
        return vevent.length(start).after(start)
    except BrokenEvent:
        return min(start.instant, _LAST_DAY) + timedelta(days=1)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


def _about(vevent: Vevent, window: Interval) -> Interval:
    """Where an event may lie whose start cannot be read: near what its clock shows, if only its zone is unknown."""
    try:
        line = vevent.component.single("DTSTART")
        if line is None or vevent.component.torn:
            return window
        wall = parse_stamp(line.value, UTC_ZONE).instant
        ends = [window.end] if vevent.recurs else [parse_stamp(vevent.component.value("DTEND") or "", UTC_ZONE).instant]
        return Interval(wall - _MARGIN, max(wall, *ends) + _MARGIN)
    except (BrokenEvent, ValueError, OverflowError):
        return window


@dataclass(frozen=True, slots=True)
class _Exception:
    """What an exception replaces, and by what."""

    vevent: Vevent
    replaces: Stamp
    start: Stamp
    length: Length
    and_future: bool
    """Whether the instances after it change likewise (RANGE=THISANDFUTURE)."""

    def shift(self, zone: Zone) -> timedelta:
        """By how much it moves what it replaces, on a zone's clock."""
        return zone.wall(self.start.instant) - zone.wall(self.replaces.instant)


def _read_exception(vevent: Vevent) -> _Exception:
    vevent.refuse_torn()
    line = vevent.component.single("RECURRENCE-ID")
    if line is None:
        raise BrokenEvent("has no RECURRENCE-ID")
    replaces = vevent.stamp(line)
    # A cancelled exception may say nothing but what it cancels.
    start = vevent.start() if vevent.component.all("DTSTART") or not vevent.cancelled else replaces
    and_future = (line.param("RANGE") or "").upper() == "THISANDFUTURE"
    return _Exception(vevent, replaces, start, vevent.length(start), and_future)


def _is_left_out(exception: _Exception, series: Series, budget: Budget) -> bool:
    """Whether the recurring event has no such instance as the exception replaces."""
    try:
        return not any(_holds(master, exception.replaces, budget) for master in series.masters)
    except (BrokenEvent, ValueError, OverflowError):  # said of the recurring event
        return False


def _holds(master: Vevent, stamp: Stamp, budget: Budget) -> bool:
    """Whether a recurring event has an instance at a time, or on a day."""
    master.refuse_torn()
    start = master.start()
    wall = stamp.wall if stamp.is_date or stamp.is_floating else start.zone.wall(stamp.instant)
    low, high = wall - _MARGIN, wall + _MARGIN
    dropped = _Moments(dropped for dropped, _ in master.stamps("EXDATE", budget))
    wanted = _Moments([stamp])
    instances = (
        Stamp(each, start.zone, start.is_date) for each in _wall_lengths(master, start, Length(0, 0), low, high, budget)
    )
    return any(wanted.holds(each) and not dropped.holds(each) for each in instances)


class _Moments:
    """A set of instances, named by dates (the whole day) or times."""

    def __init__(self, stamps: Iterable[Stamp]) -> None:
        self._days = set()
        self._walls = set()
        self._instants = set()
        self._midnights = set()
        for stamp in stamps:
            if stamp.is_date:
                self._days.add(stamp.wall.date())
            elif stamp.is_floating:
                self._walls.add(stamp.wall)
            else:
                self._instants.add(stamp.instant)
                self._midnights.add(stamp.instant.replace(tzinfo=None))

    def holds(self, instance: Stamp) -> bool:
        if instance.wall.date() in self._days or instance.wall in self._walls:
            return True
        # Some programs name an instance of an all-day event by its midnight, in UTC or in a zone.
        return instance.instant in self._instants or (instance.is_date and instance.wall in self._midnights)


class _Replacing:
    """What exceptions do to the instances of their series."""

    def __init__(self, exceptions: Iterable[_Exception]) -> None:
        exceptions = tuple(exceptions)
        self.taken = _Moments(each.replaces for each in exceptions)
        self._ranges = sorted((each for each in exceptions if each.and_future), key=lambda each: each.replaces.instant)
        self._from = [each.replaces.instant for each in self._ranges]

    def reach(self, zone: Zone) -> tuple[timedelta, timedelta]:
        """The longest way by which an instance is moved, and how long it may be then."""
        shift = max((abs(each.shift(zone)) for each in self._ranges), default=timedelta())
        return shift, max((each.length.about for each in self._ranges), default=timedelta())

    def at(self, instance: Stamp) -> _Exception | None:
        """What has changed all instances from this one on, or earlier; the latest of several."""
        number = bisect_right(self._from, instance.instant)
        return self._ranges[number - 1] if number else None


def _of_master(master: Vevent, replacing: _Replacing, window: Interval, budget: Budget) -> Iterator[Instance]:
    master.refuse_torn()
    start = master.start()
    length = master.length(start)
    zone = start.zone
    if not master.recurs:
        if not replacing.taken.holds(start):
            yield _instance(master, start, length, False)
        return
    shift, longest = replacing.reach(zone)
    low = zone.wall(window.start) - max(length.about, longest) - shift - _MARGIN
    high = zone.wall(window.end) + shift + _MARGIN
    lengths = _wall_lengths(master, start, length, low, high, budget)
    dropped = _Moments(stamp for stamp, _ in master.stamps("EXDATE", budget))
    for wall in sorted(lengths):
        instance = Stamp(wall, zone, start.is_date)
        if dropped.holds(instance) or replacing.taken.holds(instance):
            continue
        new = replacing.at(instance)
        if new is None:
            yield _instance(master, instance, lengths[wall], True)
        elif not new.vevent.cancelled:
            moved = Stamp(wall + new.shift(zone), zone, new.start.is_date)
            yield _instance(new.vevent, moved, new.length, True)


def _wall_lengths(
    master: Vevent, start: Stamp, length: Length, low: datetime, high: datetime, budget: Budget
) -> dict[datetime, Length]:
    """Starts of instances on the wall clock of DTSTART, each with its length."""
    lengths = {start.wall: length} if low <= start.wall <= high else {}
    rules = [parse_rule(line.value) for line in master.component.all("RRULE")]
    for rule in rules:
        for wall in walls(rule, start.wall, _until(rule, start), low, high, budget):
            lengths[wall] = length
    for stamp, period in master.stamps("RDATE", budget):
        wall = start.zone.wall(stamp.instant)
        if stamp.is_date:
            wall = datetime.combine(stamp.wall.date(), start.wall.time())
        lengths[wall] = _period_length(stamp, period, start) if period else length
    for line in master.component.all("EXRULE"):
        rule = parse_rule(line.value)
        for wall in walls(rule, start.wall, _until(rule, start), low, high, budget):
            lengths.pop(wall, None)
    return lengths


def _period_length(begin: Stamp, end: str, start: Stamp) -> Length:
    """How long a period lasts that ends as it says (RFC 5545, 3.3.9)."""
    if end.lstrip("+-").upper().startswith("P"):
        return parse_length(end)
    stop = parse_stamp(end, start.zone, begin.zone)
    return Length(0, max(int((stop.instant - begin.instant).total_seconds()), 0))


def _until(rule: Rule, start: Stamp) -> datetime | None:
    """UNTIL on the wall clock of DTSTART, inclusive; a date means the whole day, as programs write it."""
    if rule.until is None:
        return None
    until = parse_stamp(rule.until, start.zone)
    if until.is_date:
        return until.wall + timedelta(hours=23, minutes=59, seconds=59)
    if not until.is_utc:
        return until.wall
    wall = start.zone.wall(until.instant)
    # For all-day events, 00:00 UTC may mean the day that UTC shows or the one of the owner's clock: the later one.
    return max(wall, until.wall) if start.is_date else wall
