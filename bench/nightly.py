"""How long nights of whole companies take, what they compute and ask: the first, unchanged ones, one with changes.

    python bench/nightly.py                                  # the table of docs/scale.md
    python bench/nightly.py --leaders 100 --latency 0.05     # with services that answer after 50 ms

The service is simulated in this process: it holds calendars in memory, counts requests as a service's batches would
take them, and answers after `latency`. Everything else is what `schedule nightly` runs: reading, planning in a pool of
processes, guards, writing event by event, ledger and journal in a file.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.companies import AS_OF, Town, town
from bench.memory import BATCH, Service
from providers.event import Event, Interval, Show
from scheduler.night.nightly import nightly
from scheduler.night.terms import NightTerms
from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Action
from scheduler.run import Setup

CHANGED = 0.02
"""The share of people who get a new meeting before a night with changes."""


@dataclass
class Silent:
    """Follows a night and says nothing, but for bugs; measures its stages."""

    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _now: tuple[str, float] | None = None

    def begins(self, run: str) -> None:
        """See `Watcher`."""

    def stage(self, what: str, leaders: int) -> None:
        """See `Watcher`."""
        self.over()
        self._now = (what, time.perf_counter())

    def over(self) -> None:
        """The last stage is over."""
        if self._now is not None:
            self.stages[self._now[0]] += time.perf_counter() - self._now[1]

    def ended(self, leader: LeaderNight) -> None:
        """See `Watcher`."""

    def failed(self, leader: str, error: Exception) -> None:
        """See `Watcher`."""
        print(f"{leader}: {type(error).__name__}: {error}", file=sys.stderr)


def disturb(service: Service, made: Town, seed: int) -> None:
    """Put a new meeting of an hour on a Thursday into some calendars."""
    random = Random(seed)
    emails = sorted(service.calendars)
    for email in random.sample(emails, max(1, round(CHANGED * len(emails)))):
        start = AS_OF.replace(hour=9, minute=0) + timedelta(days=3, hours=random.randrange(7))
        span = Interval(start, start + timedelta(hours=1))
        service.calendars[email][f"new{seed}-{email}"] = Event(email, f"new{seed}-{email}", span, Show.BUSY)


def measured(what: str, setup: Setup, service: Service, jobs: int) -> Night:
    """Run a night, and print a row."""
    service.calls = 0
    watcher = Silent()
    began, cpu = time.perf_counter(), _cpu()
    night = nightly(setup, NightTerms(AS_OF, jobs=jobs), watcher)
    watcher.over()
    took, computed = time.perf_counter() - began, _cpu() - cpu
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    least = ceil(len(service.calendars) / BATCH)
    changes = sum(each.written for each in night.leaders)
    endings = ", ".join(f"{len(night.of(ending)):,} {ending}" for ending in Ending if night.of(ending))
    missed = sum(len(each.missed) for each in night.leaders)
    moved = sum(each.count(Action.MOVE) for each in night.leaders)
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in watcher.stages.items())
    print(
        f"| {len(night.leaders):,} | {what} | {took:.1f} | {len(night.leaders) / took:.1f} | {computed:.1f} | {peak} | "
        f"{service.calls:,} ({least + changes:,}) | {changes:,} | {missed} | {moved} | {endings} |",
        flush=True,
    )
    print(f"    {stages}", file=sys.stderr, flush=True)
    return night


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaders", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--every", type=int, default=5, help="minutes between the starts of the grid")
    parser.add_argument(
        "--busy", type=float, nargs=2, default=(0.05, 0.15), help="least and largest share of calendars"
    )
    parser.add_argument("--latency", type=float, default=0.0, help="seconds to an answer")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("| leaders | night | s | leaders/s | CPU s | MiB | requests (least) | written | missed | moved | endings |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for leaders in options.leaders:
        made = town(leaders, options.seed, every=options.every, weeks=options.weeks, busy=tuple(options.busy))
        service = Service.of(made, options.latency)
        with tempfile.TemporaryDirectory() as folder:
            company = replace(made.company, ledger=Path(folder) / "ledger.sqlite")
            setup = Setup(company, {"folder": service}, Path(folder) / "ledger.sqlite")
            measured("first", setup, service, options.jobs)
            measured("unchanged", setup, service, options.jobs)
            disturb(service, made, options.seed + 1)
            measured("2 % changed", setup, service, options.jobs)
            measured("unchanged", setup, service, options.jobs)


if __name__ == "__main__":
    main()
