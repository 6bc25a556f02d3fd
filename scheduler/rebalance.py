"""What a change of the team comes to: what there is to choose for each leader whom it touches, and writing it all.

The configuration is written when all is found as planned, before the first event: whatever stops the run afterwards,
the next one for these leaders completes it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from scheduler import roster
from scheduler.cancel import cancelling
from scheduler.choice import Choice, Choices
from scheduler.company import Company
from scheduler.dates import clock
from scheduler.errors import CalendarFailure, Stale
from scheduler.journal import run_record
from scheduler.ledger.record import RunKind
from scheduler.ledger.runs import end_run
from scheduler.outcome import Ending
from scheduler.plan import Change, Plan
from scheduler.read.team import Seen
from scheduler.roster import Edited
from scheduler.run import Reviewer, Setup, Terms, Waiter, choices, instant_of, set_up, write


@dataclass(frozen=True, slots=True)
class Step:
    """What there is to choose for one leader."""

    leader: str
    """Email."""
    setup: Setup
    """In which the leader has a team."""
    choices: Choices
    seen: Seen
    entering: tuple[str, ...] = ()
    """Emails of those who are new in the team."""
    ends: bool = False
    """Whether the team is no more: all that is ahead is cancelled, and there is one row."""


@dataclass
class _Configuration:
    """The files of the configuration, which are written once."""

    edited: Edited
    is_written: bool = field(default=False, init=False)

    def write(self) -> None:
        """Replace them, unless that is done.

        Raises:
            Stale: a file is no longer as it was read.
            BadInput: a file cannot be replaced.
        """
        if not self.is_written:
            roster.write(self.edited)
            self.is_written = True


def set_up_after(edited: Edited) -> Setup:
    """What runs stand on once the configuration says what it will say, and who has left or leads no team any more."""
    before, after = edited.before, edited.company
    gone = {*before.people} - {*after.people} | {*before.teams} - {*after.teams}
    return set_up(replace(after, former={email: before.people[email] for email in sorted(gone)}))


def touched(edited: Edited) -> tuple[str, ...]:
    """The leaders whose 1-on-1s change: whose team ends, then who only lose somebody, then who get somebody."""
    before, after = edited.before, edited.company
    ended = [leader for leader in before.teams if leader not in after.teams]
    gained = {leader: _met(after, leader) - _met(before, leader) for leader in after.teams}
    lost = {leader: _met(before, leader) - _met(after, leader) for leader in after.teams}
    losing = [leader for leader in after.teams if lost[leader] and not gained[leader]]
    return (*ended, *losing, *(leader for leader in after.teams if gained[leader]))


def look(
    edited: Edited, setup: Setup, leader: str, terms: Terms, waiter: Waiter, earlier: Sequence[Change]
) -> Step | None:
    """What there is to choose for a leader; None: the team ends, and nothing of it is ahead. Nothing is written.

    Args:
        setup: see `set_up_after`.
        earlier: what is going to be written for other leaders before.
    """
    if leader not in setup.company.teams:
        found = cancelling(setup, leader, instant_of(setup.company, terms.as_of), waiter)
        if found is None:
            return None
        whole, plan, seen = found
        return Step(leader, whole, Choices((Choice(0, plan, {}),), complete=True), seen, ends=True)
    offered, seen = choices(setup, leader, terms, waiter, earlier)
    entering = sorted({member for member, _ in _met(edited.company, leader) - _met(edited.before, leader)})
    return Step(leader, setup, offered, seen, tuple(entering))


def carry_out(
    edited: Edited, setup: Setup, chosen: Sequence[tuple[Step, Plan]], as_of: datetime | None, reviewer: Reviewer
) -> bool:
    """Write the configuration and these plans, one after the other, as one run; whether all of it was written.

    Raises:
        Stale: before anything was written, a calendar or a file is no longer as it was.
        BadInput: a file of the configuration cannot be replaced; nothing was written.
        CalendarFailure: calendars changed, or could not be written, after something was written; it says what to do.
        Interrupted: by Ctrl-C.
    """
    from scheduler.write import remember

    configuration = _Configuration(edited)
    record = run_record(RunKind.REBALANCE, instant_of(setup.company, as_of), clock.now())
    ending: str = Ending.FAILED
    complete, late = True, list[str]()
    try:
        for step, plan in chosen:
            try:
                outcomes = write(
                    step.setup,
                    plan,
                    as_of,
                    reviewer,
                    seen=step.seen,
                    part_of=record,
                    begins=configuration.write,
                )
            except Stale:
                if not configuration.is_written:
                    raise
                late.append(step.leader)
                continue
            complete &= not outcomes.failed
        configuration.write()
        ending = Ending.WRITTEN if complete and not late else Ending.PARTLY
    finally:
        if configuration.is_written:
            with suppress(CalendarFailure):
                end_run(setup.ledger, record.run, clock.now(), ending)
    remember(setup.providers)
    if late:
        raise CalendarFailure("\n".join(_told_late(late)))
    return complete


def _told_late(leaders: Sequence[str]) -> Iterator[str]:
    for leader in leaders:
        yield (
            f"{leader}: a calendar changed meanwhile, so nothing was written for this leader; the configuration is. "
            f"To complete it: schedule --leader {leader}"
        )


def _met(company: Company, leader: str) -> set[tuple[str, str]]:
    """Whom a leader meets, and as what; nobody where they lead no team."""
    team = company.teams.get(leader)
    return set() if team is None else {(pair.member, pair.kind) for pair in team.pairs}
