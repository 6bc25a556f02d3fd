"""Locks, compares, writes, remembers.

Under the providers' locks the calendars are read again; where anything that the plan depends on has changed, nothing is
written. Where there is nothing to write, what the plan was made from is good enough to be noted.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from providers.errors import ProviderError
from providers.event import Calendar
from providers.marker_key import read_key
from scheduler.company import Company
from scheduler.errors import CalendarFailure, Refused
from scheduler.ledger.store import open_ledger, recall
from scheduler.plan import Plan
from scheduler.read.lost_key import key_file
from scheduler.read.team import Providers, Seen, read_team
from scheduler.write.execution import Execution, Outcomes
from scheduler.write.stale import refuse_stale
from scheduler.write.writers import writers_of


def carry_out(
    plan: Plan,
    company: Company,
    providers: Providers,
    ledger: Path,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
    seen: Seen | None = None,
) -> Outcomes:
    """Write exactly this plan.

    Args:
        now: zone-aware; a plan may be older, and what it moves may have become too soon to be moved.
        progress: told how many changes are done, and of how many.
        seen: what the plan was made from, a moment ago; None: it is older.

    Raises:
        Stale: a calendar that the plan depends on is no longer as it was, or a time in it has passed. Nothing was
            written.
        Refused: the configuration is no longer as it was. Nothing was written.
        CalendarFailure: the ledger or a provider cannot be written at all.
    """
    if plan.company != company.fingerprint:
        raise Refused(
            "the configuration has changed since the plan was made, or hours that it takes from accounts; "
            "nothing was written. Plan again"
        )
    team = company.teams[plan.leader]
    try:
        with ExitStack() as locks:
            # The leader's is always locked: who writes for the same leader waits there, whatever else is written.
            writers = writers_of(company, providers, {plan.leader, *_writes(plan)}, locks)
            book = locks.enter_context(open_ledger(ledger))
            memory = recall(ledger, plan.leader)
            calendars: Mapping[str, Calendar]
            if seen is None or _writes(plan) or memory.entries != seen.memory.entries:
                calendars = read_team(company, team, providers, plan.window, memory)
            else:  # no run of ours has written for this leader since, and none can while we hold the lock
                calendars = seen.calendars
            refuse_stale(plan, company, team, calendars, memory, now)
            key = read_key(key_file(company))
            if key is not None and key.name != memory.key:
                book.sealed_with(key.name, now)
            return Execution(plan, company, team, calendars, writers, book, memory, now).run(progress)
    except ProviderError as error:
        raise CalendarFailure(str(error)) from error


def _writes(plan: Plan) -> set[str]:
    """The calendars (emails) that writing the plan touches."""
    return {email for change in plan.changes for email in change.writes}


def remember(providers: Providers) -> None:
    """Let every provider keep what was read, so that the next run asks for changes only.

    Raises:
        CalendarFailure: it cannot be kept; what was written is written all the same.
    """
    for name, provider in providers.items():
        try:
            provider.remember()
        except ProviderError as error:
            raise CalendarFailure(str(error)) from error
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise CalendarFailure(
                f"{name}: what was read could not be kept ({why}); the next run reads all of it again. "
                "See to the folder beside the ledger."
            ) from error
