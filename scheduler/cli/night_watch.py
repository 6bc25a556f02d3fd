"""Who follows a night at a terminal."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from scheduler.outcome import LeaderNight, Night
from scheduler.telling import Log, LogLevel

if TYPE_CHECKING:
    from scheduler.tell.log import NightLog


class Lines:
    """See `scheduler.night.watch.Watcher`: plain lines."""

    def begins(self, run: str) -> None:
        """The page tells."""

    def stage(self, what: str, leaders: int) -> None:
        """Nothing, unless somebody looks."""
        if sys.stderr.isatty():
            click.echo(f"{what} …  ({leaders})", err=True)

    def told(self, problem: str) -> None:
        """Something could not be told, such as a summary that could not be sent."""
        click.echo(f"schedule: {problem}", err=True)

    def over(self, night: Night) -> None:
        """The page tells."""

    def ended(self, leader: LeaderNight) -> None:
        """The page tells."""

    def failed(self, leader: str, error: Exception) -> None:
        """Where in the program it happened: no text of a calendar stands in that."""
        where = "".join(traceback.format_tb(error.__traceback__))
        click.echo(f"schedule: {leader or 'everybody'}: {type(error).__name__}\n{where}", err=True)


@contextmanager
def night_watch(settings: Log, *, quiet: bool) -> "Iterator[Lines | NightLog]":
    """Who follows the night on standard error: a person at a terminal, else a log.

    Args:
        quiet: whether only what somebody has to see to is told.
    """
    if sys.stderr.isatty():
        yield Lines()
        return
    from scheduler.tell.log import NightLog

    yield NightLog(replace(settings, level=LogLevel.WARNING) if quiet else settings)
