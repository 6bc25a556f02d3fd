"""Two plans side by side as a page: what gets better, what gets worse, for all together and leader by leader."""

from collections.abc import Callable
from datetime import timedelta

from rich.cells import cell_len
from rich.text import Text

from scheduler.comparison import Comparison, LeaderComparison, Measures, Side
from scheduler.preview.glyphs import glyphs_for
from scheduler.preview.page import printed
from scheduler.preview.paint import flowing, padded, painted, wrapped
from scheduler.preview.safe import clean
from scheduler.preview.view import NARROWEST, WIDEST, counted, duration

NUMBER = 9
"""Columns for a number."""
VERDICT = 18
"""Columns for how much better or worse: `-12h30  better`."""
STYLES = {"better": "good", "worse": "bad", "": ""}


def show_comparison(comparison: Comparison, *, width: int, colour: bool, encoding: str = "utf-8") -> str:
    """The page as text; see `scheduler.preview.show` for width, colour and encoding."""
    sheet = _Sheet(comparison, min(max(width, NARROWEST), WIDEST), encoding)
    sections = [sheet.title(), sheet.table(), sheet.missed(), sheet.leaders(), sheet.failed(), sheet.end()]
    return printed(sections, width=sheet.width, colour=colour)


def _hours(minutes: int) -> str:
    return duration(timedelta(minutes=minutes)) if minutes else "0h"


Measure = tuple[str, Callable[[Measures], int], Callable[[int], str], int]
"""In words, of what, how it is shown, and whether more of it is better (1), worse (-1), or neither (0)."""
SHORT: tuple[Measure, ...] = (
    ("without a place", lambda each: each.missed, str, -1),
    ("moved", lambda each: each.moved, str, -1),
    ("blocks", lambda each: each.blocks, str, -1),
    ("free for 2h or more", lambda each: each.leader_double_hours, _hours, 1),
    ("team's", lambda each: each.reports_double_hours, _hours, 1),
    ("outside 9 to 18", lambda each: each.late, _hours, -1),
)
"""What is said of one leader among several."""


