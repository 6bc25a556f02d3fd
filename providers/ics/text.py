"""Content lines and texts as they are written (RFC 5545, 3.1 and 3.3.11)."""

import re

_ESCAPED = re.compile(r"\\([\\;,nN])")
_FOLD_AT = 75
"""Octets of a line without its break."""


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
