"""A run for one leader: read, decide, then write. It knows no terminal and no command line.

Whoever starts a run hands over a `Reviewer`: somebody at a terminal, a log, a service.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from providers.wall_clock import to_instant
from scheduler.company import Company, Team
from scheduler.dates import clock
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import CalendarFailure, Interrupted, Stale
from scheduler.journal import Noting
from scheduler.ledger.record import RunKind, RunRecord
from scheduler.ledger.store import Where, default_path, recall
from scheduler.loading import undisturbed
from scheduler.plan import BlockKind, Change, Plan
from scheduler.providers import providers_of
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.profiles import with_profiles
from scheduler.read.team import Providers, Seen, read_team

if TYPE_CHECKING:
    from scheduler.choice import Choices
    from scheduler.planning.make import Decision
    from scheduler.write import Judge, Outcomes, Reading

ATTEMPTS = 3
"""So often a run that nobody watches plans and writes, where calendars change under it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run is asked for, beside whose it is."""

    as_of: datetime | None = None
    """The clock, where it is fixed; without a zone, it is on the company's wall."""
    weeks: int | None = None
    """The horizon, if not as configured."""
    max_moves: int | None = None
    """At most so many existing 1-on-1s are moved."""
    accept_empty: tuple[str, ...] = ()
    """Emails of people whose calendar is known to be empty now."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What runs stand on: a company, what hosts its calendars, and where its ledger lies."""

    company: Company
    """With the zones and hours that accounts tell."""
    providers: Providers
    ledger: Where


class Waiter(Protocol):
    """Who waits while something is done."""

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Say what is being done while a block runs; yields a function that replaces the text."""


class Reviewer(Waiter, Protocol):
    """Who looks over a run."""

    def approves(self, plan: Plan) -> bool:
        """Whether to write the plan. May raise `Refused`."""

    def written(self, plan: Plan, outcomes: "Outcomes") -> None:
        """Told what was written, and what was not."""

    def plans_again(self) -> None:
        """Told that a calendar changed between planning and writing."""


@dataclass(slots=True)
class Progress:
    """How far writing has come, so that an interruption can be told exactly."""

    before: int = 0
    """Written by earlier attempts of the run."""
    done: int = 0
    of: int | None = None
    """None: writing has not begun."""

    def next_attempt(self) -> None:
        """Count from here what another plan writes."""
        self.before, self.done, self.of = self.before + self.done, 0, None

    def sentence(self) -> str:
        """What an interruption at this point leaves behind."""
        if not self.of:
            return f"interrupted; {self.before or 'no'} {'event was' if self.before <= 1 else 'events were'} written"
        if self.done == self.of:
            return "interrupted; everything was written by then"
        return (
            f"interrupted while writing: {self.done} of {self.of} events were written, and one more may have been "
            "begun. Run again: what was begun is completed"
        )

    def stopped(self) -> str:
        """A line on what a failure at this point leaves behind; empty: nothing was written."""
        if not self.of:
            return ""
        return (
            f"\nBy then {self.done} of {self.of} events were written, and one more may have been begun. "
            "The next run completes what was begun"
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    plan: Plan
    outcomes: "Outcomes | None" = None
    """None: the plan was not to be written."""


def set_up(company: Company, *, deadline: float | None = None) -> Setup:
    """Make the providers, and ask accounts for what the configuration leaves to them.

    Args:
        deadline: seconds that the run may ask a service in all; None: as long as a run for one leader may.
    """
    providers = providers_of(company, deadline=deadline)
    return Setup(with_profiles(company, providers), providers, ledger_of(company))


def ledger_of(company: Company) -> Where:
    """Where the ledger lies."""
    return company.ledger or default_path()


def instant_of(company: Company, as_of: datetime | None) -> datetime:
    """Now, or the time that was given for it; zone-aware."""
    if as_of is None:
        return clock.now()
    return as_of if as_of.tzinfo else to_instant(as_of, company.time_zone)


def run(
    setup: Setup,
    leader: str,
    terms: Terms,
    reviewer: Reviewer,
    *,
    attempts: int = 1,
    part_of: RunRecord | None = None,
) -> Ended:
    """Decide, and write what the reviewer approves; anew where a calendar changed meanwhile, up to `attempts` times.

    Args:
        leader: email.
        part_of: see `write`.

    Raises:
        Stale: calendars changed in the last attempt, too. It wrote nothing.
        Refused: by the reviewer.
        CalendarFailure: the ledger or calendars cannot be read, or not be written at all.
        Interrupted: by Ctrl-C.
    """
    progress = Progress()
    for left in reversed(range(attempts)):
        try:
            plan, seen = decide(setup, leader, terms, reviewer)
            if not reviewer.approves(plan):
                return Ended(plan)
            outcomes = write(setup, plan, terms.as_of, reviewer, seen=seen, progress=progress, part_of=part_of)
            if not (outcomes.conflicts and left):
                return Ended(plan, outcomes)
        except Stale:
            if not left:
                raise
        except KeyboardInterrupt:
            raise Interrupted(progress.sentence()) from None
        progress.next_attempt()
        reviewer.plans_again()
    raise AssertionError("the last attempt ends the run")


def decide(setup: Setup, leader: str, terms: Terms, reviewer: Reviewer) -> tuple[Plan, Seen]:
    """Read what the leader's plan depends on, and make it. Nothing is written."""
    decided, seen = decision(setup, leader, terms, reviewer)
    return decided.plan, seen


