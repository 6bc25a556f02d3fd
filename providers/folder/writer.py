"""Writes our events: one file each, in the calendars of those who meet."""

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from providers.errors import InvalidAnswer, NotPermitted
from providers.event import Event, Meeting
from providers.files import Folder, open_folder
from providers.folder.find import File, Place, failure, find
from providers.ics.budget import Budget, OverBudget
from providers.ics.compose import compose
from providers.ics.edit import Source, cancelled, moved, overriding, zones_named
from providers.ics.expand import first_instance
from providers.ics.parse import WRITTEN, BrokenEvent, parse
from providers.ics.series import Series, Vevent, merge, vevents
from providers.ics.times import UTC_ZONE
from providers.interval import Interval
from providers.marker import Marker
from providers.marker_codec import parse_written
from providers.precondition import conflict, not_ours

_FOLD = rb"(?:\r?\n[ \t])?"


@dataclass(frozen=True)
class _Copy:
    """What one calendar holds of one UID."""

    email: str
    folder: str | None
    """The folder that we write to; None: it is not there yet."""
    name: str
    """The file that we write in it."""
    sources: dict[str, Source]
    """The files that speak of it, by name as shown."""
    own: str
    """The name, as shown, of the file that we write."""
    series: Series | None
    """What holds, of all that the calendar's files say; None: nothing."""
    taken: bool
    """Whether the file that we write holds what somebody else sent under this UID."""

    @property
    def stands(self) -> bool:
        """Whether the event takes place."""
        return self.series is not None and not self.series.cancelled

    @property
    def elsewhere(self) -> bool:
        """Whether another file speaks of it, too."""
        return self.series is not None and any(each.file != self.own for each in self.series.everything)

    def is_at(self, to: Interval) -> bool:
        """Whether the event lies at `to`, and we put it there."""
        if self.series is None or parse_written(self.series.main.component.value(WRITTEN)) != to:
            return False
        try:
            return first_instance(self.series.main).span == to
        except (BrokenEvent, ValueError, OverflowError):
            return False

    def octets(self, vevent: Vevent) -> bytes:
        """An event as it stands in its file."""
        return self.sources[vevent.file].octets(vevent.component)

    def rest(self) -> bytes | None:
        """The file that we write without this event; None: nothing else is in it."""
        if self.own not in self.sources or self.series is None:
            return None
        ours = [each.component for each in self.series.everything if each.file == self.own]
        return self.sources[self.own].without(ours)


