"""Published free/busy (VFREEBUSY, RFC 5545, 3.6.4): when somebody is busy, without the events behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from providers.event import Show
from providers.ics.budget import Budget
from providers.ics.parse import BrokenEvent, Component, Line, Parsed, walk
from providers.ics.times import Known, Zone, Zones, parse_length, zones_of
from providers.interval import Interval

_SHOWS = {"FREE": Show.FREE, "BUSY-UNAVAILABLE": Show.AWAY, "BUSY-TENTATIVE": Show.TENTATIVE}
_ALWAYS = Interval(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Published:
    """One VFREEBUSY."""

    blocks: tuple[tuple[Interval, Show], ...]
    told: Interval
    """Outside of this, it says nothing."""


def published(parsed: Parsed, home: Zone, budget: Budget, known: Known | None = None) -> Iterator[Published | str]:
    """Every VFREEBUSY of a file; for one that cannot be understood, why, as the middle of a sentence.

    Args:
        parsed: the file.
        home: the owner's zone.
        budget: what reading it may cost.
        known: zones that the owner's other files define.
    """
    zones = zones_of(parsed, home, budget, known)
    for outermost, component in walk(parsed.components, "VFREEBUSY"):
        try:
            yield _read(component, zones[outermost.first], budget)
        except BrokenEvent as error:
            yield str(error)


def _read(component: Component, zones: Zones, budget: Budget) -> Published:
    start, end = (component.single(name) for name in ("DTSTART", "DTEND"))
    told = Interval(
        _ALWAYS.start if start is None else zones.stamp(start.value, start.param("TZID")).instant,
        _ALWAYS.end if end is None else zones.stamp(end.value, end.param("TZID")).instant,
    )
    blocks = tuple(block for line in component.all("FREEBUSY") for block in _blocks(line, zones, budget))
    return Published(blocks, told)


def _blocks(line: Line, zones: Zones, budget: Budget) -> Iterator[tuple[Interval, Show]]:
    show = _SHOWS.get((line.param("FBTYPE") or "").upper(), Show.BUSY)  # a type that nobody knows is busy (3.2.9)
    tzid = line.param("TZID")
    for period in budget.counted(line.value.split(",")):
        first, slash, last = period.strip().partition("/")
        if not first:
            continue
        if not slash:
            raise BrokenEvent("has a period that cannot be read")
        start = zones.stamp(first, tzid)
        is_length = last.lstrip("+-").upper().startswith("P")
        end = parse_length(last).after(start) if is_length else zones.stamp(last, tzid).instant
        if end < start.instant:
            raise BrokenEvent("has a period that ends before it starts")
        yield Interval(start.instant, end), show
