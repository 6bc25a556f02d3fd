"""Tables of a TOML file added and removed, whichever way they are written; every other character stays.

Arrays of tables may be written with headers or inline. A comment right above a header goes with its table only where it
names whom the table is about; comments within a table, and behind an element of an array, go with it.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.config.lines import Block, layout
from scheduler.config.problems import Key
from scheduler.roster.array_text import edit_array
from scheduler.roster.splices import Splices

Path = tuple[Key, ...]
_COMMENT = re.compile(r"[ \t]*#")


@dataclass(frozen=True)
class Entry:
    """A table as it was written: what it holds, and the lines of it as far as it had a header of its own."""

    values: Mapping[str, object]
    lines: str | None = None


class TomlText:
    """The text of a valid document, and what is to change in it."""

    def __init__(self, text: str) -> None:
        self.document: dict[str, Any] = tomllib.loads(text)
        self._layout = layout(text)
        self._splices = Splices(text)
        self._dropped: dict[Path, set[int]] = defaultdict(set)
        self._added: dict[Path, list[str]] = defaultdict(list)

    def is_inline(self, path: Path) -> bool:
        """Whether an array, or a table, stands as a value, without headers."""
        return path in self._layout.values

    def entry(self, path: Path, without: Iterable[str] = ()) -> Entry:
        """A table of strings and lists, to be written elsewhere; a text alone is a report's email.

        Args:
            without: keys that are left out.
        """
        raw: Any = self.document
        for key in path:
            raw = raw[key]
        raw = {"person": raw} if isinstance(raw, str) else raw
        values = {key: value for key, value in raw.items() if key not in without}
        blocks = self._blocks(path)
        if len(blocks) != 1:
            return Entry(values)
        text, block = self._splices.text, blocks[0]
        kept = Splices(text[: self._splices.line_end(block.end)])
        for key in without:
            if (found := self._layout.entries.get((*path, key))) is not None:
                kept.cut(kept.line_start(found[0]), kept.line_end(found[1]))
        return Entry(values, kept.result()[self._splices.line_end(block.head) :])

    def remove(self, path: Path, names: Iterable[str] = ()) -> None:
        """Take a table, or another element, out of its array.

        Args:
            names: of whom it is about; a comment right above it that has one of them goes along.
        """
        if self.is_inline(path):
            self._dropped[path[:-1]].add(int(path[-1]))
            return
        pieces: list[tuple[int, int]] = []
        for block in self._blocks(path):
            start, end = self._splices.line_start(block.start), self._splices.line_end(block.end)
            if block.path == path:
                start = self._with_comments(start, list(names))
            if pieces and not self._splices.text[pieces[-1][1] : start].strip():
                start, _ = pieces.pop()
            pieces.append((start, end))
        for start, end in pieces:
            self._splices.cut(*self._with_blank_lines(start, end))

    def append(self, array: Path, values: Mapping[str, object]) -> None:
        """Add a table to an array at the top of the document, which may not be there yet."""
        if self.is_inline(array):
            self._added[array].append(inline(values))
            return
        blocks = self._blocks(array)
        after = blocks[-1].end if blocks else len(self._splices.text)
        self._put_block(after, array, Entry(values), blocks, apart=True)

    def append_team(self, leader: str, entries: list[Entry]) -> None:
        """Add a team with its reports."""
        array: Path = ("teams",)
        plain = [entry for entry in entries if _is_plain(entry)]
        values: dict[str, object] = {"leader": leader}
        if self.is_inline(array) or len(plain) == len(entries):
            reports = [entry.values["person"] if _is_plain(entry) else dict(entry.values) for entry in entries]
            self.append(array, {**values, "reports": reports} if reports else values)
            return
        self.append(array, values)
        for entry in entries:
            blocks = self._blocks(array)
            after = blocks[-1].end if blocks else len(self._splices.text)
            self._put_block(after, (*array, "reports"), entry, [], apart=True)

    def append_reports(self, team: Path, entries: list[Entry]) -> None:
        """Add reports to a team's: in its array where it has one, with headers where an email alone is not enough."""
        array: Path = (*team, "reports")
        blocks, siblings = self._blocks(team), self._blocks(array)
        with_headers = blocks and not self.is_inline(array) and (siblings or not all(map(_is_plain, entries)))
        for entry in entries:
            if with_headers:
                apart = not siblings or self._are_apart(siblings)
                self._put_block(blocks[-1].end, array, entry, siblings, apart=apart)
            else:
                short = written(entry.values["person"]) if _is_plain(entry) else inline(entry.values)
                self._added[array].append(short)

    def result(self) -> str:
        """The new text."""
        splices = self._splices.copy()
        for array in {**self._dropped, **self._added}:
            dropped, added = self._dropped.get(array, set()), self._added.get(array, [])
            if self.is_inline(array):
                edit_array(splices, self._layout.values, array, dropped, added)
            else:
                self._put_key(splices, array, f"{array[-1]} = [{', '.join(added)}]")
        return splices.result()

    def _put_key(self, splices: Splices, array: Path, text: str) -> None:
        """`reports`, in a team that has no such key."""
        blocks = [block for block in self._layout.blocks if block.path == array[:-1]]
        if blocks:
            splices.put_line(blocks[0].end, f"{text}{splices.newline}")
            return
        ends = [end for path, (_, end) in self._layout.entries.items() if path[: len(array) - 1] == array[:-1]]
        splices.put(max(ends), f", {text}")

    def _blocks(self, path: Path) -> list[Block]:
        """The tables with headers that are this one, in it, or elements of this array."""
        return [block for block in self._layout.blocks if block.path[: len(path)] == path]

    def _put_block(self, after: int, array: Path, entry: Entry, like: list[Block], *, apart: bool) -> None:
        """A table with a header, below the line of an offset; indented as others of the array are."""
        newline, text = self._splices.newline, self._splices.text
        header = f"[[{'.'.join(str(key) for key in array if isinstance(key, str))}]]"
        indent = text[self._splices.line_start(like[-1].start) : like[-1].start] if like else ""
        lines = entry.lines
        if lines is None:
            lines = "".join(f"{indent}{key} = {written(value)}{newline}" for key, value in entry.values.items())
        elif lines and not lines.endswith("\n"):
            lines += newline
        extra = {} if entry.lines is None else _not_in(entry)
        lines += "".join(f"{indent}{key} = {written(value)}{newline}" for key, value in extra.items())
        gap = newline if apart and text.strip() else ""
        self._splices.put_line(after, f"{gap}{indent}{header}{newline}{lines}")

    def _are_apart(self, blocks: list[Block]) -> bool:
        """Whether a blank line, or a comment with one above it, stands above the last of these tables."""
        start = self._with_comments(self._splices.line_start(blocks[-1].start), None)
        return self._is_blank_above(start)

    def _is_blank_above(self, start: int) -> bool:
        above = self._splices.line_start(start - 1) if start else 0
        return start > 0 and not self._splices.text[above:start].strip()

    def _with_comments(self, start: int, names: list[str] | None) -> int:
        """Where the comment right above a line begins, if it has one of the names (None: any); else that line."""
        text, top = self._splices.text, start
        while top and _COMMENT.match(text, above := self._splices.line_start(top - 1)):
            top = above
        words = {word.strip(".") for word in re.findall(r"[\w@.+-]+", text[top:start])}
        return top if names is None or words & set(names) else start

    def _with_blank_lines(self, start: int, end: int) -> tuple[int, int]:
        """A piece with the blank lines above it, where one stands below it as well, or nothing."""
        text = self._splices.text
        if text[end : self._splices.line_end(end)].strip():
            return start, end
        while self._is_blank_above(start):
            start = self._splices.line_start(start - 1)
        return start, end


def written(value: object) -> str:
    """A text, number, truth value or list of these, as TOML writes it."""
    if isinstance(value, dict):
        return inline(value)
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def inline(values: Mapping[str, object]) -> str:
    """A table on one line."""
    return f"{{ {', '.join(f'{key} = {written(value)}' for key, value in values.items())} }}"


def _is_plain(entry: Entry) -> bool:
    """Whether an email alone says it all."""
    return set(entry.values) == {"person"} and "#" not in (entry.lines or "")


def _not_in(entry: Entry) -> dict[str, object]:
    """Values that came to a table since its lines were written."""
    there = tomllib.loads(entry.lines or "")
    return {key: value for key, value in entry.values.items() if key not in there}
