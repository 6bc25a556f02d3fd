"""Reads the files of a configuration; none is read twice."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.config.lines import key_lines
from scheduler.config.problems import Key, Place, Problems

_LINE = re.compile("line ([0-9]+)")


@dataclass(frozen=True)
class Source:
    """A file as it was when it was read."""

    path: Path
    content: bytes

    def text(self) -> str:
        """As UTF-8, without a byte-order mark, lines ending in a line feed.

        Raises:
            UnicodeDecodeError: it is not UTF-8.
        """
        return self.content.decode("utf-8-sig").replace("\r\n", "\n")


def read(path: Path, place: Place, problems: Problems, instead: Mapping[Path, bytes] | None = None) -> Source | None:
    """A file's content; None, and a problem at the place that names it, where it cannot be read.

    Args:
        instead: what some files would hold; those are not read.
    """
    if instead is not None and path in instead:
        return Source(path, instead[path])
    try:
        return Source(path, path.read_bytes())
    except FileNotFoundError:
        problems.unreadable(place, f"there is no file {path}")
    except IsADirectoryError:
        problems.unreadable(place, f"{path} is a folder, not a file")
    except OSError as error:
        problems.unreadable(place, f"{path} cannot be read: {error.strerror or error}")
    return None


def decoded(source: Source, place: Place, problems: Problems) -> str | None:
    """A file's text; None, and a problem that hides the place that names it, where it is not UTF-8."""
    try:
        return source.text()
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        where = Place(str(source.path), (line,), {(line,): line}, in_table=True)
        problems.unreadable(where, "is not UTF-8; save the file in that encoding", within=place)
    return None


def parsed(
    text: str, file: Place, problems: Problems
) -> tuple[dict[str, object], Mapping[tuple[Key, ...], int]] | None:
    """A TOML document, and the line of every key in it; None, and a problem, where it is none."""
    try:
        return tomllib.loads(text), key_lines(text)
    except RecursionError:
        problems.unreadable(file, "is nested too deeply")
    except ValueError as error:  # beside the parser's own errors: an integer of too many digits
        what, _, position = str(error).partition(" (at ")
        number = _LINE.match(position)
        line = int(number[1]) if number else text.count("\n") + 1 if position else 0
        problems.unreadable(Place(file.file, ("",), {("",): line}, in_table=True), f"is not TOML: {what}")
    return None


def beside(file: Path, written: str) -> Path:
    """A path as a file writes it: relative to the file's folder; "~" is the home folder.

    Raises:
        ValueError: there is no such home folder.
    """
    try:
        return file.parent / Path(written).expanduser()
    except RuntimeError:
        raise ValueError("the home folder is not known; write the whole path") from None
