"""Compares, locks, writes, notes.

Calendars are read again, and the plan is compared with them and judged, before anything is locked: a slow service keeps
nobody else from writing. Under the locks the ledger says whether another run has written to the same people meanwhile;
if so, all of that is done again. Where there is nothing to write, what the plan was made from is good enough.
"""

import platform
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from providers.errors import ProviderError
from providers.event import Calendar
from providers.marker_key import read_key
from scheduler.company import Company
from scheduler.errors import CalendarFailure, Refused
from scheduler.ledger.record import Entry, Memory
from scheduler.ledger.store import Where, data_folder, open_ledger, recall, written_in
from scheduler.plan import Plan
from scheduler.read.lost_key import key_file
from scheduler.read.team import Providers, Seen, read_team
from scheduler.write.execution import Execution, Outcomes
from scheduler.write.leased import leased
from scheduler.write.render import render
from scheduler.write.stale import Judge, refuse_impossible, refuse_stale
from scheduler.write.writers import Patience, writers_of

Reading = Callable[[Memory], Mapping[str, Calendar]]
"""Reads the calendars that a plan depends on, by email, for what the ledger knows about the leader."""

_LONGEST_HOLDER = 255
ATTEMPTS = 5
"""So often the calendars are read again because other runs wrote to the same people."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a decision to write stands on."""

    memory: Memory
    written: frozenset[Entry]
    """What the ledger knew of everybody's 1-on-1s, before calendars were read."""
    calendars: Mapping[str, Calendar]

    def same_as(self, now: frozenset[Entry]) -> bool:
        """Whether no run has written to these people's calendars since."""
        return not any(self.calendars.keys() & {entry.leader, entry.member} for entry in self.written ^ now)


def carry_out(
    plan: Plan,
    company: Company,
    providers: Providers,
    ledger: Where,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
    seen: Seen | None = None,
    read: Reading | None = None,
    judge: Judge | None = None,
) -> Outcomes:
    """Write exactly this plan.

    Args:
        now: zone-aware; a plan may be older, and what it moves may have become too soon to be moved.
        progress: told how many changes are done, and of how many.
        seen: what the plan was made from, a moment ago; None: it is older.
        read: how the calendars are read that it is compared with; None: as for a leader who is planned alone.
        judge: see `refuse_impossible`.

    Raises:
        Stale: a calendar that the plan depends on is no longer as it was, a time in it has passed, or the planner would
            not have written it. Nothing was written.
        Refused: the configuration is no longer as it was. Nothing was written.
        BadInput: the agenda's template fails. Nothing was written.
        CalendarFailure: the ledger or a provider cannot be written at all.
    """
    if plan.company != company.fingerprint:
        raise Refused(
            "the configuration has changed since the plan was made, or hours that it takes from accounts; "
            "nothing was written. Plan again"
        )
    meetings = render(plan, company)
    read = read or partial(read_team, company, company.teams[plan.leader], providers, plan.window)
    patience = Patience()
    try:
        for _ in range(ATTEMPTS):
            known = _read(plan, ledger, seen, read)
            team = company.teams[plan.leader]
            refuse_stale(plan, company, team, known.calendars, known.memory, now)
            refuse_impossible(plan, company, team, known.calendars, known.memory, judge)
            with ExitStack() as locks:
                # The leader's is always locked: who writes for the same leader waits there, whatever else is written.
                emails = {plan.leader, *_writes(plan)}
                writers = writers_of(company, providers, emails, locks, plan.leader, patience)
                keep = locks.enter_context(leased(ledger, emails, patience, _machine(company)))
                book = locks.enter_context(open_ledger(ledger))
                if known.same_as(written_in(ledger, plan.window)):
                    key = read_key(key_file(company))
                    if key is not None and key.name != known.memory.key:
                        book.sealed_with(key.name, now)
                    calendars, memory = known.calendars, known.memory
                    return Execution(plan, company, meetings, calendars, writers, book, memory, now).run(
                        _keeping(keep, progress)
                    )
    except ProviderError as error:
        raise CalendarFailure(str(error)) from error
    raise CalendarFailure(
        "other runs wrote to the same people's calendars each time that these were read; nothing was written. "
        "Run again when the others have ended"
    )


def _machine(company: Company) -> str:
    """Names this machine among those that share a ledger: its locks lie in its own folder."""
    return f"{platform.node()} {data_folder(company.ledger, company.folder).resolve()}"[:_LONGEST_HOLDER]


def _keeping(keep: Callable[[], None], progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Tells how far it is, and keeps what has to be held while it writes."""

    def tell(done: int, of: int) -> None:
        keep()
        progress(done, of)

    return tell


def _read(plan: Plan, ledger: Where, seen: Seen | None, read: Reading) -> _Known:
    """What is known now; calendars are not read again where nothing is to be written and no run has written since."""
    memory, written = recall(ledger, plan.leader), written_in(ledger, plan.window)
    if seen is not None and not _writes(plan) and memory.entries == seen.memory.entries:
        return _Known(memory, written, seen.calendars)
    return _Known(memory, written, read(memory))


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
