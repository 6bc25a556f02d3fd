"""A night in numbers for Prometheus: a file for node_exporter's textfile collector, or a push to a Pushgateway.

All are gauges of the last night. Labels hold kinds, endings, stages, levels and services: never a person.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from providers.files import open_folder, read_regular
from scheduler.outcome import Night
from scheduler.plan import Outcome
from scheduler.tell.post import post
from scheduler.tell.tally import tally

SUCCEEDED = "schedule_night_last_success_timestamp_seconds"
JOB = "schedule"
K = TypeVar("K", bound=str)
FOR_EVERYBODY = 0o644
"""node_exporter is another user; there is nothing in the file that others may not know."""


def write(night: Night, path: Path) -> None:
    """Replace the file whole. A preview writes nothing.

    When the last night succeeded stays in the file through nights that do not.

    Raises:
        OSError: it could not be written; what was there is still there.
    """
    if night.dry_run:
        return
    text = generate_latest(registry(night, succeeded=_succeeded_before(path)))
    with open_folder(path.parent) as folder:
        folder.sweep()
        folder.write(path.name, text, mode=FOR_EVERYBODY)


def push(night: Night, gateway: str, seconds: float) -> None:
    """Push to a Pushgateway. A preview pushes nothing.

    What this night does not know, such as when the last one succeeded, stays there as it is: `POST` replaces metrics of
    the same name only.

    Args:
        gateway: its address.
        seconds: until it has answered.

    Raises:
        NotSent: it did not answer that it has them.
    """
    if night.dry_run:
        return
    body = generate_latest(registry(night))
    kind = "text/plain; version=0.0.4; charset=utf-8"
    post(f"{gateway}/metrics/job/{JOB}", body, kind, "the Pushgateway", seconds)


def registry(night: Night, *, succeeded: float | None = None) -> CollectorRegistry:
    """The metrics of a night.

    Args:
        succeeded: seconds since the epoch at which an earlier night succeeded; None: unknown.
    """
    found = CollectorRegistry()
    total = tally(night)
    _labelled(found, "leaders", "Leaders by how the night ended for them.", "ending", total.endings)
    _labelled(found, "one_on_ones", "Planned 1-on-1s by what happens to them.", "action", total.changes)
    _labelled(found, "missed", "1-on-1s for which there is no time, by why the two meet.", "kind", _missed(night))
    left_alone = total.not_placed[Outcome.LEFT_ALONE]
    _one(found, "left_alone", "1-on-1s not touched, as a calendar could not be read.", left_alone)
    _one(found, "written", "Changes that were written.", total.written)
    _one(found, "not_written", "Events that could not be written.", total.failures)
    _one(found, "orphans", "Former leaders whose 1-on-1s still stand.", len(night.orphans))
    _one(found, "plans", "Leaders who were planned anew.", total.planned)
    if total.planned:
        _one(found, "proven_ratio", "Share of these of whose plans none is better.", total.proven / total.planned)
    if night.levels:
        values = {level.name: level.value for level in night.levels}
        bounds = {level.name: level.bound for level in night.levels if level.bound is not None}
        _labelled(found, "level", "Value of each level of the strict order, over the company.", "level", values)
        _labelled(found, "level_bound", "What no plan of the company has less of.", "level", bounds)
    for name, said, counts in (
        ("calls", "Requests to each service.", night.calls),
        ("retries", "Requests that were repeated.", night.retries),
    ):
        if counts is not None:
            _labelled(found, name, said, "service", counts)
    if night.stages is not None:
        _labelled(found, "stage_seconds", "Wall clock by stage.", "stage", night.stages)
    _one(
        found, "computing_seconds", "Of planning, over all leaders and machines.", sum(x.seconds for x in night.leaders)
    )
    _one(found, "duration_seconds", "Wall clock from start to end.", (night.ended - night.started).total_seconds())
    _one(found, "exit_code", "Of the command.", night.exit_code)
    _one(found, "ended_timestamp_seconds", "When it ended.", night.ended.timestamp())
    if night.exit_code == 0:
        succeeded = night.ended.timestamp()
    if succeeded is not None:
        Gauge(SUCCEEDED, "When a night last ended well for everybody.", registry=found).set(succeeded)
    return found


def _one(found: CollectorRegistry, name: str, said: str, value: float) -> None:
    Gauge(f"schedule_night_{name}", said, registry=found).set(value)


def _labelled(found: CollectorRegistry, name: str, said: str, label: str, values: Mapping[K, float]) -> None:
    gauge = Gauge(f"schedule_night_{name}", said, [label], registry=found)
    for key, value in values.items():
        gauge.labels(str(key)).set(value)


def _missed(night: Night) -> Mapping[str, int]:
    return Counter(entry.pair.kind for each in night.leaders for entry in each.missed)


def _succeeded_before(path: Path) -> float | None:
    """What the file says; None: there is none, or it says nothing of it."""
    try:
        with read_regular(path) as file:
            text = file.read().decode()
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return next((sample.value for sample in samples if sample.name == SUCCEEDED), None)
    except (OSError, ValueError):
        return None
