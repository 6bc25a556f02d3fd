"""Bytes of an .ics file to content lines and components (RFC 5545, 3.1 and 3.4).

Tolerant: what is readable is read, what is not is named. In a stream: lines that say nothing about when an event lies,
and for whom, are dropped as they come, however long they are.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from providers.ics.budget import Budget

MARKER = "X-SCHEDULE-MARKER"
"""Property of our own events: which occurrence the event is. `providers.marker_codec` says what it holds."""
WRITTEN = "X-SCHEDULE-WRITTEN"
"""Property of our own events: the span that we last wrote."""
DECISIVE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "TRANSP")
"""Properties that decide when an event lies, and whether it takes place."""
_WANTED = frozenset((
    *DECISIVE, "BEGIN", "END", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "ORGANIZER",
    "ATTENDEE", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION", "X-WR-TIMEZONE", "FREEBUSY",
    "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-APPLE-EWS-BUSYSTATUS", "X-GOOGLE-EVENT-TYPE",
    MARKER, WRITTEN,
))  # fmt: skip
_BEGINS_WANTED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(?:%b)[:;]|[A-Z0-9-]+(?:[\r\n]|\Z)|(?:%b))"
    % tuple("|".join(map(re.escape, sorted(names))).encode() for names in (_WANTED, DECISIVE)),
    re.IGNORECASE,
)
"""How lines begin that are read: with such a name, with what may be one that goes on behind a fold, or torn."""
# `://` stands unquoted in what Exchange writes as TZID, `tzone://Microsoft/Utc`. Runs are possessive: a long line must
# not be remembered character by character.
_VALUE = r'(?:"[^"]*+"|://|[^";:]++)*'
_HEAD = re.compile(rf"([A-Za-z0-9-]+)(?:;[ \t]*[A-Za-z0-9-]+={_VALUE})*;?:")
_PARAM = re.compile(rf";[ \t]*([A-Za-z0-9-]+)=({_VALUE})")
_FOLDED = re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r)(?:[ \t][^\r\n]*+(?:\r\n|\n|\r))*+")
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_CARET = re.compile(r"\^([n^'])")
_LONGEST_HEAD = 2**16
"""Characters of a name and its parameters."""
_LONGEST = 2**21
"""Octets of a content line; what is longer is none. 60,000 dates in one EXDATE are half of it."""
_TAIL = 2**16
"""Octets of a line's beginning that wait for the rest of it."""
_BLANK = b" \t"
_MARK = b"\xef\xbb\xbf"
"""UTF-8's byte-order mark."""
_NOTHING = b"\0\r\n\t \x1a" + _MARK
_FAULTS = 3
"""As many are told; the rest follows from them."""


class BrokenEvent(Exception):
    """An event that cannot be understood; says why, as the middle of a sentence, and never quotes its title."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content line, unfolded."""

    name: str
    """Upper case; empty where the line is no content line at all."""
    text: str
    """All of it, escapes included; of a line without a name, its beginning."""
    at: int
    """Where in `text` the value begins."""

    @property
    def value(self) -> str:
        """As written, escapes included."""
        return self.text[self.at :]

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """Upper-case name and value as written, quotes included."""
        head = self.text[len(self.name) : self.at]
        return tuple((key.upper(), value) for key, value in _PARAM.findall(head)) if ";" in head else ()

    def param(self, name: str) -> str | None:
        """The parameter's value without quotes and carets (RFC 6868), or None."""
        for key, value in self.params:
            if key == name:
                bare = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
                return _CARET.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], bare)
        return None


@dataclass(frozen=True, slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    first: int
    """Octet of the file at which it begins."""
    last: int
    """Octet at which it has ended."""
    lines: tuple[Line, ...]
    """Its own, without those of components inside, and without those that nobody needs."""
    children: tuple["Component", ...]
    digest: str
    """SHA-256 of its octets, in hexadecimal; of a VEVENT only."""

    def all(self, name: str) -> list[Line]:
        """Every line of this name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str | None:
        """Value of the first line of this name, stripped; None where there is none."""
        return next((line.value.strip() for line in self.lines if line.name == name), None)

    def single(self, name: str) -> Line | None:
        """The line of a name that may stand once.

        Raises:
            BrokenEvent: it stands there twice, saying different things.
        """
        found = self.all(name)
        if len(found) > 1 and len({line.text.upper() for line in found}) > 1:
            raise BrokenEvent(f"has {name} twice")
        return found[0] if found else None

    @property
    def torn(self) -> bool:
        """Whether a line that decides when it lies is no content line."""
        return any(not line.name for line in self.lines)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file, understood as far as possible."""

    components: tuple[Component, ...]
    """Outermost ones: VCALENDARs, and what stands outside of any."""
    faults: tuple[str, ...]
    """What is wrong with the file as a whole, each as the middle of a sentence: events may be missing."""


def parse(chunks: Iterable[bytes], budget: Budget) -> Parsed:
    """Read a file. A file that is no iCalendar has no components and a fault that says so.

    Args:
        chunks: its octets, in pieces of any size.
        budget: what may be spent on it.

    Raises:
        OverBudget: it is larger than that.
    """
    reading = _Reading(budget)
    for raw, line in _content(_charged(chunks, budget), everything=False):
        reading.take(raw, line)
    return reading.done()


def lines_of(data: bytes) -> list[tuple[bytes, Line]]:
    """Every content line of some octets, also those that `parse` drops, each with its octets."""
    return [(raw, line) for raw, line in _content([data], everything=True) if line is not None]


def walk(components: Iterable[Component], name: str) -> Iterator[tuple[Component, Component]]:
    """Every component of a name, in the order of the file, with the outermost one that it stands in."""
    for outermost in components:
        pending = [outermost]
        while pending:
            component = pending.pop()
            if component.name == name:
                yield outermost, component
            pending.extend(reversed(component.children))


def shown(text: str) -> str:
    """A piece of a file as it may stand in a message: printable, and not long."""
    return "".join(c if c.isprintable() else "?" for c in text[:80]) or "without a name"


@dataclass(slots=True)
class _Open:
    """A component whose END has not come yet."""

    name: str
    first: int
    lines: list[Line] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)


