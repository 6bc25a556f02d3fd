"""A round's timetable as a page: everybody's day, then every slot."""

from rich.cells import cell_len
from rich.text import Text

from scheduler.preview.glyphs import glyphs_for
from scheduler.preview.page import printed
from scheduler.preview.paint import flowing, painted, wrapped
from scheduler.preview.safe import clean
from scheduler.preview.view import NARROWEST, WIDEST, counted
from scheduler.timetable import RoundMeeting, Timetable, clock

INDENT = 7
"""Columns before what belongs to a time, or to a name above."""
LONGEST = 26
"""Columns for a name at the left; a longer one stands above."""


def show_round(timetable: Timetable, *, width: int, colour: bool, encoding: str = "utf-8") -> str:
    """The page as text; see `scheduler.preview.show` for width, colour and encoding."""
    sheet = _Sheet(timetable, min(max(width, NARROWEST), WIDEST), encoding)
    sections = [sheet.title(), sheet.people(), sheet.slots(), sheet.unknown()]
    return printed(sections, width=sheet.width, colour=colour)


class _Sheet:
    def __init__(self, timetable: Timetable, width: int, encoding: str) -> None:
        self.timetable = timetable
        self.width = width
        self.encoding = encoding
        self.glyphs = glyphs_for(encoding)
        widths = [2 + cell_len(self.text(one.name)) for one in timetable.people]
        self.label = max((each for each in widths if each <= min(LONGEST, self.width // 3)), default=INDENT)

    def text(self, raw: str) -> str:
        """What others wrote, made fit for a terminal."""
        return clean(raw, self.encoding)

    def title(self) -> list[Text]:
        """What it is, and how good."""
        table = self.timetable
        size = f"{counted(len(table.meetings), 'meeting')} of {counted(len(table.people), 'person', 'people')}"
        about = (
            f": {size}, {table.minutes} minutes each, in {counted(len(table.begins), 'slot')} from "
            f"{clock(table.begins[0])} to {clock(table.begins[-1] + table.minutes)} and {counted(table.rooms, 'room')}."
        )
        gaps = counted(table.gaps, "gap") if table.gaps else "No gap"
        good = (
            "No timetable has fewer."
            if table.proven
            else f"None has fewer than {table.bound}; {table.gaps} is the best found."
        )
        most = max(one.gaps for one in table.people)
        each = f", at most {most} a person" if most else ""
        return [
            *wrapped(
                painted(("Round", "strong"), (f" on {table.day:%a %-d %b %Y}{about}", "")),
                self.width,
                first=painted(),
                indent=1,
            ),
            *wrapped(
                painted((f"{gaps} between meetings{each}. {good}", "good" if table.proven else "open")),
                self.width,
                first=painted(),
                indent=1,
            ),
        ]

    def people(self) -> list[Text]:
        """Everybody's day: when, with whom, in which room."""
        lines = [painted((" By person", "heading"))]
        for person in self.timetable.people:
            parts = []
            last = None
            for one in self._meetings_of(person.name):
                if last is not None and self._apart(last, one.begin):
                    parts.append(("gap", "open"))
                other = one.second if one.first == person.name else one.first
                parts.append((f"{clock(one.begin)} {self.text(other)} (room {one.room})", ""))
                last = one.begin
            lines += self._entry(person.name, parts, self.label)
        return lines

    def slots(self) -> list[Text]:
        """What happens at each time."""
        lines = [painted((" By slot", "heading"))]
        for begin in self.timetable.begins:
            here = [one for one in self.timetable.meetings if one.begin == begin]
            parts = [
                (f"room {one.room} {self.text(one.first)} {self.glyphs.dash} {self.text(one.second)}", "")
                for one in here
            ]
            lines += self._entry(clock(begin), parts or [(self.glyphs.dash, "quiet")], INDENT)
        return lines

    def unknown(self) -> list[Text]:
        """Who is unavailable at some time, but in no pair."""
        if not self.timetable.unknown:
            return []
        names = ", ".join(map(self.text, self.timetable.unknown))
        return wrapped(
            painted((f"Unavailable, but in no pair: {names}.", "quiet")), self.width, first=painted(), indent=1
        )

    def _meetings_of(self, name: str) -> list[RoundMeeting]:
        return [one for one in self.timetable.meetings if name in (one.first, one.second)]

    def _apart(self, earlier: int, later: int) -> bool:
        """Whether there is a slot between two."""
        return any(earlier < begin < later for begin in self.timetable.begins)

    def _entry(self, name: str, parts: list[tuple[str, str]], label: int) -> list[Text]:
        """A name at the left, what belongs to it at the right; a name without room stands above."""
        shown = painted((f" {self.text(name)}", "strong"))
        flow = flowing(parts, f" {self.glyphs.dot} ")
        if cell_len(shown.plain) < label:
            return wrapped(flow, self.width, first=shown, indent=label)
        above = wrapped(painted((self.text(name), "strong")), self.width, first=painted(), indent=1)
        return [*above, *wrapped(flow, self.width, first=painted(), indent=label)]
