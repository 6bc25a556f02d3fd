"""Reads the files of a configuration; none is read twice."""

from dataclasses import dataclass
from pathlib import Path

from scheduler.config.problems import Place, Problems


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


def read(path: Path, place: Place, problems: Problems) -> Source | None:
    """A file's content; None, and a problem at the place that names it, where it cannot be read."""
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


def beside(file: Path, written: str) -> Path:
    """A path as a file writes it: relative to the file's folder; "~" is the home folder.

    Raises:
        ValueError: there is no such home folder.
    """
    try:
        return file.parent / Path(written).expanduser()
    except RuntimeError:
        raise ValueError("the home folder is not known; write the whole path") from None
