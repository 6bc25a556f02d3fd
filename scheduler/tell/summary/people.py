"""What each person is told of their own 1-on-1s that changed."""

from collections import defaultdict
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from providers.interval import Interval
from scheduler.outcome import Ending, Night
from scheduler.plan import Action, Change, Plan
from scheduler.preview.safe import clean
from scheduler.preview.view import MONTHS, WEEKDAYS, counted
from scheduler.tell.summary.message import Channel, Message

WORDS = {Action.CREATE: "New", Action.MOVE: "Moved", Action.CANCEL: "Cancelled"}


def messages(night: Night) -> Iterator[Message]:
    """One for each of whose 1-on-1s something was written; of leaders for whom all was.

    It says with whom and when, on the person's own clock; not why, which may be somebody else's business.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for each in night.of(Ending.WRITTEN):
        if each.plan is not None and each.written:
            for change in each.plan.changes:
                if change.action in WORDS and change.writes:
                    lines[change.pair.leader].append(_line(each.plan, change, change.pair.leader, change.pair.member))
                    lines[change.pair.member].append(_line(each.plan, change, change.pair.member, change.pair.leader))
    for email in sorted(lines):
        number = len(lines[email])
        yield Message(
            run=night.run,
            channel=Channel.PEOPLE,
            made=night.ended,
            subject=f"{counted(number, 'of your 1-on-1s', 'of your 1-on-1s')} changed",
            paragraphs=tuple(lines[email]),
            to=(email,),
        )


def _line(plan: Plan, change: Change, whose: str, other: str) -> str:
    """`Moved: with Ben Okafor, Fri 4 Dec 10:00–10:30 → Thu 3 Dec 10:00–10:30 (Europe/Madrid)`."""
    people = {read.email: read for read in plan.inputs}
    names = {plan.leader: plan.leader_name} | {email: read.name for email, read in people.items()}
    zone = people[whose].time_zone if whose in people else change.time_zone
    spans = [_when(span, zone) for span in (change.before, change.after) if span is not None]
    return clean(f"{WORDS[change.action]}: with {names.get(other) or other}, {' → '.join(spans)} ({zone})", "utf-8")


def _when(span: Interval, zone: str) -> str:
    start, end = (instant.astimezone(ZoneInfo(zone)) for instant in (span.start, span.end))
    return f"{WEEKDAYS[start.weekday()]} {start.day} {MONTHS[start.month - 1]} {start:%H:%M}–{end:%H:%M}"
