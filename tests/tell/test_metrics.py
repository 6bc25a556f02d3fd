"""A night in numbers, as Prometheus reads them."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from scheduler.outcome import CompanyLevel, Ending, LeaderNight, Night
from scheduler.tell.metrics import push, registry, write
from scheduler.tell.post import NotSent
from tests.http.drip import Drip
from tests.servers.base import Answer, Request, Server
from tests.tell.nights import NIGHTS, mixed, night, plan, quiet

LAST_SUCCESS = "schedule_night_last_success_timestamp_seconds"
Samples = dict[tuple[str, tuple[str, ...]], float]


def parsed(text: str) -> Samples:
    """Value by name and values of labels, as Prometheus' own parser reads them."""
    families = text_string_to_metric_families(text)
    return {(x.name, tuple(x.labels.values())): x.value for family in families for x in family.samples}


def written(night: Night, path: Path) -> Samples:
    """What the file says after a night."""
    write(night, path)
    return parsed(path.read_text())


class Gateway(Server):
    """Keeps what is pushed as a Pushgateway does: `POST` replaces the metrics of the same names in the group."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Samples] = {}

    def handle(self, request: Request) -> Answer:
        """Take a push."""
        group = request.path.removeprefix("/metrics/")
        if request.method != "POST" or group != "job/schedule":
            return Answer(405)
        if not request.headers["content-type"].startswith("text/plain; version=0.0.4"):
            return Answer(400)
        pushed = parsed(request.body.decode())
        names = {name for name, _ in pushed}
        before = self.kept.get(group, {})
        self.kept[group] = {key: value for key, value in before.items() if key[0] not in names} | pushed
        return Answer(202)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """The process' umask while the block runs."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_the_file_says_how_the_night_went(tmp_path: Path) -> None:
    """Leaders by ending, 1-on-1s by what happens, missed ones, share proven, calls, retries, stages, levels."""
    levels = [CompanyLevel("missed", 8, 7), CompanyLevel("layout", 3, None)]
    told = replace(mixed(levels=levels), retries={"calendars": 2}, stages={"read": 1.5, "plan": 8.0})
    said = written(told, tmp_path / "schedule.prom")
    expected = {
        ("leaders", ("written",)): 2,
        ("leaders", ("failed",)): 1,
        ("leaders", ("previewed",)): 0,
        ("one_on_ones", ("create",)): 2,
        ("one_on_ones", ("move",)): 1,
        ("one_on_ones", ("cancel",)): 1,
        ("one_on_ones", ("keep",)): 2,
        ("missed", ("report",)): 1,
        ("left_alone", ()): 0,
        ("written", ()): 4,
        ("not_written", ()): 1,
        ("plans", ()): 4,
        ("proven_ratio", ()): 0.75,
        ("level", ("missed",)): 8,
        ("level_bound", ("missed",)): 7,
        ("calls", ("calendars",)): 42,
        ("retries", ("calendars",)): 2,
        ("stage_seconds", ("plan",)): 8.0,
        ("computing_seconds", ()): 1.75,
        ("duration_seconds", ()): 12,
        ("exit_code", ()): 5,
        ("ended_timestamp_seconds", ()): told.ended.timestamp(),
    }
    assert {key: said[f"schedule_night_{key[0]}", key[1]] for key in expected} == expected
    assert ("schedule_night_level_bound", ("layout",)) not in said


def test_when_a_night_last_succeeded_outlasts_nights_that_do_not(tmp_path: Path) -> None:
    """That is what an alarm looks at."""
    path = tmp_path / "schedule.prom"
    good, bad = night(quiet(1)), mixed()
    assert (LAST_SUCCESS, ()) not in written(bad, path)
    assert written(good, path)[LAST_SUCCESS, ()] == good.ended.timestamp()
    assert written(bad, path)[LAST_SUCCESS, ()] == good.ended.timestamp()


@pytest.mark.parametrize(
    "there", [b"\xff\x00 nonsense {", b"schedule_night_last_success_timestamp_seconds never\n", b""]
)
def test_a_broken_file_is_replaced(tmp_path: Path, there: bytes) -> None:
    """Whatever stands in it."""
    path = tmp_path / "schedule.prom"
    path.write_bytes(there)
    assert written(mixed(), path)["schedule_night_exit_code", ()] == 5


def test_the_collector_may_read_it_whatever_the_umask(tmp_path: Path) -> None:
    """It runs as another user; and nothing unfinished stays beside the file."""
    with umask(0o077):
        write(mixed(), tmp_path / "schedule.prom")
    assert stat.S_IMODE((tmp_path / "schedule.prom").stat().st_mode) == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["schedule.prom"]


def test_a_folder_that_is_missing_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """As an error of the system's."""
    with pytest.raises(FileNotFoundError):
        write(mixed(), tmp_path / "none" / "schedule.prom")


def test_a_preview_writes_and_pushes_nothing(tmp_path: Path) -> None:
    """Nothing, anywhere."""
    with Gateway() as gateway:
        write(mixed(dry_run=True), tmp_path / "schedule.prom")
        push(mixed(dry_run=True), gateway.url, 5)
        assert gateway.log == []
    assert [*tmp_path.iterdir()] == []


@settings(max_examples=25)
@given(NIGHTS)
def test_any_night_can_be_read_by_prometheus_and_names_nobody(night: Night) -> None:
    """Whatever services and levels are called; no label is a person."""
    said = parsed(generate_latest(registry(night)).decode())
    known = {str(ending) for ending in Ending}
    assert {labels[0] for name, labels in said if name == "schedule_night_leaders"} == known
    levels = {level.name for level in night.levels}
    services = set(night.calls or ())
    labels = {label for name, labels in said for label in labels} - known - levels - services
    assert labels <= {"keep", "create", "move", "cancel", "report", "skip-level", "cross-team", "people-ops"}


def test_a_push_arrives_and_leaves_the_last_success_as_it_is() -> None:
    """A Pushgateway holds the last night, and when one last succeeded."""
    with Gateway() as gateway:
        push(night(quiet(1)), gateway.url, 5)
        push(mixed(), gateway.url, 5)
        kept = gateway.kept["job/schedule"]
    assert kept["schedule_night_exit_code", ()] == 5
    assert kept[LAST_SUCCESS, ()] == night(quiet(1)).ended.timestamp()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(500), "the Pushgateway answered 500"),
        (Answer(302, headers={"Location": "/metrics/job/schedule"}), "the Pushgateway answered 302"),
    ],
)
def test_a_push_that_fails_is_told(answer: Answer, said: str) -> None:
    """Redirects are not followed."""

    class Refuses(Server):
        def handle(self, request: Request) -> Answer:
            return answer

    with Refuses() as server:
        with pytest.raises(NotSent, match=said):
            push(mixed(), server.url, 5)
        assert server.calls == 1


def test_a_slow_gateway_is_cut_off() -> None:
    """One that answers a byte at a time is left when the time is up."""
    with Drip(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n" + b"X-Slow: 1\r\n" * 100) as drip:
        with pytest.raises(NotSent, match=r"did not answer in time|cannot be reached, or broke off"):
            push(mixed(), drip.url, 0.2)
        assert drip.left.wait(30)


def test_one_leader_who_was_not_planned_has_no_share_proven() -> None:
    """No number rather than one that says nothing."""
    none = parsed(generate_latest(registry(night(quiet(1)))).decode())
    assert ("schedule_night_proven_ratio", ()) not in none
    one = night(LeaderNight("a@example.com", "A", Ending.WRITTEN, plan("a", "A")))
    assert parsed(generate_latest(registry(one)).decode())["schedule_night_proven_ratio", ()] == 1