class _Reading:
    """A file that is being read."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._stack = [_Open("", 0)]
        self._opened: Counter[str] = Counter()
        self._faults: dict[str, None] = {}
        self._at = 0
        self._digest = hashlib.sha256()
        """Of the VEVENT that is open, for they do not lie inside each other."""

    def take(self, raw: bytes, line: Line | None) -> None:
        """The octets of the next content line; or, without a line, some octets of one that nobody needs."""
        if line is not None:
            self._budget.step()
            if line.name == "BEGIN":
                self._begin(line.value.strip().upper())
            elif line.name == "END":
                self._end(line.value.strip().upper(), raw)
                return
            elif len(self._stack) > 1 and (line.name in _WANTED or _is_torn(line)):
                self._stack[-1].lines.append(line)
        if self._opened["VEVENT"]:
            self._digest.update(raw)
        if len(self._stack) == 1 and raw.strip(_NOTHING):
            self._fault("has content outside of any VCALENDAR")
        self._at += len(raw)

    def done(self) -> Parsed:
        """What was read."""
        if len(self._stack) > 1:
            self._fault(f"is cut off inside a {_short(self._stack[-1].name)}")
        while len(self._stack) > 1:
            self._close()
        components = tuple(self._stack[0].children)
        if not any(component.name == "VCALENDAR" for component in components):
            return Parsed(components, ("is no iCalendar file",))
        return Parsed(components, tuple(self._faults))

    def _begin(self, name: str) -> None:
        self._budget.component()
        while name == "VEVENT" and self._opened["VEVENT"]:
            self._fault(f"has a {_short(self._stack[-1].name)} without its END")
            self._close()
        self._stack.append(_Open(name, self._at))
        self._opened[name] += 1
        if name == "VEVENT":
            self._digest = hashlib.sha256()

    def _end(self, name: str, raw: bytes) -> None:
        if not self._opened[name]:
            self._fault(f"has an END:{_short(name)} without its BEGIN")
        else:
            while self._stack[-1].name != name:
                self._fault(f"has a {_short(self._stack[-1].name)} without its END")
                self._close()
        if self._opened["VEVENT"]:
            self._digest.update(raw)
        self._at += len(raw)
        if self._opened[name]:
            self._close()

    def _close(self) -> None:
        done = self._stack.pop()
        self._opened[done.name] -= 1
        digest = self._digest.hexdigest() if done.name == "VEVENT" else ""
        component = Component(done.name, done.first, self._at, tuple(done.lines), tuple(done.children), digest)
        self._stack[-1].children.append(component)

    def _fault(self, text: str) -> None:
        if len(self._faults) < _FAULTS:
            self._faults[text] = None


def _short(name: str) -> str:
    return name if name.isalpha() and len(name) <= 16 else "component"


def _charged(chunks: Iterable[bytes], budget: Budget) -> Iterator[bytes]:
    for chunk in chunks:
        budget.read(len(chunk))
        yield chunk


def _content(chunks: Iterable[bytes], *, everything: bool) -> Iterator[tuple[bytes, Line | None]]:
    """Content lines with their octets, and between them, without a line, the octets of those that are not wanted."""
    held: list[bytes] = []
    """Of the wanted line that is being read."""
    size = 0
    begun, ended = False, True
    """Whether there was a line, and whether a line break ended the last piece: else the next one goes on with it."""
    for piece in _pieces(chunks):
        if begun and (not ended or piece[0] in _BLANK):
            if held and size <= _LONGEST:
                held.append(piece)
                size += len(piece)
            else:
                if held:
                    yield _line(held, whole=False)
                    held = []
                yield piece, None
        else:
            if held:
                yield _line(held)
                held = []
            if everything or _BEGINS_WANTED.match(piece):
                held, size = [piece], len(piece)
            else:
                yield piece, None
        begun, ended = True, piece[-1] in b"\r\n"
    if held:
        yield _line(held)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Content lines with their folds and breaks; of a long one, its parts. Neither a name nor a CR LF is cut in two."""
    tail = b""
    for chunk in chunks:
        data = tail + chunk
        broken = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1  # a CR at the end may be half of a CR LF
        found = _FOLDED.findall(data, 0, broken)
        last = found.pop() if found else b""
        yield from found
        tail = last + data[broken:]  # the next chunk may go on with it
        if len(tail) > _TAIL:
            cut = len(tail) - tail.endswith(b"\r")
            yield from tail[:cut].splitlines(keepends=True)
            tail = tail[cut:]
    yield from tail.splitlines(keepends=True)


def _line(pieces: list[bytes], *, whole: bool = True) -> tuple[bytes, Line]:
    """A content line of its pieces. One that is not UTF-8 is cp1252, which older programs on Windows write."""
    raw = b"".join(pieces)
    content = (
        (_FOLD.sub(b"", raw) if b"\n" in raw[:-1] or b"\r" in raw[:-2] else raw).removeprefix(_MARK).rstrip(b"\r\n")
    )
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = _HEAD.match(text, 0, _LONGEST_HEAD) if whole else None
    return raw, Line("", text[:100], 0) if head is None else Line(head[1].upper(), text, head.end())


def _is_torn(line: Line) -> bool:
    """Whether this would have said when an event lies."""
    return not line.name and line.text.upper().startswith(DECISIVE)
