"""Writes our events: one file each, in the calendars of those who meet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from providers.event import Event, Interval, Meeting
from providers.folder import files
from providers.folder.broken import BrokenEvent
from providers.folder.compose import compose
from providers.folder.decode import Decoded, decode
from providers.folder.edit import apply, cancelled, moved, overriding, without
from providers.folder.expand import first_instance
from providers.folder.find import failure, find
from providers.folder.mark import WRITTEN
from providers.folder.merge import Series, merge
from providers.folder.stamps import UTC_ZONE
from providers.folder.translate import marker_of
from providers.folder.vevent import Vevent, vevents
from providers.marker import Marker
from providers.marker_codec import parse_written
from providers.precondition import conflict, not_ours

_FOLD = re.compile(rb"\r?\n[ \t]")


@dataclass(frozen=True)
class _Copy:
    """What one calendar holds of one UID."""

    email: str
    own: Path
    """The file that we write for it."""
    in_own: Decoded | None
    """What that file holds; None: it is not there."""
    series: Series | None
    """What holds, of all that the calendar's files say; None: nothing."""
    elsewhere: bool
    """Whether another file speaks of it, too."""

    @property
    def stands(self) -> bool:
        """Whether the event takes place."""
        return self.series is not None and not self.series.cancelled

    def is_at(self, to: Interval) -> bool:
        """Whether the event lies at `to`, and we put it there."""
        if self.series is None or parse_written(self.series.main.component.value(WRITTEN)) != to:
            return False
        try:
            return first_instance(self.series.main).span == to
        except (BrokenEvent, ValueError, OverflowError):
            return False


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
        copies = [self._copy(email, meeting.marker.uid) for email in emails]
        now = datetime.now(UTC)
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
            edits = moved(series.main, to, marker, sequence, now)
            in_place = copy.in_own is not None and series.main.decoded is copy.in_own
            self._write(copy, apply(series.main.decoded, edits) if in_place else self._override(copy, series, edits))

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`. Where one copy is in conflict, none is written."""
        copies = [(event, copy) for event, copy in self._current(events) if copy.stands]
        for event, copy in copies:
            if copy.series is None or copy.series.etag != event.etag:
                raise conflict(event)
        now = datetime.now(UTC)
        for _, copy in copies:
            if copy.series is not None and copy.elsewhere:
                edits = cancelled(copy.series.main, copy.series.main.sequence + 1, now)
                self._write(copy, self._override(copy, copy.series, edits))
            elif copy.in_own is not None and copy.series is not None:
                rest = without(copy.in_own, copy.series.uid)
                if rest is None:
                    with _explained(copy):
                        files.delete(copy.own)
                else:
                    self._write(copy, rest)

    def _current(self, events: Sequence[Event]) -> Iterator[tuple[Event, _Copy]]:
        """What each calendar holds now, the leader's first."""
        for event in events:
            if event.marker is None or event.marker.uid != event.uid:
                raise not_ours(event)
        ordered = sorted(events, key=lambda e: (e.marker is None or e.calendar != e.marker.leader, e.calendar))
        for event in ordered:
            copy = self._copy(event.calendar, event.uid)
            if copy.stands and copy.series is not None and marker_of(copy.series) != event.marker:
                raise conflict(event)
            yield event, copy

    def _copy(self, email: str, uid: str) -> _Copy:
        place = find(self._root, email)
        name = f"{uid}.ics"
        own = next((path for folder in place.folders if (path := folder / name).exists()), place.home / name)
        in_own: Decoded | None = None
        found: list[Vevent] = []
        elsewhere = False
        try:
            for path in place.files():
                data = path.read_bytes()
                if uid.encode() not in _FOLD.sub(b"", data):
                    continue
                decoded = decode(data)
                # Floating times are read as UTC here: what we wrote is never floating.
                these = [each for each in vevents(decoded, path.as_posix(), UTC_ZONE) if each.uid == uid]
                if path == own:
                    in_own = decoded
                else:
                    elsewhere = elsewhere or bool(these)
                found.extend(these)
        except OSError as error:
            raise failure(error, email, place.home) from error
        merged = merge(found)
        return _Copy(place.email, own, in_own, merged[0] if merged else None, elsewhere)

    def _override(self, copy: _Copy, series: Series, edits: Mapping[int, bytes]) -> bytes:
        return overriding(series, edits, without(copy.in_own, series.uid) if copy.in_own is not None else None)

    def _write(self, copy: _Copy, data: bytes) -> None:
        with _explained(copy):
            files.write(copy.own, data)


@contextmanager
def _explained(copy: _Copy) -> Iterator[None]:
    """Turns an error of the operating system into one for a person."""
    try:
        yield
    except OSError as error:
        raise failure(error, copy.email, copy.own) from error