def decision(setup: Setup, leader: str, terms: Terms, waiter: Waiter) -> tuple["Decision", Seen]:
    """As `decide`, with what the plan was made from: for whoever explains it, or asks what would be if."""
    with undisturbed():
        from scheduler.planning.make import make_plan

    with _reading(setup, leader, terms, waiter) as (team, seen, now):
        decided = make_plan(
            setup.company, team, seen.calendars, seen.memory, now, weeks=terms.weeks, max_moves=terms.max_moves
        )
    return decided, seen


def choices(
    setup: Setup, leader: str, terms: Terms, waiter: Waiter, earlier: Sequence[Change] = ()
) -> tuple["Choices", Seen]:
    """Read what the leader's plan depends on, and what there is to choose between. Nothing is written.

    Args:
        earlier: what is going to be written for other leaders before.
    """
    with undisturbed():
        from scheduler.planning.choices import make_choices
        from scheduler.planning.projection import carried_out

    with _reading(setup, leader, terms, waiter) as (team, seen, now):
        after = replace(seen, calendars=carried_out(seen.calendars, earlier))
        found = make_choices(setup.company, team, after.calendars, after.memory, now, weeks=terms.weeks)
    return found, after


@contextmanager
def _reading(setup: Setup, leader: str, terms: Terms, waiter: Waiter) -> Iterator[tuple[Team, Seen, datetime]]:
    """A leader's team, what was read for it, and now; says what is done until the block ends."""
    company, team = setup.company, setup.company.teams[leader]
    now = instant_of(company, terms.as_of)
    memory = recall(setup.ledger, leader)
    ahead = horizon(company.people[leader], team.rules, now, terms.weeks or company.horizon_weeks)
    with waiter.waits("Reading calendars …") as say:
        window = reading_window(company, team, ahead)
        calendars = read_team(company, team, setup.providers, window, memory)
        refuse_lost_calendars(calendars, memory, window, now, terms.accept_empty)
        say("Placing 1-on-1s …")
        yield team, Seen(calendars, memory), now


def write(
    setup: Setup,
    plan: Plan,
    as_of: datetime | None,
    reviewer: Reviewer,
    *,
    seen: Seen | None = None,
    progress: Progress | None = None,
    kind: RunKind = RunKind.LEADER,
    part_of: RunRecord | None = None,
    judge: "Judge | None" = None,
    read: "Reading | None" = None,
    begins: Callable[[], None] = lambda: None,
) -> "Outcomes":
    """Write exactly this plan, and let providers keep what was read, if it is a run of its own.

    Args:
        as_of: the clock, where it is fixed; else the time counts at which writing begins.
        seen: what the plan was made from, a moment ago; None: it was saved earlier.
        progress: counts what is written.
        kind: what the run is for, as the journal notes it.
        part_of: the run for several leaders of which this is a part, and whose end whoever began it sees to; None: it
            is a run of its own.
        judge: see `scheduler.write.carry_out`, also for `read`.
        begins: is called when all is found as planned, before the first write; what it raises stops the run there.

    Raises:
        Stale: a calendar that the plan depends on has changed. Nothing was written.
        CalendarFailure: the ledger or calendars cannot be written at all.
        Interrupted: by Ctrl-C.
    """
    from scheduler.write import carry_out, remember

    counted = progress or Progress()
    now = instant_of(setup.company, as_of)
    noting = Noting(setup.ledger, plan, kind, now, part_of)
    try:
        with reviewer.waits("Writing …") as say:

            def count(done: int, of: int) -> None:
                if of:
                    if not done:
                        begins()
                    noting.begins()
                counted.done, counted.of = done, of
                say(f"Writing … {done} of {of}")

            try:
                outcomes = carry_out(
                    plan,
                    setup.company,
                    setup.providers,
                    setup.ledger,
                    now,
                    progress=count,
                    seen=seen,
                    judge=judge,
                    read=read,
                )
            except CalendarFailure as error:
                noting.stops(str(error))
                raise CalendarFailure(f"{error}{counted.stopped()}") from error
        noting.ends(outcomes)
        reviewer.written(plan, outcomes)
        if part_of is None:
            remember(setup.providers)
    except KeyboardInterrupt:
        noting.stops("interrupted")
        raise Interrupted(counted.sentence()) from None
    return outcomes


def leader_was_read(plan: Plan) -> bool:
    """Whether the leader's own calendar could be read in the planned weeks: else nothing could be planned."""
    blocks = (block for each in plan.inputs if each.email == plan.leader for block in each.blocks)
    unknown = (block.span for block in blocks if block.kind is BlockKind.UNKNOWN)
    return not any(span.start <= plan.as_of and span.end >= plan.window.end for span in unknown)
