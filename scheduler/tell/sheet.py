"""What a page is written on: so many columns, in an encoding."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from scheduler.preview.glyphs import glyphs_for
from scheduler.preview.paint import flowing, painted, wrapped
from scheduler.preview.safe import clean
from scheduler.preview.view import NARROWEST, WIDEST


class Sheet:
    """Puts words into lines that fit."""

    def __init__(self, width: int, encoding: str) -> None:
        self.width = min(max(width, NARROWEST), WIDEST)
        self.encoding = encoding
        self.glyphs = glyphs_for(encoding)

    def text(self, raw: str) -> str:
        """Somebody's text, safe for a terminal, on one line."""
        return clean(raw, self.encoding)

    def fit(self, text: str, width: int) -> str:
        """The text in at most `width` columns, cut with an ellipsis where it is longer."""
        if cell_len(text) <= width:
            return text
        return set_cell_size(text, max(0, width - len(self.glyphs.ellipsis))).rstrip() + self.glyphs.ellipsis

    def heading(self, words: str) -> Text:
        """The first line of a section."""
        return painted((f" {words}", "heading"))

    def flow(self, parts: Iterable[tuple[str, str]], *, indent: int = 1) -> list[Text]:
        """Parts (text, style) with dots between them; a line breaks between two of them; of no parts, no line."""
        parts = list(parts)
        if not parts:
            return []
        return wrapped(flowing(parts, f" {self.glyphs.dot} "), self.width, first=painted(), indent=indent)

    def paragraph(self, text: str, style: str = "", *, mark: tuple[str, str] = ("", ""), indent: int = 4) -> list[Text]:
        """A paragraph, after `mark` (text, style)."""
        return wrapped(painted((self.text(text), style)), self.width, first=painted(mark), indent=indent)
