"""Who looks over a run that was typed at a shell: prints the plan, then asks, saves or leaves it at that."""

import shlex
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.show import How, print_plan
from scheduler.cli.waiting import waiting
from scheduler.cli.writing import failures, save_html, save_plan, tell_written
from scheduler.dates import clock
from scheduler.errors import Refused
from scheduler.plan import Plan

if TYPE_CHECKING:
    from scheduler.write import Outcomes


def refuse_without_answer(*, yes: bool) -> None:
    """Stop a run that would ask where nobody can answer, before anything is read.

    Raises:
        Refused: there is no terminal, and no `--yes`.
    """
    if not yes and (sys.stdin is None or not sys.stdin.isatty()):
        raise Refused(
            "there is no terminal at which somebody could confirm the plan, so nothing was read or written; "
            "add --yes to write without asking"
        )


@dataclass(frozen=True)
class Looks:
    """Shows the plan and leaves it at that; says what stands against writing it."""

    how: How
    force: bool
    html: Path | None = field(default=None, kw_only=True)
    """Where to write the plan as a page for a browser."""

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Say what is being done, if that takes long and somebody looks."""
        return waiting(what)

    def approves(self, plan: Plan) -> bool:
        """Show it; False."""
        self.shows(plan)
        if self.html is not None:
            from scheduler.preview.html import plan_html

            save_html(plan_html(plan), self.html)
        if (why := self.held_back(plan)) is not None and not self.force:
            click.echo(f"schedule: to be written, {why}", err=True)
        return False

    def shows(self, plan: Plan) -> None:
        """Print it."""
        print_plan(plan, self.how)

    def held_back(self, plan: Plan) -> Refused | None:
        """Why it is not to be written without `--force`, whenever that is; None: nothing stands against it."""
        return changes_too_much(plan)

    def written(self, plan: Plan, outcomes: "Outcomes") -> None:
        """Say what was written, and what was not."""
        if not self.how.quiet:
            tell_written(plan, outcomes)
        for sentence in failures(outcomes):
            click.echo(f"schedule: not written: {sentence}", err=True)

    def plans_again(self) -> None:
        """Say that the plan just shown is not the one that counts."""
        click.echo("schedule: a calendar changed meanwhile; planning again.", err=True)


@dataclass(frozen=True)
class Saves(Looks):
    """Shows the plan and saves it."""

    path: Path
    config: Path | None
    """As named on the command line."""

    def approves(self, plan: Plan) -> bool:
        """Show and save it; False."""
        super().approves(plan)
        save_plan(plan, self.path)
        if not self.how.quiet:
            force = self.force or self.held_back(plan) is not None
            click.echo(f"Saved. To write it: {self._command(force=force)}", err=True)
        return False

    def held_back(self, plan: Plan) -> Refused | None:
        """The same, and that it is made as of a time that is far from now."""
        return changes_too_much(plan) or far_from_now(plan.as_of)

    def _command(self, *, force: bool) -> str:
        words = ["schedule", "apply", str(self.path)]
        words += [] if self.config is None else ["--config", str(self.config)]
        return shlex.join([*words, *(["--force"] if force else [])])


@dataclass(frozen=True)
class Asks(Looks):
    """Shows the plan and asks, unless the answer is known."""

    yes: bool

    def approves(self, plan: Plan) -> bool:
        """Whether to write it.

        Raises:
            Refused: the user said no, or it changes too much to be written without `--force`.
        """
        self.shows(plan)
        if (why := self.held_back(plan)) is not None and not self.force:
            raise why
        number = sum(1 for change in plan.changes if change.writes)
        if number and not self.yes:
            events = "event" if number == 1 else "events"
            if not click.confirm(f"Write {number} {events}?", err=True):
                raise Refused("nothing was written")
        return True

    def held_back(self, plan: Plan) -> Refused | None:
        """The same, and that it is made as of a time that is far from now."""
        return changes_too_much(plan) or far_from_now(plan.as_of)


def changes_too_much(plan: Plan) -> Refused | None:
    """Why a plan changes more than is written without `--force`; None: it does not."""
    from scheduler.write import too_many_changes

    return too_many_changes(plan)


def far_from_now(as_of: datetime) -> Refused | None:
    """Why nothing is written for a time so far from now; None: it is near."""
    from scheduler.write import refuse_far_clock

    try:
        refuse_far_clock(as_of, clock.now())
    except Refused as refused:
        return refused
    return None