class _Sheet:
    def __init__(self, comparison: Comparison, width: int, encoding: str) -> None:
        self.comparison = comparison
        self.width = width
        self.glyphs = glyphs_for(encoding)
        self.encoding = encoding
        self.alone = comparison.leaders[0] if len(comparison.leaders) == 1 else None

    def text(self, raw: str) -> str:
        return clean(raw, self.encoding)

    def name(self, email: str) -> str:
        return self.text(self.comparison.names.get(email) or email)

    def title(self) -> list[Text]:
        """Whose plans, and by which settings."""
        whose = self.text(self.alone.name) if self.alone else counted(len(self.comparison.leaders), "leader")
        lines = wrapped(painted(("What if", "strong"), (f": {whose}", "")), self.width, first=painted(), indent=1)
        for setting in self.comparison.settings:
            lines += wrapped(painted((self.text(setting), "quiet")), self.width, first=painted(), indent=3)
        return lines

    def table(self) -> list[Text]:
        """A line for each measure; on a narrow page its name stands above."""
        today, other = self.comparison.today, self.comparison.other
        rows = [(words, get(today), get(other), shown, more) for words, get, shown, more in self._measures()]
        label = max(cell_len(words) for words, *_ in rows) + 2
        narrow = self.width < 1 + label + 2 * NUMBER + VERDICT
        indent = 3 if narrow else 1 + label
        head = painted((" " * indent, ""), (f"{'today':>{NUMBER}}", "quiet"), (f"{'what if':>{NUMBER}}", "quiet"))
        lines = [head]
        for words, before, after, shown, more in rows:
            name = painted((f" {words}", ""))
            lines += [name] if narrow else []
            start = painted((" " * indent, "")) if narrow else padded(name, indent)
            lines.append(painted().join((start, self._numbers(before, after, shown, more))))
        return lines

    def _numbers(self, before: int, after: int, shown: Callable[[int], str], more: int) -> Text:
        verdict = "" if before == after or not more else "better" if (after > before) == (more > 0) else "worse"
        sign = "" if before == after else f"{'+' if after > before else '-'}{shown(abs(after - before))}"
        return painted(
            (f"{shown(before):>{NUMBER}}{shown(after):>{NUMBER}}", ""),
            (f"  {sign:<7} {verdict}" if sign else "  the same", STYLES[verdict] if sign else "quiet"),
        )

    def _measures(self) -> list[Measure]:
        """What is said of all together, or of the only leader."""
        team = "Team" if self.alone else "Teams"
        leader = self.text(self.alone.name) if self.alone else "Leaders"
        if cell_len(leader) > 16:
            leader = "Leader"
        return [
            ("1-on-1s without a place", lambda each: each.missed, str, -1),
            ("New", lambda each: each.new, str, 0),
            ("Moved from where they are", lambda each: each.moved, str, -1),
            ("Cancelled", lambda each: each.cancelled, str, 0),
            ("Blocks of 1-on-1s", lambda each: each.blocks, str, -1),
            (f"{leader}: free for 1h or more", lambda each: each.leader_hours, _hours, 1),
            ("  of it for 2h or more", lambda each: each.leader_double_hours, _hours, 1),
            (f"{team}: free for 1h or more", lambda each: each.reports_hours, _hours, 1),
            ("  of it for 2h or more", lambda each: each.reports_double_hours, _hours, 1),
            ("Outside 09–18 elsewhere".replace("–", self.glyphs.dash), lambda each: each.late, _hours, -1),
        ]

    def missed(self) -> list[Text]:
        """Who has a place in one of the plans only."""
        lines: list[Text] = []
        for each in self.comparison.leaders:
            before, after = set(each.today.missed), set(each.other.missed)
            for which, word, style in ((after - before, "without a place", "bad"), (before - after, "placed", "good")):
                people: dict[str, list[str]] = {}
                for pair, period in sorted(which, key=lambda one: (one[0], one[1])):
                    people.setdefault(self.name(pair.member), []).append(period.rpartition("-")[2])
                parts = [(f"{name} {', '.join(weeks)}", "") for name, weeks in people.items()]
                whose = f" by {self.text(each.name)}" if not self.alone else ""
                if parts:
                    start = painted((f"Newly {word}{whose}: ", style))
                    text = painted().join((start, flowing(parts, "; ")))
                    lines += wrapped(text, self.width, first=painted(), indent=1)
        return lines

    def leaders(self) -> list[Text]:
        """A paragraph for each leader whose plan differs."""
        if self.alone:
            number = self.alone.differs
            what = f"{counted(number, '1-on-1')} would lie elsewhere." if number else "No 1-on-1 would lie elsewhere."
            return wrapped(painted((what, "")), self.width, first=painted(), indent=1)
        lines: list[Text] = []
        for each in self.comparison.leaders:
            parts = self._differences(each)
            if parts:
                start = painted((f"{self.text(each.name)}: ", "strong"))
                text = painted().join((start, flowing(parts, f" {self.glyphs.dot} ")))
                lines += wrapped(text, self.width, first=painted((" ", "")), indent=3)
        same = sum(not self._differences(each) for each in self.comparison.leaders)
        if same:
            text = painted((f"{counted(same, 'leader')}: all the same.", "quiet"))
            lines += wrapped(text, self.width, first=painted(), indent=1)
        return [painted((" Leader by leader", "heading")), *lines]

    def _differences(self, each: LeaderComparison) -> list[tuple[str, str]]:
        """Such as `4 elsewhere`, `blocks 12 → 9`."""
        parts = [(f"{each.differs} elsewhere", "")] if each.differs else []
        for words, get, shown, more in SHORT:
            before, after = get(each.today.measures), get(each.other.measures)
            if before != after:
                better = (after > before) == (more > 0)
                arrow = f"{words} {shown(before)} {self.glyphs.arrow} {shown(after)}"
                parts.append((arrow, "good" if better else "bad"))
        return parts

    def failed(self) -> list[Text]:
        """Of whom there are not two plans."""
        lines: list[Text] = []
        for leader, why in self.comparison.failed:
            text = painted((f"{self.name(leader)}: not compared. {self.text(why)}", ""))
            lines += wrapped(text, self.width, first=painted((" ! ", "open")), indent=3)
        return lines

    def end(self) -> list[Text]:
        """How sure the comparison is, and that nothing was written."""
        open_ = [each for each in self.comparison.leaders if not (_sure(each.today) and _sure(each.other))]
        said = "Nothing was written."
        if open_:
            said = "Not every plan is proven best, so small differences may be chance. " + said
        return wrapped(painted((said, "quiet")), self.width, first=painted(), indent=1)


def _sure(side: Side) -> bool:
    return side.proven
