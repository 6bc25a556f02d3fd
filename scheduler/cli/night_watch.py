"""Who follows a night: its log, and at a terminal somebody who sees how far it has come."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from scheduler.outcome import LeaderNight, Night
from scheduler.tell.tally import TROUBLE
from scheduler.telling import Log, LogLevel

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from scheduler.tell.log import NightLog


@contextmanager
def night_watch(settings: Log, *, quiet: bool) -> "Iterator[Followers]":
    """What follows a night while the block runs; see `scheduler.night.watch.Watcher`.

    Both the log and the progress are on standard error; progress only where that is a terminal.

    Args:
        quiet: whether only what somebody has to see to is logged.
    """
    from scheduler.tell.log import NightLog

    followers = Followers(NightLog(replace(settings, level=LogLevel.WARNING) if quiet else settings))
    if not sys.stderr.isatty():
        yield followers
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}", style="red", markup=False),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=_console(),
        transient=True,
    )
    with bar:
        yield Followers(followers.log, Shown(bar))


def _console() -> "Console":
    """Standard error as it is: a cursor that a bar hides would stay hidden if the night is killed."""
    from rich.console import Console

    class WithCursor(Console):
        def show_cursor(self, show: bool = True) -> bool:
            return False

    return WithCursor(stderr=True)


@dataclass
class Followers:
    """Told how a night goes on, and tells the log and whoever looks. Measures how long each stage takes."""

    log: "NightLog"
    shown: "Shown | None" = None
    """None: nobody looks."""
    _stages: dict[str, float] = field(default_factory=dict)
    _now: tuple[str, float] | None = None
    """The stage that is under way, and since when."""

    def begins(self, run: str) -> None:
        """A run has its name."""
        self.log.begins(run)

    def stage(self, what: str, leaders: int) -> None:
        """What is being done now, and for how many leaders."""
        self._ends()
        self._now = what, perf_counter()
        self.log.stage(what, leaders)
        if self.shown is not None:
            self.shown.stage(what, leaders)

    def ended(self, leader: LeaderNight) -> None:
        """A leader is done."""
        self.log.ended(leader)
        if self.shown is not None:
            self.shown.ended(leader)

    def failed(self, leader: str, error: Exception) -> None:
        """A bug showed; the night goes on without this leader."""
        self.log.failed(leader, error)

    def told(self, *problems: str) -> None:
        """Something could not be told, such as a summary that could not be sent; a sentence each."""
        for problem in problems:
            self.log.told(problem)

    def over(self, night: Night) -> Night:
        """The night is over; the same with how long its stages took, where it does not say so itself."""
        self._ends()
        measured = night if night.stages is not None else replace(night, stages=dict(self._stages))
        self.log.over(measured)
        return measured

    def _ends(self) -> None:
        if self._now is not None:
            what, since = self._now
            self._stages[what] = self._stages.get(what, 0.0) + perf_counter() - since
        self._now = None


class Shown:
    """A bar for each stage: leaders done, of how many, failed so far, and the time left."""

    def __init__(self, bar: "Progress") -> None:
        self._bar = bar
        self._task: TaskID | None = None
        self._failed = 0

    def stage(self, what: str, leaders: int) -> None:
        """The next stage; nothing is shown of one without leaders."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = None
        if leaders:
            self._task = self._bar.add_task(f"{what} …", total=leaders, failed=self._told())

    def ended(self, leader: LeaderNight) -> None:
        """One more is done."""
        self._failed += leader.ending in TROUBLE
        if self._task is not None:
            self._bar.update(self._task, advance=1, failed=self._told())

    def _told(self) -> str:
        return f"{self._failed} failed" if self._failed else ""