class FolderWriter:
    """See `providers.interface.Writer`. Exists only while the folder's lock is held."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`.

        Raises:
            NotFound: one of the calendars has neither an export nor a folder; nothing is written then.
        """
        organizer = meeting.organizer.email.lower()
        emails = sorted({email.lower() for email in calendars}, key=lambda email: (email != organizer, email))
        copies = [self._copy(email, meeting.marker) for email in emails]
        now = datetime.now(UTC)
        for copy in copies:
            if copy.taken:
                what = f"somebody else's event lies in the file of the 1-on-1, {copy.own}"
                raise NotPermitted(what, who=copy.email, do="Take it away.")
        for copy in copies:
            if copy.series is None:
                self._write(copy, compose(meeting, copy.email, now))

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`. Where one copy is in conflict, none is written."""
        copies = list(self._current(events))
        waiting: list[tuple[_Copy, Series, Marker]] = []
        sequence = 0
        for event, copy in copies:
            if copy.series is None or not copy.stands or event.marker is None:
                raise conflict(event)
            if copy.is_at(to):
                sequence = max(sequence, copy.series.main.sequence)
            elif copy.series.etag != event.etag:
                raise conflict(event)
            else:
                sequence = max(sequence, copy.series.main.sequence + 1)
                waiting.append((copy, copy.series, event.marker))
        now = datetime.now(UTC)
        for copy, series, marker in waiting:
            octets = moved(copy.octets(series.main), series.main, to, marker, sequence, now)
            if series.main.file == copy.own:
                self._write(copy, copy.sources[copy.own].replaced(series.main.component, octets))
            else:
                self._write(copy, _override(copy, series, octets))

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`. Where one copy is in conflict, none is written."""
        copies = [(event, copy) for event, copy in self._current(events) if copy.stands]
        for event, copy in copies:
            if copy.series is None or copy.series.etag != event.etag:
                raise conflict(event)
        now = datetime.now(UTC)
        for _, copy in copies:
            if copy.series is None:
                continue
            main = copy.series.main
            if copy.elsewhere:
                self._write(copy, _override(copy, copy.series, cancelled(copy.octets(main), main.sequence + 1, now)))
            elif (rest := copy.rest()) is not None:
                self._write(copy, rest)
            else:
                self._delete(copy)

    def _current(self, events: Sequence[Event]) -> Iterator[tuple[Event, _Copy]]:
        """What each calendar holds now, the leader's first."""
        for event in events:
            if event.marker is None or event.marker.uid != event.uid:
                raise not_ours(event)
        ordered = sorted(events, key=lambda e: (e.marker is None or e.calendar != e.marker.leader, e.calendar))
        for event in ordered:
            if event.marker is None:
                continue
            copy = self._copy(event.calendar, event.marker)
            if copy.stands and copy.series is not None and copy.series.marker != event.marker:
                raise conflict(event)
            yield event, copy

    def _copy(self, email: str, marker: Marker) -> _Copy:
        try:
            with find(self._root, email) as place:
                return _read(place, marker)
        except OSError as error:
            raise failure(error, email, self._root / email) from error
        except OverBudget as error:
            do = "Export a shorter time, or take old files away."
            raise InvalidAnswer(f"the calendar {error}", who=email, do=do) from None

    def _write(self, copy: _Copy, data: bytes) -> None:
        with self._opened(copy) as folder:
            folder.write(copy.name, data, mode=None)

    def _delete(self, copy: _Copy) -> None:
        with self._opened(copy) as folder:
            folder.delete(copy.name)

    @contextmanager
    def _opened(self, copy: _Copy) -> Iterator[Folder]:
        """The folder that is written to, made if need be; errors of the operating system become one for a person."""
        name = copy.folder or copy.email
        try:
            with open_folder(self._root) as root:
                if copy.folder is None:
                    root.make(name)
                with root.folder(name) as folder:
                    yield folder
        except OSError as error:
            raise failure(error, copy.email, self._root / copy.own) from error


def _read(place: Place, marker: Marker) -> _Copy:
    """What a calendar holds of an event of ours."""
    name = f"{marker.uid}.ics"
    files = place.files()
    folder = next((each for each in place.folders if name in each.names()), next(iter(place.folders), None))
    folder_name = None if folder is None else folder.path.name
    own = f"{folder_name or place.email}/{name}"
    size, budget = Budget(), Budget()
    spelled = re.compile(_FOLD.join(re.escape(letter).encode() for letter in marker.uid))
    sources: dict[str, Source] = {}
    found: list[Vevent] = []
    strangers: list[Vevent] = []
    for file in files:
        budget.component()
        data = _whole(file, size)
        if spelled.search(data) is None:
            continue
        source = Source(data, parse([data], budget))
        # Floating times are read as UTC here: what we wrote is never floating.
        these = vevents(source.parsed, file.shown, file.stem, UTC_ZONE, budget)
        named = [each for each in these if each.uid == marker.uid]
        sources.update({file.shown: source} if named else {})
        found += [each for each in named if not each.is_strangers(marker.leader)]
        strangers += [each for each in named if each.is_strangers(marker.leader)]
    merged = merge(found, budget)
    return _Copy(
        place.email,
        folder_name,
        name,
        sources,
        own,
        merged[0] if merged else None,
        any(each.file == own for each in strangers),
    )


def _whole(file: File, budget: Budget) -> bytes:
    """All of a file."""
    chunks = []
    for chunk in file.chunks():
        budget.read(len(chunk))
        chunks.append(chunk)
    return b"".join(chunks)


def _override(copy: _Copy, series: Series, octets: bytes) -> bytes:
    """Our file with another version of the event, where other files speak of it, too."""
    main = series.main
    exceptions = [copy.octets(each) for each in series.exceptions if each is not main]
    return overriding(octets, exceptions, zones_named(copy.sources[main.file], copy.octets(main)), copy.rest())


def sweep(root: Path) -> None:
    """Remove what a killed run left unfinished. Only while nobody else writes.

    Raises:
        ProviderError: the folder cannot be listed.
    """
    try:
        with open_folder(root) as top:
            for name in top.names():
                if stat.S_ISDIR(top.mode(name) or 0):
                    with suppress(OSError), top.folder(name) as folder:
                        folder.sweep(older_than=0)
    except OSError as error:
        raise failure(error, str(root), root) from error
