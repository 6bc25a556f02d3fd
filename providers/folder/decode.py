"""Bytes of a file to iCalendar components, tolerantly: what is readable is read, what is not is named."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from providers.folder.broken import BrokenEvent
from providers.folder.lines import Line, split

_FAULTS = 3
"""As many are told; the rest follows from them."""


@dataclass(frozen=True, slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    first: int
    """Number of the BEGIN line in `Decoded.lines`."""
    last: int
    """Number of the END line (or of the last line read, where it is missing)."""
    lines: tuple[Line, ...]
    """Its own, without those of components inside."""
    children: tuple["Component", ...]

    def all(self, name: str) -> list[Line]:
        """Every line of this name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str | None:
        """Value of the first line of this name, stripped; None where there is none."""
        return next((line.value.strip() for line in self.lines if line.name == name), None)

    def single(self, name: str) -> Line | None:
        """The line of a name that may stand once.

        Raises:
            BrokenEvent: it stands there twice, saying different things.
        """
        found = self.all(name)
        if len({(line.params, line.value) for line in found}) > 1:
            raise BrokenEvent(f"has {name} twice")
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file, understood as far as possible."""

    lines: tuple[Line, ...]
    components: tuple[Component, ...]
    """Outermost ones: VCALENDARs, and what stands outside of any."""
    faults: tuple[str, ...]
    """What is wrong with the file as a whole, each as the middle of a sentence: events may be missing."""


@dataclass(slots=True)
class _Open:
    name: str
    first: int
    lines: list[Line]
    children: list[Component]


def decode(data: bytes) -> Decoded:
    """Read a file. Never fails; a file that is no iCalendar has no components and a fault that says so."""
    lines = tuple(split(data))
    stack = [_Open("", -1, [], [])]
    opened: Counter[str] = Counter()
    faults: dict[str, None] = {}

    def close(last: int) -> None:
        done = stack.pop()
        opened[done.name] -= 1
        component = Component(done.name, done.first, last, tuple(done.lines), tuple(done.children))
        stack[-1].children.append(component)

    for number, line in enumerate(lines):
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            while name == "VEVENT" and opened["VEVENT"]:  # events do not lie inside each other
                faults[f"has a {_short(stack[-1].name)} without its END"] = None
                close(number - 1)
            stack.append(_Open(name, number, [], []))
            opened[name] += 1
        elif line.name == "END":
            if not opened[name]:
                faults[f"has an END:{_short(name)} without its BEGIN"] = None
                continue
            while stack[-1].name != name:
                faults[f"has a {_short(stack[-1].name)} without its END"] = None
                close(number)
            close(number)
        elif len(stack) > 1:
            stack[-1].lines.append(line)
        elif line.raw.strip(b"\0\r\n\t \x1a"):
            faults["has content outside of any VCALENDAR"] = None
    if len(stack) > 1:
        faults[f"is cut off inside a {_short(stack[-1].name)}"] = None
    while len(stack) > 1:
        close(len(lines) - 1)
    components = tuple(stack[0].children)
    if not any(component.name == "VCALENDAR" for component in components):
        return Decoded(lines, components, ("is no iCalendar file",))
    return Decoded(lines, components, tuple(faults)[:_FAULTS])


def walk(components: tuple[Component, ...], name: str) -> Iterator[tuple[Component, Component]]:
    """Every component of a name, in the order of the file, with the outermost one that it stands in."""
    for outermost in components:
        pending = [outermost]
        while pending:
            component = pending.pop()
            if component.name == name:
                yield outermost, component
            pending.extend(reversed(component.children))


def _short(name: str) -> str:
    return name if name.isalpha() and len(name) <= 16 else "component"
