"""A night as a log: every decision, with its run and leader, and nothing that is nobody's business."""

import io
import json
import os
import pty
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.outcome import Ending, LeaderNight
from scheduler.tell.log import NightLog
from scheduler.telling import Log, LogForm, LogLevel
from tests.tell.nights import AGENDA, LEADERS, RUN, mixed


def lines(*leaders: LeaderNight, level: LogLevel = LogLevel.INFO) -> list[dict[str, Any]]:
    """What is logged of leaders, as JSON."""
    out = io.StringIO()
    log = NightLog(Log(level, LogForm.JSON), out)
    log.begins(RUN)
    for each in leaders:
        log.ended(each)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_decision_is_a_line_with_run_and_leader() -> None:
    """New, moved, cancelled, missed; then how it ended."""
    ana, bo = mixed().leaders[:2]
    told = lines(ana, bo)
    assert [(each["event"], each.get("leader"), each.get("member")) for each in told] == [
        ("night begins", None, None),
        ("create", "ana@example.com", "ben@example.com"),
        ("move", "ana@example.com", "chen@example.com"),
        ("cancel", "ana@example.com", "dai@example.com"),
        ("leader done", "ana@example.com", None),
        ("unplaced", "bo@example.com", "fay@example.com"),
        ("leader done", "bo@example.com", None),
    ]
    assert {each["run"] for each in told} == {RUN}
    assert told[2]["after"] == "2026-12-03T11:00:00+00:00/2026-12-03T11:30:00+00:00"
    assert told[5]["would_help"] == "a 25-minute 1-on-1"


@pytest.mark.parametrize(
    ("level", "events"),
    [
        (LogLevel.DEBUG, {"keep", "create", "unplaced", "leader done", "not written"}),
        (LogLevel.WARNING, {"unplaced", "leader done", "not written"}),
        (LogLevel.ERROR, {"leader done", "not written"}),
    ],
)
def test_the_level_decides_what_is_logged(level: LogLevel, events: set[str]) -> None:
    """Nothing below it."""
    told = lines(*mixed().leaders, level=level)
    order = [*LogLevel]
    assert events <= {each["event"] for each in told}
    assert all(order.index(each["level"]) >= order.index(level) for each in told)


@settings(max_examples=25)
@given(LEADERS)
def test_no_agenda_is_logged_and_a_line_is_a_line(leader: LeaderNight) -> None:
    """Whatever names and reasons hold: each line is one object, and none has a key for titles or agendas."""
    for each in lines(leader, level=LogLevel.DEBUG):
        assert each.keys().isdisjoint({"agenda", "title", "description", "token"})


def test_not_even_the_link_to_an_agenda_is_logged() -> None:
    """Nor in any form of log."""
    for form in LogForm:
        out = io.StringIO()
        log = NightLog(Log(LogLevel.DEBUG, form), out)
        for each in mixed().leaders:
            log.ended(each)
        log.over(mixed())
        assert "create" in out.getvalue()
        assert AGENDA not in out.getvalue()


def test_the_text_of_a_bug_is_not_logged() -> None:
    """It may quote a calendar: its kind and place are enough to mend it."""
    out = io.StringIO()
    try:
        raise KeyError("Lunch with a head hunter")
    except KeyError as error:
        NightLog(Log(form=LogForm.JSON), out).failed("ana@example.com", error)
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert (told["error"], told["leader"]) == ("KeyError", "ana@example.com")
    assert "test_log.py" in told["where"][0]
    assert "head hunter" not in line


def test_people_read_lines_in_a_terminal_and_machines_read_json_anywhere_else() -> None:
    """Unless the configuration says which."""
    plain = io.StringIO()
    NightLog(Log(), plain).stage("Reading calendars", 3)
    assert json.loads(plain.getvalue())["what"] == "Reading calendars"
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as terminal:
        NightLog(Log(), terminal).stage("Reading calendars", 3)
        shown = os.read(master, 4096).decode()
    os.close(master)
    assert 'info    stage  what="Reading calendars" leaders=3' in shown


def test_a_name_can_do_nothing_to_a_terminal() -> None:
    """No line break, no escape code."""
    out = io.StringIO()
    hostile = LeaderNight("a@example.com", "x", Ending.FAILED, why="\x1b[2J\nfake line\u202e")
    NightLog(Log(form=LogForm.TEXT), out).ended(hostile)
    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()


def test_the_end_of_a_night_is_told() -> None:
    """What it came to, what stopped it, who left 1-on-1s behind."""
    out = io.StringIO()
    NightLog(Log(form=LogForm.JSON), out).over(mixed(stopped="too much", orphans=["Zed left some"]))
    told = {each["event"]: each for each in map(json.loads, out.getvalue().splitlines())}
    assert told["stopped"]["why"] == "too much"
    assert told["left behind"]["why"] == "Zed left some"
    assert told["night over"]["leaders"] == {"unchanged": 1, "written": 2, "partly": 1, "refused": 1, "failed": 1}
    assert told["night over"]["exit_code"] == 3
