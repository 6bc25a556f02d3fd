"""Pieces of a text that are replaced, and nothing else of it."""

from dataclasses import dataclass, field


@dataclass
class Splices:
    """What is cut out of a text and put into it, by its offsets; all of them are of the text as it was."""

    text: str
    _cuts: list[tuple[int, int]] = field(default_factory=list)
    _puts: dict[int, list[str]] = field(default_factory=dict)

    def copy(self) -> "Splices":
        """The same, to go on with apart."""
        return Splices(self.text, list(self._cuts), {at: list(texts) for at, texts in self._puts.items()})

    @property
    def newline(self) -> str:
        """How the text ends its lines, by the first."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def cut(self, start: int, end: int) -> None:
        """Leave out a piece; pieces may overlap."""
        self._cuts.append((start, end))

    def put(self, at: int, text: str) -> None:
        """Insert before a character; what comes to one place stands there in the order of the calls."""
        self._puts.setdefault(at, []).append(text)

    def put_line(self, after: int, lines: str) -> None:
        """Insert whole lines, which end in a newline, below the one in which an offset lies."""
        at = self.line_end(after)
        ends_in_newline = at == 0 or self.text[at - 1] == "\n"
        self.put(at, lines if ends_in_newline else f"{self.newline}{lines.removesuffix(self.newline)}")

    def line_start(self, at: int) -> int:
        """Where the line of an offset begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line after that of an offset begins, or the text ends."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def result(self) -> str:
        """The new text."""
        pieces, at = [], 0
        cuts = sorted(self._cuts)
        for place in sorted(self._puts):
            pieces += [self._kept(at, place, cuts), *self._puts[place]]
            at = place
        return "".join([*pieces, self._kept(at, len(self.text), cuts)])

    def _kept(self, start: int, end: int, cuts: list[tuple[int, int]]) -> str:
        """What is left of a piece."""
        pieces = []
        for left, right in cuts:
            if left < end and right > start:
                pieces.append(self.text[start : max(left, start)])
                start = min(right, end)
        return "".join([*pieces, self.text[start:end]])
