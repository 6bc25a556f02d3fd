"""Who follows a night at a terminal."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from scheduler.outcome import LeaderNight


@contextmanager
def night_watch() -> "Iterator[Lines]":
    """A watcher that tells on standard error what a person may want to know."""
    yield Lines()


class Lines:
    """See `scheduler.night.watch.Watcher`: plain lines."""

    def stage(self, what: str, leaders: int) -> None:
        """Nothing, unless somebody looks."""
        if sys.stderr.isatty():
            click.echo(f"{what} …  ({leaders})", err=True)

    def ended(self, leader: LeaderNight) -> None:
        """The page tells."""

    def failed(self, leader: str, error: Exception) -> None:
        """Where in the program it happened: no text of a calendar stands in that."""
        where = "".join(traceback.format_tb(error.__traceback__))
        click.echo(f"schedule: {leader or 'everybody'}: {type(error).__name__}\n{where}", err=True)
