"""Once a night is over, everything that is configured is told, and nothing of it can fail the night."""

from dataclasses import replace
from pathlib import Path

from scheduler.company import Company
from scheduler.tell import after_night
from scheduler.telling import Metrics, Secret, Summary, Telling, When
from tests.planning.build import ANN, company, pair
from tests.servers.webhooks import Slack
from tests.tell.nights import mixed
from tests.tell.test_metrics import Gateway


def telling(metrics: Metrics, summary: Summary | None = None) -> Company:
    """A company that is told so."""
    return replace(company([pair(ANN)]), telling=Telling(metrics=metrics, summary=summary or Summary()))


def test_all_that_is_configured_is_told(tmp_path: Path) -> None:
    """A file and a push of metrics, and a message; beside the ledger an outbox."""
    with Gateway() as gateway, Slack() as slack:
        metrics = Metrics(tmp_path / "schedule.prom", gateway.url)
        one = telling(metrics, Summary(When.ALWAYS, slack=Secret(variable="HOOK")))
        assert after_night(mixed(), one, tmp_path, {"HOOK": slack.hook}) == ()
    assert (tmp_path / "schedule.prom").exists()
    assert "job/schedule" in gateway.kept
    assert len(slack.posted) == 1
    assert (tmp_path / "outbox").is_dir()


def test_without_configuration_nothing_is_written_anywhere(tmp_path: Path) -> None:
    """No file, no folder."""
    assert after_night(mixed(), telling(Metrics()), tmp_path, {}) == ()
    assert [*tmp_path.iterdir()] == []


def test_what_fails_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    """A folder that is missing and a gateway that is gone keep nobody from the message."""
    metrics = Metrics(tmp_path / "none" / "schedule.prom", "http://127.0.0.1:1")
    with Slack() as slack:
        one = telling(metrics, Summary(When.ALWAYS, slack=Secret(variable="HOOK")))
        problems = after_night(mixed(), one, tmp_path, {"HOOK": slack.hook})
    assert [problem.partition(":")[0] for problem in problems] == ["metrics", "metrics"]
    assert "schedule.prom cannot be written: No such file or directory" in problems[0]
    assert len(slack.posted) == 1
