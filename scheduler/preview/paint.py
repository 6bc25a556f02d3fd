"""Colours, of the few that every terminal has and its user has chosen; and lines of text."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WRAPPING = Console()
"""Only for `Text.wrap`, which wants one and takes nothing from it but its defaults."""
UNBROKEN = "\ue000"
"""A space at which no line is broken; `wrapped` turns it into a plain one. Private, so that no clean text has it."""
STYLES = {
    "create": "bold green",
    "move": "bold yellow",
    "keep": "cyan",
    "pinned": "bold magenta",
    "frozen": "bold blue",
    "booked": "bold cyan",
    "cancel": "bold red",
    "unplaced": "bold red",
    "left-alone": "bold yellow",
    "skip": "dim",
    "busy": "dim",
    "lunch": "yellow",
    "free": "dim",
    "prep": "cyan",
    "time": "dim",
    "quiet": "dim",
    "strong": "bold",
    "heading": "bold",
    "good": "green",
    "bad": "bold red",
    "open": "yellow",
    "": "",
}


def painted(*parts: tuple[str, str]) -> Text:
    """A line from (text, name of a style) parts. Nothing in the text is read as markup."""
    return Text.assemble(*((text, STYLES[style]) for text, style in parts), end="")


def padded(text: Text, width: int) -> Text:
    """The line, filled with spaces to `width` columns."""
    return painted().join((text, Text(" " * max(0, width - cell_len(text.plain)))))


def flowing(parts: Iterable[tuple[str, str]], separator: str) -> Text:
    """Parts with a separator between them; a line breaks between two parts only, where that is possible."""
    joint = painted((separator, "quiet"))
    return joint.join([painted((together(text), style)) for text, style in parts])


def together(text: str) -> str:
    """Words that stay in one line where they fit into one; for `wrapped`."""
    return text.replace(" ", UNBROKEN)


def _breakable(part: str, room: int) -> str:
    """A part that no line has room for breaks between its words: else it would break within one."""
    return part if cell_len(part) <= room else part.replace(UNBROKEN, " ")


def wrapped(text: Text, width: int, *, first: Text, indent: int) -> list[Text]:
    """The text in lines of at most `width` columns: after `first` (of `indent` columns), then indented likewise.

    Lines break between words; only a word that is longer than a line, such as an email, is cut.
    """
    room = max(1, width - indent)
    text.plain = " ".join(_breakable(word, room) for word in text.plain.split(" "))
    lines = text.wrap(WRAPPING, room, overflow="fold") or [painted()]
    for line in lines:
        line.plain = line.plain.replace(UNBROKEN, " ")
    return [
        painted().join((padded(first, indent) if number == 0 else Text(" " * indent), line))
        for number, line in enumerate(lines)
    ]
