"""What a round is asked for: its pairs, its slots, and who cannot when."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from providers.section.text import near, quoted
from scheduler.errors import BadInput
from scheduler.round.table import Row, read_rows
from scheduler.timetable import clock
from solver.round.problem import Meeting, Round

EVERYBODY = "*"
"""Instead of a person: the whole round pauses."""
MOST_PAIRS = 2000
MOST_SLOTS = 96
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|(24):(00)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the options say. Times are minutes after midnight."""

    day: date
    slot: int
    """Minutes."""
    rooms: int
    begin: int
    end: int
    fair: int


@dataclass(frozen=True, slots=True)
class Request:
    """A round that was read whole."""

    terms: Terms
    begins: tuple[int, ...]
    """When the slots begin: minutes after midnight."""
    people: tuple[str, ...]
    """By number in the problem: as they are first written."""
    places: tuple[str, ...]
    """By meeting: where it is written."""
    problem: Round
    unknown: tuple[str, ...]
    """Who is unavailable at some time, but in no pair."""


@dataclass(slots=True)
class _Reading:
    problems: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    """By name without upper case: the name as it is first written."""


def read_request(terms: Terms, pairs: Path, unavailable: Path | None) -> Request:
    """Read both tables.

    Raises:
        BadInput: with every problem at once.
    """
    reading = _Reading()
    rows = read_rows(pairs, ("person", "with"), ("at", "name", "after"), reading.problems)
    away: list[tuple[str, int, int]] = []
    written: dict[str, str] = {}
    if unavailable is not None:
        for row in read_rows(unavailable, ("person", "from", "to"), (), reading.problems):
            span = _span(row, reading.problems)
            written.setdefault(row.cells["person"].casefold(), row.cells["person"])
            if span is not None:
                away.append((row.cells["person"].casefold(), *span))
    begins = _begins(terms, [(begin, end) for person, begin, end in away if person == EVERYBODY])
    if not begins:
        reading.problems.append(f"--from and --to: no slot of {terms.slot} minutes is left between them")
    if len(begins) > MOST_SLOTS:
        reading.problems.append(f"--slot: there would be {len(begins)} slots; at most {MOST_SLOTS} are planned")
    if len(rows) > MOST_PAIRS:
        reading.problems.append(
            f"{quoted(str(pairs), most=500)}: has {len(rows)} pairs; at most {MOST_PAIRS} are planned"
        )
    elif not rows and not reading.problems:
        reading.problems.append(f"{quoted(str(pairs), most=500)}: has no pair")
    meetings = _meetings(rows, begins, reading)
    before = _before(rows, reading.problems)
    numbers = {person: number for number, person in enumerate(reading.people)}
    unknown = [each for each in written if each != EVERYBODY and each not in numbers]
    for each in unknown:
        if meant := near(each, reading.people):
            reading.problems.append(
                f"{quoted(str(unavailable), most=500)}: {quoted(written[each])} is in no pair; "
                f"did you mean {quoted(reading.people[meant])}?"
            )
    if reading.problems:
        raise BadInput(*reading.problems)
    free = tuple(
        frozenset(
            number
            for number, begin in enumerate(begins)
            if not any(each == person and start < begin + terms.slot and begin < end for each, start, end in away)
        )
        for person in reading.people
    )
    problem = Round(len(begins), terms.rooms, free, meetings, before, terms.fair)
    return Request(
        terms,
        begins,
        tuple(reading.people.values()),
        tuple(row.place for row in rows),
        problem,
        tuple(sorted(written[each] for each in unknown)),
    )


def minute(text: str) -> int:
    """The minute of the day that a clock shows as `9:20` or `24:00`.

    Raises:
        ValueError: in words.
    """
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(f"{quoted(text)} is not a time such as 09:20")
    hour, minutes = (each for each in match.groups() if each is not None)
    return int(hour) * 60 + int(minutes)


def _begins(terms: Terms, pauses: list[tuple[int, int]]) -> tuple[int, ...]:
    """Slots follow each other from the begin on; after a pause of everybody, from its end on."""
    begins = []
    now = terms.begin
    while now + terms.slot <= terms.end:
        over = max((end for begin, end in pauses if begin < now + terms.slot and now < end), default=None)
        if over is None:
            begins.append(now)
            now += terms.slot
        else:
            now = over
    return tuple(begins)


def _span(row: Row, problems: list[str]) -> tuple[int, int] | None:
    found = []
    for column in ("from", "to"):
        try:
            found.append(minute(row.cells[column]))
        except ValueError as error:
            problems.append(row.wrong(column, str(error)))
    if len(found) < 2:
        return None
    if found[0] >= found[1]:
        problems.append(row.wrong("to", f"{clock(found[1])} is not after {clock(found[0])}"))
        return None
    return found[0], found[1]


def _meetings(rows: list[Row], begins: tuple[int, ...], reading: _Reading) -> tuple[Meeting, ...]:
    meetings = []
    numbers: dict[str, int] = {}
    seen: dict[frozenset[str], str] = {}
    for row in rows:
        two = [row.cells[column].casefold() for column in ("person", "with")]
        for key, column in zip(two, ("person", "with"), strict=True):
            numbers.setdefault(key, len(numbers))
            reading.people.setdefault(key, row.cells[column])
            if key == EVERYBODY:
                reading.problems.append(row.wrong(column, "* is everybody, and stands for a pause only"))
        if two[0] == two[1]:
            reading.problems.append(row.wrong("with", f"{quoted(row.cells['with'])} cannot meet themselves"))
        elif (earlier := seen.setdefault(frozenset(two), row.place)) != row.place:
            reading.problems.append(row.wrong("with", f"these two already meet by {earlier.rpartition(', ')[2]}"))
        fixed = _fixed(row, begins, reading.problems) if row.cells.get("at") else None
        meetings.append(Meeting(numbers[two[0]], numbers[two[1]], fixed))
    return tuple(meetings)


def _fixed(row: Row, begins: tuple[int, ...], problems: list[str]) -> int | None:
    try:
        wanted = minute(row.cells["at"])
    except ValueError as error:
        problems.append(row.wrong("at", str(error)))
        return None
    if wanted in begins:
        return begins.index(wanted)
    nearest = min(begins, key=lambda begin: abs(begin - wanted), default=None)
    hint = "" if nearest is None else f"; the nearest one begins at {clock(nearest)}"
    problems.append(row.wrong("at", f"no slot begins at {clock(wanted)}{hint}"))
    return None


def _before(rows: list[Row], problems: list[str]) -> tuple[tuple[int, int], ...]:
    named: dict[str, int] = {}
    for number, row in enumerate(rows):
        name = row.cells.get("name", "")
        if name and named.setdefault(name.casefold(), number) != number:
            problems.append(row.wrong("name", f"{quoted(name)} is the name of another pair, too"))
    found: dict[tuple[int, int], None] = {}
    for number, row in enumerate(rows):
        for name in filter(None, (each.strip() for each in row.cells.get("after", "").split(";"))):
            one = named.get(name.casefold())
            if one is None:
                meant = near(name.casefold(), named)
                hint = (
                    f"did you mean {quoted(rows[named[meant]].cells['name'])}?"
                    if meant
                    else "names stand in the column 'name'"
                )
                problems.append(row.wrong("after", f"no pair is named {quoted(name)}; {hint}"))
            elif one == number:
                problems.append(row.wrong("after", "a pair cannot be after itself"))
            else:
                found[one, number] = None
    return tuple(found)
