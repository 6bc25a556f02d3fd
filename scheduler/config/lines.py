"""Where in a TOML file a key stands: the standard library's parser does not say."""

import re
import tomllib
from dataclasses import dataclass, field

from scheduler.config.problems import Key

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'  # up to two quotes may stand right before the closing three
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]*")


@dataclass(frozen=True)
class Block:
    """A table that begins with a header of its own, with the entries that follow it."""

    path: tuple[Key, ...]
    """With the index in an array of tables."""
    start: int
    """Offset of the header."""
    head: int
    """Offset of the header's end."""
    end: int
    """Offset of the last entry's end, or of the header's."""


@dataclass
class Layout:
    """Offsets, in characters, of what a TOML document is made of."""

    blocks: list[Block] = field(default_factory=list)
    """In the order of the document."""
    entries: dict[tuple[Key, ...], tuple[int, int]] = field(default_factory=dict)
    """Of keys with their values: where the key begins, and where the value ends."""
    values: dict[tuple[Key, ...], tuple[int, int]] = field(default_factory=dict)
    """Of values and of elements of arrays: where each begins and ends."""


def layout(text: str) -> Layout:
    """Where everything stands in a TOML document; lines may end in CRLF.

    Args:
        text: a document that `tomllib` accepts; of any other the answer is of no use.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.layout


def key_lines(text: str) -> dict[tuple[Key, ...], int]:
    """The line, from 1, of every table, key and array element of a TOML document.

    Args:
        text: a document that `tomllib` accepts; of any other the answer is of no use.
    """
    return _Scanner(text).document()


class _Scanner:
    """Walks over a valid document once, following tables, dotted keys, arrays and inline tables."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._lines: dict[tuple[Key, ...], int] = {}
        self._tables: dict[tuple[Key, ...], int] = {}
        """How many elements every array of tables has so far."""
        self.layout = Layout()

    def document(self) -> dict[tuple[Key, ...], int]:
        table: tuple[Key, ...] = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._next("["):
                table = self._header()
            else:
                self._entry(table)
                self._extend(self._at)
            self._skip(_BLANK)
        return self._lines

    def _header(self) -> tuple[Key, ...]:
        is_array = self._text.startswith("[[", self._at)
        line, start = self._line, self._at
        self._step(2 if is_array else 1)
        keys = self._keys()
        self._step(2 if is_array else 1)
        table: tuple[Key, ...] = ()
        for position, key in enumerate(keys):
            table = (*table, key)
            self._note(table, line)
            if is_array and position == len(keys) - 1:
                self._tables[table] = self._tables.get(table, 0) + 1
            if count := self._tables.get(table, 0):
                table = (*table, count - 1)
                self._note(table, line)
        self.layout.blocks.append(Block(table, start, self._at, self._at))
        return table

    def _extend(self, end: int) -> None:
        """The block that is being read holds an entry more."""
        if self.layout.blocks:
            last = self.layout.blocks[-1]
            end = last.start + len(self._text[last.start : end].rstrip())
            self.layout.blocks[-1] = Block(last.path, last.start, last.head, end)

    def _entry(self, table: tuple[Key, ...]) -> None:
        """A key and its value."""
        line, start = self._line, self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, line)
        self._step(1)  # the equals sign
        self._skip(_SPACE)
        self._value(path)
        self.layout.entries[path] = start, self.layout.values[path][1]

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            if self._text[self._at] in "\"'":
                keys.append(tomllib.loads(f"key = {self._take(_STRING)}")["key"])
            else:
                keys.append(self._take(_BARE))
            self._skip(_SPACE)
            if not self._next("."):
                return keys
            self._step(1)

    def _value(self, path: tuple[Key, ...]) -> None:
        start = self._at
        self._any_value(path)
        self.layout.values[path] = start, start + len(self._text[start : self._at].rstrip())

    def _any_value(self, path: tuple[Key, ...]) -> None:
        if self._next("["):
            self._elements(path)
        elif self._next("{"):
            self._step(1)
            self._skip(_BLANK)
            while not self._next("}"):
                self._entry(path)
                self._separator()
            self._step(1)
        elif self._text[self._at] in "\"'":
            self._take(_STRING)
        else:
            self._take(_SCALAR)

    def _elements(self, path: tuple[Key, ...]) -> None:
        self._step(1)
        self._skip(_BLANK)
        index = 0
        while not self._next("]"):
            self._note((*path, index), self._line)
            self._value((*path, index))
            self._separator()
            index += 1
        self._step(1)

    def _separator(self) -> None:
        self._skip(_BLANK)
        if self._next(","):
            self._step(1)
            self._skip(_BLANK)

    def _note(self, path: tuple[Key, ...], line: int) -> None:
        self._lines.setdefault(path, line)

    def _next(self, char: str) -> bool:
        return self._text.startswith(char, self._at)

    def _step(self, length: int) -> None:
        self._at += length

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._take(pattern)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        taken = match.group() if match else ""
        self._at += len(taken)
        self._line += taken.count("\n")
        return taken
