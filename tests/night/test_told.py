"""What `schedule nightly` tells besides its page: a log, metrics, messages; by processes as a timer starts them."""

import json
import socket
from pathlib import Path
from threading import Event
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.cli.company import tree
from tests.cli.process import Result
from tests.http.drip import Drip
from tests.night.company import ANN, LEA, Teams
from tests.servers.base import Answer, Fault
from tests.servers.webhooks import Slack

TELLING = """
[metrics]
file = "schedule.prom"

[summary]
when = "{when}"

[summary.slack]
webhook_env = "HOOK"
"""


def told_to(teams: Teams, slack: Slack, when: str = "changes") -> dict[str, str]:
    """Configure metrics and a webhook; the environment for it."""
    teams.organise(teams.led, TELLING.format(when=when))
    return {"HOOK": slack.hook}


def log(done: Result) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in done.err.splitlines() if line.startswith("{")]


def metric(path: Path, name: str) -> float:
    """One of the file's numbers."""
    families = text_string_to_metric_families(path.read_text())
    return next(sample.value for family in families for sample in family.samples if sample.name == name)


def test_a_night_is_logged_measured_and_summed_up(teams: Teams) -> None:
    """Every decision is a line of JSON with run and leader; a file for Prometheus; a message, once."""
    with Slack() as slack:
        environ = told_to(teams, slack)
        done = teams.night("--format", "json", environ_too=environ)
        assert done.code == 0, done
        run = json.loads(done.out)["run"]
        lines = log(done)
        assert {line["run"] for line in lines} == {run}
        created = [(line["leader"], line["member"]) for line in lines if line["event"] == "create"]
        assert sorted(leader for leader, _ in created) == [ANN, ANN, LEA, LEA]
        assert lines[-1]["event"] == "night over"
        assert metric(teams.root / "schedule.prom", "schedule_night_written") == 4
        assert metric(teams.root / "schedule.prom", "schedule_night_last_success_timestamp_seconds") > 0
        assert metric(teams.root / "schedule.prom", "schedule_night_stage_seconds") > 0
        (said,) = slack.posted
        assert "4 changes written" in said


def test_a_quiet_night_says_nothing(teams: Teams) -> None:
    """Nothing changed, nobody has to see to anything: no message."""
    with Slack() as slack:
        environ = told_to(teams, slack)
        teams.night(environ_too=environ)
        assert teams.night(environ_too=environ).code == 0
        assert len(slack.posted) == 1


def test_a_preview_tells_nobody(teams: Teams) -> None:
    """It writes nothing anywhere, not even a number."""
    with Slack() as slack:
        environ = told_to(teams, slack, "always")
        before = tree(teams.root)
        assert teams.night("--dry-run", environ_too=environ).code == 0
        assert tree(teams.root) == before
        assert slack.log == []


def test_a_message_that_cannot_be_sent_fails_no_night(teams: Teams) -> None:
    """It is told in the log, without the address; it goes after the next night."""
    with Slack() as slack:
        environ = told_to(teams, slack)
        slack.inject(Fault(Answer(503)))
        done = teams.night(environ_too=environ)
        assert done.code == 0
        (problem,) = (line["why"] for line in log(done) if line["event"] == "not told")
        assert problem == "summary by Slack: Slack answered 503; it is tried again after the next night"
        assert slack.hook not in done.out + done.err
        assert teams.night(environ_too=environ).code == 0
        assert len(slack.posted) == 1


def test_a_night_that_cannot_run_is_told_too(teams: Teams) -> None:
    """Where nobody looks at the terminal, somebody still hears of it."""
    with Slack() as slack:
        environ = told_to(teams, slack, "problems")
        teams.ledger.parent.mkdir()
        teams.ledger.write_bytes(b"this is no database, and long enough to be seen as none" * 20)
        done = teams.night(environ_too=environ)
        assert done.code == 4
        (said,) = slack.posted
        assert "nothing was written" in said
        assert "Nothing was written for anybody" in said


def test_people_at_a_terminal_see_how_far_it_has_come(teams: Teams) -> None:
    """A bar for each stage, with leaders done; lines for people, and no JSON."""
    done = teams.start_night(terminal=True).wait()
    assert done.code == 0
    assert "Writing …" in done.out
    assert "0/2" in done.out
    assert '"event"' not in done.out
    assert "create  leader=lea@example.com member=ann@example.com" in done.out


def test_without_a_terminal_no_bar_is_drawn(teams: Teams) -> None:
    """Standard error holds the log and nothing else; standard output the page."""
    done = teams.night()
    assert [line for line in done.err.splitlines() if not line.startswith("{")] == []
    assert "\x1b" not in done.out + done.err


class Asked(Drip):
    """Knows when somebody has connected."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(answer)
        self.asked = Event()

    def _serve(self, connection: socket.socket) -> None:
        self.asked.set()
        super()._serve(connection)


def test_interrupted_while_a_slow_server_is_told(teams: Teams) -> None:
    """Ctrl-C while a message is sent: the night is done, and so it says; the message goes after the next one."""
    with Slack() as slack, Asked(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 200) as slow:
        told_to(teams, slack)
        run = teams.start_night(terminal=True, environ_too={"HOOK": f"{slow.url}/verysecret"})
        assert slow.asked.wait(120)
        run.interrupt()
        done = run.wait()
        assert done.code == 130
        assert "interrupted while the night was told: it is done" in done.out
        assert "nothing was written" not in done.out
        assert len(teams.ours(LEA)) == 2
        assert teams.night(environ_too={"HOOK": slack.hook}).code == 0
        assert len(slack.posted) == 1
