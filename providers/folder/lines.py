"""Content lines of iCalendar: from bytes and back, keeping every byte of a line that nobody edits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# `://` stands unquoted in what Exchange writes as TZID, `tzone://Microsoft/Utc`.
_VALUE = r'(?:"[^"]*"|://|[^";:])*'
_HEAD = re.compile(rf"([A-Za-z0-9-]+)((?:;[ \t]*[A-Za-z0-9-]+={_VALUE})*);?:(.*)\Z", re.DOTALL)
_PARAM = re.compile(rf";[ \t]*([A-Za-z0-9-]+)=({_VALUE})")
_CARET = re.compile(r"\^([n^'])")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_FOLD_AT = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content line, unfolded."""

    raw: bytes
    """As it stands in the file, with folds and line break."""
    name: str
    """Upper case; empty where the line is no content line at all."""
    params: tuple[tuple[str, str], ...]
    """Upper-case name and value as written, quotes included."""
    value: str
    """As written, escapes included; of a line without a name: all of it."""

    def param(self, name: str) -> str | None:
        """The parameter's value without quotes and carets (RFC 6868), or None."""
        for key, value in self.params:
            if key == name:
                bare = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
                return _CARET.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], bare)
        return None


def split(data: bytes) -> Iterator[Line]:
    """The content lines of a file. Never fails: what cannot be parsed is a line without a name.

    Lines are joined before bytes become text, because a fold may cut a character in two. A line that is not UTF-8
    is read as cp1252, which is what older programs on Windows write.
    """
    logical: list[bytes] = []
    for physical in data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True):
        if logical and physical[:1] in (b" ", b"\t"):
            logical.append(physical)
        else:
            if logical:
                yield _parse(logical)
            logical = [physical]
    if logical:
        yield _parse(logical)


def _parse(physical: list[bytes]) -> Line:
    content = physical[0].rstrip(b"\r\n") + b"".join(part[1:].rstrip(b"\r\n") for part in physical[1:])
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    raw = b"".join(physical)
    head = _HEAD.match(text)
    if head is None:
        return Line(raw, "", (), text)
    params = tuple((key.upper(), value) for key, value in _PARAM.findall(head[2])) if head[2] else ()
    return Line(raw, head[1].upper(), params, head[3])


def render(name: str, value: str, params: tuple[tuple[str, str], ...] = (), line_break: bytes = b"\r\n") -> bytes:
    """A content line, folded; `params` and `value` as they are to stand in the file."""
    text = name + "".join(f";{key}={val}" for key, val in params) + ":" + value
    folded: list[bytes] = []
    part = b""
    for character in text:
        octets = character.encode()
        if len(part) + len(octets) > _FOLD_AT:
            folded.append(part)
            part = b" "
        part += octets
    folded.append(part)
    return line_break.join(folded) + line_break


def quote(text: str) -> str:
    """A text as a quoted parameter value (RFC 6868 carets for what may not stand there)."""
    safe = text.replace("^", "^^").replace('"', "^'").replace("\r\n", "^n").replace("\n", "^n")
    return '"' + "".join(c for c in safe if c.isprintable()) + '"'


def escape(text: str) -> str:
    """A text as a TEXT value (RFC 5545, 3.3.11)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or c.isprintable() or ord(c) > 0x9F)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescape(value: str) -> str:
    """The text of a TEXT value."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
