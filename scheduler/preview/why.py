"""An explanation as a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.text import Text

from providers.interval import Interval
from scheduler.explanation import Alternative, Difference, Explanation, Reasons, Relief, State, Verdict
from scheduler.preview.glyphs import Glyphs, glyphs_for
from scheduler.preview.page import printed
from scheduler.preview.paint import painted, wrapped
from scheduler.preview.proof import TITLES
from scheduler.preview.safe import clean
from scheduler.preview.view import MONTHS, NARROWEST, WEEKDAYS, WIDEST

_STYLES = {
    State.UNPLACED: "unplaced",
    State.MOVED: "move",
    State.NEW: "create",
    State.KEPT: "keep",
    State.SETTLED: "quiet",
    State.CANCELLED: "cancel",
    State.SKIPPED: "skip",
}
_WORDS = {
    State.UNPLACED: "has no place",
    State.MOVED: "moves",
    State.NEW: "is new",
    State.KEPT: "stays",
    State.SETTLED: "is not for the plan to move",
    State.CANCELLED: "is cancelled",
    State.SKIPPED: "is skipped",
}
_INDENT = 4


def why_page(explanation: Explanation, *, width: int, colour: bool, encoding: str = "utf-8") -> str:
    """The page as text; no line is longer than `width` columns, which count as 40 at least and as 120 at most."""
    width = min(max(width, NARROWEST), WIDEST)
    page = _Page(explanation, width, glyphs_for(encoding), encoding)
    return printed(page.sections(), width=width, colour=colour)


@dataclass(frozen=True)
class _Page:
    explanation: Explanation
    width: int
    glyphs: Glyphs
    encoding: str

    def sections(self) -> Iterator[list[Text]]:
        """A title, then a section for each 1-on-1."""
        one = self.explanation
        place = one.time_zone.rpartition("/")[2].replace("_", " ")
        yield self._lines(f"{one.leader_name} and {one.member_name}: why. Times in {place}.", "heading", indent=1)
        for reasons in one.reasons:
            yield [line for part in self._section(reasons) for line in part]

    def _section(self, one: Reasons) -> Iterator[list[Text]]:
        kind = "" if one.pair.kind == "report" else f" ({one.pair.kind})"
        yield self._lines(f"{_short(one.week)}{kind}: {self._what(one)}", _STYLES[one.state], indent=1)
        if one.alike:
            alike = " and ".join(map(_short, one.alike))
            yield self._lines(f"The plan gives the same reason for {alike}; --week asks about these.", indent=2)
        if one.asked is not None:
            yield from self._asked(one, one.asked)
            return
        if one.state is State.SETTLED:
            ahead = one.after is not None and one.after.start > self.explanation.as_of
            move = " Whoever wants it elsewhere moves it in the calendar." if ahead else ""
            yield self._lines(f"The plan says: {one.why}.{move}", indent=2)
            return
        if one.state is State.UNPLACED:
            yield from self._unplaced(one)
            return
        yield self._lines(f"The plan says: {one.why}.", indent=2)
        if one.stay is not None:
            yield from self._alternative("If it stayed", one.stay)
        if one.other is not None:
            yield from self._other(one, one.other)

    def _what(self, one: Reasons) -> str:
        match one.state:
            case State.MOVED if one.before is not None and one.after is not None:
                return f"moves from {self._time(one.before)} to {self._time(one.after)}"
            case State.UNPLACED if one.after is not None:
                return f"has no place; it stays on {self._time(one.after)} until people decide"
            case _:
                where = one.after or one.before
                return _WORDS[one.state] + (f", {self._time(where)}" if where is not None else "")

    def _unplaced(self, one: Reasons) -> Iterator[list[Text]]:
        if not one.causes:
            yield self._lines("What stands in the way was not decided within the limit.", indent=2)
        elif len(one.causes) == 1:
            yield self._lines(self._needed(one.causes[0]), indent=2)
            yield from map(self._item, one.causes[0])
        else:
            yield from self._sets(one.causes)
        if one.causes and not one.all_causes:
            yield self._lines("Whether there are other causes was not decided within the limit.", "quiet", indent=2)
        if one.reliefs:
            yield self._lines(_room_for(one.rivals), indent=2)
            for number, relief in enumerate(one.reliefs, 1):
                yield from self._relief(number, relief)
        else:
            yield self._lines("Nothing that was tried would give it a place.", indent=2)
        if not one.all_reliefs:
            yield self._lines("Not all ways out could be tried within the limit.", "quiet", indent=2)

    def _sets(self, sets: tuple[tuple[str, ...], ...]) -> Iterator[list[Text]]:
        """What all sets have is said once."""
        common = [each for each in sets[0] if all(each in causes for causes in sets)]
        count = f"{len(sets)} sets of causes, each enough by itself. Something has to give way in each"
        yield self._lines(f"{count}. All have:" if common else f"{count}:", indent=2)
        yield from map(self._item, common)
        if common:
            yield self._lines("And beside these:", indent=2)
        for number, causes in enumerate(sets, 1):
            yield self._numbered(number, _and(tuple(each for each in causes if each not in common)))

    def _needed(self, causes: tuple[str, ...]) -> str:
        if len(causes) == 1:
            return "One cause is enough:"
        return "Together these leave no place; without any one of them there would be one:"

    def _relief(self, number: int, relief: Relief) -> Iterator[list[Text]]:
        change = relief.change[:1].upper() + relief.change[1:]
        yield self._numbered(number, f"{change}: {self._time(relief.time)} would be free")
        for act in relief.acts if relief.change != " and ".join(relief.acts) else ():
            first = painted((f"{' ' * (_INDENT + 3)}{self.glyphs.arrow} ", "quiet"))
            indent = _INDENT + 4 + len(self.glyphs.arrow)
            yield wrapped(painted((self._clean(act), "strong")), self.width, first=first, indent=indent)

    def _asked(self, one: Reasons, asked: Alternative) -> Iterator[list[Text]]:
        assert asked.time is not None  # a time was asked about
        when = self._time(asked.time)
        if one.after is not None and one.after.start == asked.time.start and one.state is not State.UNPLACED:
            yield self._lines(f"{when} is where it lies.", indent=2)
        elif (
            asked.verdict is Verdict.EQUAL
            and asked.instead is None
            and one.after is not None
            and one.after.start < asked.time.start
        ):
            text = f"{when} is as good on every level; the plan's time was chosen for being earlier."
            yield self._lines(text, "good", indent=2)
        else:
            yield from self._alternative(when, asked)

    def _other(self, one: Reasons, other: Alternative) -> Iterator[list[Text]]:
        if other.verdict is Verdict.EQUAL and other.example is not None and one.after is not None:
            earlier = one.after.start < other.example.start
            least = "; it was chosen for being earlier" if earlier else ""
            text = f"Nothing depends on this very time: {self._time(other.example)} is as good on every level{least}."
            yield self._lines(text, indent=2)
        else:
            yield from self._alternative("At any other time", other)

    def _alternative(self, when: str, other: Alternative) -> Iterator[list[Text]]:
        match other.verdict:
            case Verdict.EQUAL:
                but = "" if other.instead is None else f", but {other.instead}"
                yield self._lines(f"{when}: as good on every level{but}.", "good", indent=2)
            case Verdict.IMPOSSIBLE if other.causes:
                each = "; each of these alone forbids it" if len(other.causes) > 1 else ""
                yield self._lines(f"{when}: not possible{each}:", "bad", indent=2)
                yield from (self._item(_and(causes)) for causes in other.causes)
            case Verdict.IMPOSSIBLE:
                yield self._lines(f"{when}: not possible.", "bad", indent=2)
            case Verdict.UNDECIDED if not other.differences:
                yield self._lines(f"{when}: not decided within the limit.", "open", indent=2)
            case _:
                yield from self._differences(when, other)

    def _differences(self, when: str, other: Alternative) -> Iterator[list[Text]]:
        decides = other.differences[0]
        title = f'level {decides.level}, "{TITLES[decides.level]}"'
        match other.verdict:
            case Verdict.WORSE:
                yield self._lines(f"{when}: worse, by {title}:", "open", indent=2)
            case Verdict.BETTER:
                better = f"{when}: better, by {title}. The plan is not proven best there; its search reached its limit:"
                yield self._lines(better, "good", indent=2)
            case _:
                undecided = f"{when}: not decided within the limit. The best that was found is worse, by {title}:"
                yield self._lines(undecided, "open", indent=2)
        yield self._item(decides.change)
        if other.instead is not None:
            yield self._item(f"{other.instead}, though no more is missed in all")
        rest = other.differences[1:]
        if rest:
            yield self._lines("What else would differ counts less:", "quiet", indent=2)
            yield from (self._item(self._told(each), "quiet") for each in rest)

    def _told(self, each: Difference) -> str:
        return f"{each.change} (level {each.level})"

    def _item(self, text: str, style: str = "") -> list[Text]:
        first = painted((f"{' ' * _INDENT}{self.glyphs.dot} ", "quiet"))
        return wrapped(painted((self._clean(text), style)), self.width, first=first, indent=_INDENT + 2)

    def _numbered(self, number: int, text: str) -> list[Text]:
        first = painted((f"{' ' * _INDENT}{number}. ", "quiet"))
        return wrapped(painted((self._clean(text), "")), self.width, first=first, indent=first.cell_len)

    def _lines(self, text: str, style: str = "", *, indent: int) -> list[Text]:
        return wrapped(painted((self._clean(text), style)), self.width, first=painted(), indent=indent)

    def _clean(self, text: str) -> str:
        return clean(text.replace("–", self.glyphs.dash), self.encoding)

    def _time(self, span: Interval) -> str:
        """`Thu 26 Nov 10:00–10:30`, on the leader's clock."""
        zone = ZoneInfo(self.explanation.time_zone)
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        day = f"{WEEKDAYS[start.weekday()]} {start.day} {MONTHS[start.month - 1]}"
        return f"{day} {start:%H:%M}–{end:%H:%M}"


def _short(week: str) -> str:
    """`W48`."""
    return week.rpartition("-")[2]


def _room_for(rivals: tuple[str, ...]) -> str:
    """What every way out does."""
    if not rivals:
        return "Any one of these gives it a place, and takes it from nobody:"
    one = len(rivals) == 1
    return (
        "Any one of these makes room for one more, and everybody else keeps a place. "
        f"{' and '.join(filter(None, (', '.join(rivals[:-1]), rivals[-1])))} {'has' if one else 'have'} none either: "
        "who gets it, the next plan decides anew:"
    )


def _and(causes: tuple[str, ...]) -> str:
    return "; and ".join(causes)
