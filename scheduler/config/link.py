"""Templates that a company writes: links, titles, patterns. Every function raises `ValueError` in words for a user."""

import re
import warnings
from collections.abc import Sequence
from string import Formatter
from urllib.parse import urlsplit

from providers.section.text import line, near, quoted

LINK_PLACEHOLDERS = ("leader", "member", "kind", "period")
TITLE_PLACEHOLDERS = ("leader", "member")


def link(text: str) -> str:
    """A URL template; its placeholders are filled with URL-encoded values."""
    template = line(text)
    if any(char.isspace() for char in template):
        raise ValueError(f'{quoted(text)} holds a space; write "%20"')
    _only_placeholders(template, LINK_PLACEHOLDERS)
    try:
        parts = urlsplit(template)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{quoted(text)} is not a link: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f'{quoted(text)} is not a web link; it starts with "https://" and a host')
    if "{" in parts.netloc:
        raise ValueError(f"{quoted(text)}: no placeholder can stand in the host")
    return template


def title(text: str) -> str:
    """A template of an event's title."""
    template = line(text)
    _only_placeholders(template, TITLE_PLACEHOLDERS)
    return template


def pattern(text: str) -> re.Pattern[str]:
    """A regular expression."""
    if not text:
        raise ValueError('is empty; use "none" for no pattern')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about syntax that a later Python may read otherwise
        try:
            return re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"{quoted(text)} is not a regular expression: {error}") from None


def _only_placeholders(template: str, known: Sequence[str]) -> None:
    """Whether a template holds nothing in braces but the known names."""
    use = "use " + ", ".join(f"{{{name}}}" for name in known)
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError:
        raise ValueError(f"{quoted(template)} has a brace without its partner; write {{{{ for a brace itself") from None
    for name, spec, conversion in fields:
        if name is None:
            continue
        if name not in known:
            meant = near(name, known)
            hint = f"did you mean {{{meant}}}?" if meant else use
            shown = quoted(f"{{{name}}}").strip('"')
            raise ValueError(f"{quoted(template)}: {shown} is not a placeholder; {hint}")
        if spec or conversion:
            raise ValueError(f"{quoted(template)}: nothing may follow {name} in its braces; {use}")
