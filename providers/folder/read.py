"""One person's files to a Calendar."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from re import Pattern
from zoneinfo import ZoneInfo

from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Unknown
from providers.folder.broken import BrokenEvent
from providers.folder.decode import decode
from providers.folder.expand import Failed, Instance, expand, first_instance
from providers.folder.find import failure, find
from providers.folder.merge import Series, merge
from providers.folder.stamps import NamedZone, Zone
from providers.folder.translate import foreign, marker_of, ours
from providers.folder.vevent import Vevent, vevents
from providers.folder.zones import shown
from providers.interface import Account


def read_calendar(root: Path, account: Account, window: Interval, title: Pattern[str] | None) -> Calendar:
    """What the files of one person hold in the window. Never raises `ProviderError`: what it would say is `unknown`."""
    owner = account.email.lower()
    unknown: list[Unknown] = []
    found: list[Vevent] = []
    try:
        home = NamedZone(ZoneInfo(account.time_zone))
        place = find(root, owner)
        files = place.files()
    except ProviderError as error:
        return Calendar(account.email, unknown=(Unknown(window, str(error)),))
    except OSError as error:
        return Calendar(account.email, unknown=(Unknown(window, str(failure(error, owner, root / owner))),))
    for path in files:
        name = path.relative_to(root).as_posix()
        vevents_of_file, faults = _read_file(path, name, home, owner)
        found.extend(vevents_of_file)
        unknown.extend(Unknown(window, why) for why in faults)
    events: list[Event] = []
    held = 0
    for series in merge(found):
        held += not series.cancelled and marker_of(series) is None
        for answer in _understand(series, window, owner, title):
            if isinstance(answer, Event):
                events.append(answer)
            else:
                unknown.append(answer)
    events.sort(key=lambda event: (event.span.start, event.span.end, event.uid))
    return Calendar(account.email, tuple(events), tuple(sorted(set(unknown))), held)


def _read_file(path: Path, name: str, home: Zone, owner: str) -> tuple[list[Vevent], list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return [], [str(failure(error, owner, path))]
    decoded = decode(data)
    do = "Export the calendar again, or remove the file."
    return vevents(decoded, name, home), [f"{owner}: {name} {fault}. {do}" for fault in decoded.faults]


def _understand(series: Series, window: Interval, owner: str, title: Pattern[str] | None) -> Iterator[Event | Unknown]:
    marker = None if series.cancelled else marker_of(series)
    first: Instance | None = None
    if marker is not None:
        with suppress(BrokenEvent, ValueError, OverflowError):  # `expand` says what is wrong, and where
            first = first_instance(series.main)
        if first is not None and (first.span.overlaps(window) or window.start <= first.span.start < window.end):
            yield ours(first, series, marker, owner, title)
    for answer in expand(series, window):
        if isinstance(answer, Failed):
            yield _unknown(answer, owner)
        elif first is not None and answer.vevent is first.vevent and answer.span == first.span:
            continue  # further instances are what a human made of our event: not ours
        elif answer.span.start < answer.span.end:
            yield foreign(answer, owner, title)


def _unknown(failed: Failed, owner: str) -> Unknown:
    where = f"{failed.vevent.file}: the event with UID {shown(failed.vevent.uid)}"
    return Unknown(failed.span, f"{owner}: {where} {failed.why}. Correct or delete it, then export the calendar again.")
