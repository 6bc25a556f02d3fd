"""Where something stands in the configuration, and everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from providers.section.text import quoted

Key = str | int
"""A key of a table, or an index of an array."""


@dataclass(frozen=True)
class Place:
    """A value, a table or a row in one of the files."""

    file: str
    """As problems name it."""
    path: tuple[Key, ...] = ()
    """Keys from the top of the file; in a CSV file the row's line and the column."""
    lines: Mapping[tuple[Key, ...], int] = field(default_factory=dict, compare=False, repr=False)
    """Line of every path, from 1."""
    in_table: bool = False
    """Whether it is in a CSV file, where the line says it all and is not repeated as a key."""
    options: Mapping[tuple[Key, ...], str] = field(default_factory=dict, compare=False, repr=False)
    """By path: the option of the command line that set the value for a trial."""

    def at(self, *keys: Key) -> "Place":
        """The place of something inside."""
        return Place(self.file, (*self.path, *keys), self.lines, self.in_table, self.options)

    @property
    def option(self) -> str | None:
        """The option of the command line that set the value, or what is around it; None: it stands in the file."""
        paths = (self.path[:length] for length in range(len(self.path), 0, -1))
        return next((self.options[path] for path in paths if path in self.options), None)

    @property
    def line(self) -> int:
        """The line of the value, or of the nearest thing around it that has one; 0: unknown."""
        for length in range(len(self.path), 0, -1):
            if (found := self.lines.get(self.path[:length])) is not None:
                return found
        return 0

    @property
    def key(self) -> str:
        """The path as people write it: `teams[0].reports[2].cadence`."""
        keys = self.path[1:] if self.in_table else self.path
        return "".join(f"[{key}]" if isinstance(key, int) else f".{_bare(key)}" for key in keys).removeprefix(".")

    def __str__(self) -> str:
        """Such as `config.toml: line 12: teams[0].leader`."""
        if (option := self.option) is not None:
            return f"{option}: {self.key}"
        line = f"line {self.line}" if self.line else ""
        return ": ".join(part for part in (self.file, line, self.key) if part)


class Problems:
    """Collects problems, each once. A value that could not be read hides what would only follow from it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str], None] = {}
        self._unreadable: set[tuple[str, tuple[Key, ...]]] = set()

    def unreadable(self, place: Place, what: str, *, within: Place | None = None) -> None:
        """Note something that cannot be understood by itself, and with it the value that it is part of."""
        self._note(place, what)
        whole = within or place
        self._unreadable.add((whole.file, whole.path))

    def wrong(self, place: Place, what: str, *, because: Iterable[Place] = ()) -> None:
        """Note a readable value that does not fit, unless one of those `because` of which it does not is unreadable."""
        if not any(self.hidden(cause) for cause in (place, *because)):
            self._note(place, what)

    def hidden(self, place: Place) -> bool:
        """Whether this value, or something that holds it, could not be read."""
        return any((place.file, place.path[:length]) in self._unreadable for length in range(len(place.path) + 1))

    def in_order(self) -> tuple[str, ...]:
        """One line for each, by file in the order of reading, then by line."""
        files = list(dict.fromkeys(file for file, _, _ in self._found))
        return tuple(text for _, _, text in sorted(self._found, key=lambda found: (files.index(found[0]), found[1])))

    def _note(self, place: Place, what: str) -> None:
        self._found[(place.file, place.line, f"{place}: {what}")] = None


def _bare(key: str) -> str:
    """A key as TOML would show it."""
    plain = key != "" and key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else quoted(key)
