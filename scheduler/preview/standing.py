"""What stands in the calendars as a page, and what differs from what was last written, a line each."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from scheduler.company import Layout
from scheduler.plan import Action, Change, Input, Origin, Outcome, Plan, Status
from scheduler.preview import Part
from scheduler.preview.grid import grids
from scheduler.preview.headline import title
from scheduler.preview.missing import entries
from scheduler.preview.page import printed
from scheduler.preview.paint import flowing, padded, painted, wrapped
from scheduler.preview.view import MONTHS, WEEKDAYS, View, counted
from scheduler.preview.warnings import warnings
from scheduler.stands import Difference, Meeting, Since, Stands

MARKS = {
    Since.MOVED: "move",
    Since.DELETED: "cancel",
    Since.BOOKED: "booked",
    Since.FOUND: "create",
    Since.DECLINED: "unplaced",
    Since.INCOMPLETE: "left-alone",
    Since.LOST: "left-alone",
}
"""By which mark of a plan a difference goes."""
WORDS = {
    Since.MOVED: "moved by a person",
    Since.DELETED: "deleted by a person",
    Since.BOOKED: "booked by people",
    Since.FOUND: "not in the ledger",
    Since.DECLINED: "declined",
    Since.INCOMPLETE: "incomplete",
    Since.LOST: "not found",
}
TO_SEE_TO = (Since.DECLINED, Since.INCOMPLETE, Since.LOST)
"""Of these somebody may want to do something."""
WIDEST_NAME = 24
ABSENT = ((Outcome.UNPLACED, "to place"), (Outcome.LEFT_ALONE, "left alone"), (Outcome.SKIP, "skipped"))


def show_standing(stands: Stands, *, width: int, colour: bool, encoding: str = "utf-8", part: Part = Part.WHOLE) -> str:
    """The page as text; see `scheduler.preview.show`. Of `Part.CHANGES` only differences are shown, a line each."""
    view = view_of(stands, width=width, encoding=encoding)
    match part:
        case Part.WHOLE:
            sections = [
                [*title(view), *_counts(view, stands)],
                grids(view),
                _section(view, " Since it was last written", stands.differences),
                _remarks(view, stands.meetings),
                entries(view, ABSENT, " In no calendar", helps=False),
                warnings(view),
            ]
        case Part.CHANGES:
            sections = [_lines(view, stands.differences)]
        case Part.PROBLEMS:
            wanted = [each for each in stands.differences if each.since in TO_SEE_TO]
            left = entries(view, ABSENT[1:2], " In no calendar", helps=False)
            problems = [_section(view, " Since it was last written", wanted), left, warnings(view)]
            sections = [title(view), *problems] if any(problems) else []
    return printed(sections, width=view.width, colour=colour)


def view_of(stands: Stands, *, width: int, encoding: str) -> View:
    """What stands, seen as a plan in which all of it is kept."""
    changes = tuple(_kept(stands, each) for each in stands.meetings)
    plan = Plan(
        stands.leader,
        stands.leader_name,
        stands.time_zone,
        stands.as_of,
        stands.weeks,
        stands.window,
        Layout.SPLIT,
        Status.FEASIBLE,
        (),
        changes,
        stands.absent,
        stands.days,
        tuple(Input(*person, ()) for person in stands.people),
        "",
        stands.warnings,
    )
    return View(plan, {}, {}, width=width, encoding=encoding)


def _kept(stands: Stands, meeting: Meeting) -> Change:
    span, zone = meeting.span, stands.time_zone
    return Change(
        Action.KEEP, meeting.pair, meeting.period, span, span, zone, meeting.why, meeting.agenda, meeting.origin
    )


def _counts(view: View, stands: Stands) -> list[Text]:
    """How many stand and in which ways, and when that was looked at."""
    made = view.local(stands.as_of)
    parts = [
        (counted(len(stands.meetings), "1-on-1") + (" stands" if len(stands.meetings) == 1 else " stand"), "strong")
    ]
    by_outcome = [(word, sum(each.outcome is outcome for each in stands.absent)) for outcome, word in ABSENT]
    parts += [(f"{number} {word}", "open" if word == "to place" else "") for word, number in by_outcome if number]
    if stands.differences:
        parts.append((f"{counted(len(stands.differences), 'difference')} since last written", "open"))
    when = f"as of {WEEKDAYS[made.weekday()]} {made.day} {MONTHS[made.month - 1]} {made.year} {made:%H:%M}"
    dot = f" {view.glyphs.dot} "
    quiet = flowing([(when, "quiet"), (f"times in {view.text(stands.time_zone)}", "quiet")], dot)
    return [
        *wrapped(flowing(parts, dot), view.width, first=painted((" ", "")), indent=1),
        *wrapped(quiet, view.width, first=painted((" ", "")), indent=1),
    ]


def _section(view: View, heading: str, differences: Sequence[Difference]) -> list[Text]:
    lines = _lines(view, differences)
    return [painted((heading, "heading")), *lines] if lines else []


def _lines(view: View, differences: Iterable[Difference]) -> list[Text]:
    """Like a diff: a line each, of which the name is cut first where it is too long."""
    rows = [(each, view.partner(each.pair), _times(view, each)) for each in differences]
    column = min(max((cell_len(name) for _, name, _ in rows), default=0), WIDEST_NAME)
    lines = []
    for each, name, times in rows:
        mark = MARKS[each.since]
        rest = f"  {times}  {WORDS[each.since]}"
        room = max(1, min(column, view.width - 3 - cell_len(rest)))
        shown = padded(painted((view.fit(name, room), "strong")), room)
        start = painted((f" {view.glyphs.marks[mark]} ", mark))
        line = painted().join((start, shown, painted((rest, ""))))
        line.truncate(view.width)
        lines.append(line)
    return lines


def _times(view: View, one: Difference) -> str:
    """`Thu 26 Nov 10:00–10:30 → 11:00–11:30`: as it was written, and as it is."""
    if one.before is None or one.now is None or one.before == one.now:
        span = one.now or one.before
        assert span is not None
        return view.when(span)
    same = view.local(one.before.start).date() == view.local(one.now.start).date()
    return f"{view.when(one.before)} {view.glyphs.arrow} {view.hours(one.now) if same else view.when(one.now)}"


def _remarks(view: View, meetings: Sequence[Meeting]) -> list[Text]:
    """What is to be said of 1-on-1s that stand well no longer."""
    lines = []
    for each in meetings:
        said = each.why.partition("; ")[2] if each.origin is not Origin.BOOKED else ""
        if each.why.startswith("the next run") or "no longer meet" in each.why or "also booked" in each.why:
            said = each.why
        if said and said != "the invitation was declined":
            text = painted((view.partner(each.pair), "strong"), (f"  {view.when(each.span)}: {view.text(said)}", ""))
            lines += wrapped(text, view.width, first=painted(("  ! ", "open")), indent=4)
    return [painted((" Worth a look", "heading")), *lines] if lines else []
