"""What the journal knows of runs, and what one of them decided and why: for a person and for a machine."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from rich.text import Text

from providers.event import Interval
from providers.wall_clock import local
from scheduler.company import Company
from scheduler.ledger.record import MISSED, Decision, DecisionState, LeaderRecord, RunRecord, RunStory, RunSummary
from scheduler.preview.page import printed
from scheduler.preview.view import MONTHS, WEEKDAYS, counted
from scheduler.tell.sheet import Sheet

_PAST = {"create": "new", "move": "moved", "cancel": "cancelled", "keep": "mended"}
_NOW = {**_PAST, MISSED: "missed", "left-alone": "left alone", "skip": "skipped"}
_UNSURE = {
    DecisionState.FAILED: ", not written everywhere",
    DecisionState.INTENDED: ", begun; nobody noted how it ended",
}


def runs_page(company: Company, runs: Sequence[RunSummary], sheet: Sheet, *, colour: bool) -> str:
    """The runs, in the order given: when, what for, on which machine, how it ended, and what it came to."""
    lines = [line for run in runs for line in _summary(company, run, sheet)]
    return printed([lines or sheet.paragraph("No run is noted.", "quiet", indent=1)], width=sheet.width, colour=colour)


def story_page(company: Company, story: RunStory, sheet: Sheet, *, colour: bool) -> str:
    """A run, leader by leader: how it ended, and each decision with why. Times are on the leader's clock."""
    sections = [_head(company, story.record, sheet)]
    sections += [_leader(company, record, decisions, sheet) for record, decisions in story.leaders]
    return printed(sections, width=sheet.width, colour=colour)


def runs_document(runs: Sequence[RunSummary]) -> str:
    """The runs as JSON: sorted keys, a newline at the end; times are UTC."""
    return _json(
        {
            "version": 1,
            "runs": [
                {
                    **_run_document(one.record),
                    "leaders": dict(one.leaders),
                    "changes": dict(one.changes),
                    "missed": one.missed,
                }
                for one in runs
            ],
        }
    )


def story_document(story: RunStory) -> str:
    """A run and what it decided as JSON: sorted keys, a newline at the end; times are UTC."""
    leaders = [
        {
            "leader": record.leader,
            "ending": record.ending,
            "at": _instant(record.at),
            "why": record.why,
            "kept": record.kept,
            "written": record.written,
            "missed": record.missed,
            "proven": record.proven,
            "weeks": list(record.weeks),
            "decisions": [_decision_document(one) for one in decisions],
        }
        for record, decisions in story.leaders
    ]
    return _json({"version": 1, **_run_document(story.record), "leaders": leaders})


def _summary(company: Company, run: RunSummary, sheet: Sheet) -> list[Text]:
    parts = [(f"{number:,} {ending}", "") for ending, number in run.leaders.items()]
    parts += [(f"{number:,} {_PAST.get(action, action)}", action) for action, number in run.changes.items()]
    if run.missed:
        parts.append((f"{run.missed:,} missed", "unplaced"))
    return [*_head(company, run.record, sheet), *sheet.flow(parts, indent=3)]


def _head(company: Company, record: RunRecord, sheet: Sheet) -> list[Text]:
    zone = company.time_zone
    begun = f"{_day(record.started, zone)} {_clock(record.started, zone)}"
    if record.ended is None:
        ended = ("has not ended, or was killed", "open")
    else:
        ended = (f"until {_clock(record.ended, zone)}", "")
    parts = [(sheet.text(record.run), "strong"), (record.kind.value, ""), (begun, ""), ended]
    parts.append((sheet.text(record.host), "quiet"))
    lines = sheet.flow(parts)
    return lines + (sheet.paragraph(record.result, "quiet", indent=3) if record.result else [])


def _leader(company: Company, record: LeaderRecord, decisions: Sequence[Decision], sheet: Sheet) -> list[Text]:
    person = company.people.get(record.leader)
    zone = company.time_zone if person is None else person.time_zone
    parts = [(sheet.text(record.leader if person is None else person.name), "strong"), (record.ending, "")]
    if record.kept:
        parts.append((f"{counted(record.kept, '1-on-1')} as before", "quiet"))
    lines = sheet.flow(parts)
    if record.why:
        lines += sheet.paragraph(record.why, "bad", indent=3)
    for one in decisions:
        member = company.people.get(one.member)
        name = one.member if member is None else member.name
        what = f"{name}, {one.period}: {_NOW.get(one.action, one.action)}{_times(one, zone)}"
        style = one.action if one.action in _NOW else ""
        lines += sheet.paragraph(f"{what}{_UNSURE.get(one.state, '')}", style, indent=3)
        lines += sheet.paragraph(one.why, "quiet", indent=5)
    return lines


def _times(one: Decision, zone: str) -> str:
    if one.before is not None and one.after is not None and one.before != one.after:
        return f" from {_span(one.before, zone)} to {_span(one.after, zone)}"
    where = one.after or one.before
    return "" if where is None else f", {_span(where, zone)}"


def _span(span: Interval, zone: str) -> str:
    return f"{_day(span.start, zone)} {_clock(span.start, zone)}-{_clock(span.end, zone)}"


def _day(instant: datetime, zone: str) -> str:
    there = local(instant, zone)
    return f"{WEEKDAYS[there.weekday()]} {there.day} {MONTHS[there.month - 1]}"


def _clock(instant: datetime, zone: str) -> str:
    return f"{local(instant, zone):%H:%M}"


def _run_document(record: RunRecord) -> dict[str, object]:
    return {
        "run": record.run,
        "kind": record.kind.value,
        "host": record.host,
        "as_of": _instant(record.as_of),
        "started": _instant(record.started),
        "ended": None if record.ended is None else _instant(record.ended),
        "result": record.result,
    }


def _decision_document(one: Decision) -> dict[str, object]:
    return {
        "member": one.member,
        "kind": one.kind,
        "period": one.period,
        "action": one.action,
        "before": _span_document(one.before),
        "after": _span_document(one.after),
        "why": one.why,
        "origin": one.origin,
        "state": one.state.value,
    }


def _span_document(span: Interval | None) -> Mapping[str, str] | None:
    return None if span is None else {"start": _instant(span.start), "end": _instant(span.end)}


_instant: Callable[[datetime], str] = datetime.isoformat


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
