"""Carries out a plan: the only room that writes.

Under the provider's lock the calendars are read again; where anything that the plan depends on has changed, nothing is
written. Each change is noted in the ledger before its first write and after its last one, so that a run that was killed
in between is completed by the next: a copy that is missing in between is not taken for one that a human deleted.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Meeting, Participant
from providers.interface import Writer
from providers.marker import Marker
from scheduler.agenda import describe, title
from scheduler.company import Company, Pair, Team
from scheduler.dates.horizon import local
from scheduler.errors import CalendarFailure, Refused
from scheduler.ledger.record import Entry, Memory, State
from scheduler.ledger.store import open_ledger, recall
from scheduler.plan import Action, Block, BlockKind, Change, Input, Origin, PairKey, Plan
from scheduler.planning.demand import key_of
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.reading import Providers, read_team

if TYPE_CHECKING:
    from scheduler.ledger.writing import Ledger

MOST_SHARE = 0.3
"""A plan that moves or cancels a larger share of a leader's existing occurrences has to be forced …"""
MOST_TOLD = 10
"""So many differences are told one by one."""
FROM = 5
"""… where the leader has at least so many."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was done."""

    done: tuple[Change, ...]
    failed: tuple[tuple[Change, str], ...]
    """With a sentence for a person. The others were done all the same."""


def refuse_upheaval(plan: Plan) -> None:
    """Stop a plan that would change too much of what stands.

    Raises:
        Refused: it moves or cancels more than 30 % of the leader's existing occurrences, from 5 up. What people
            deleted does not count: that is their decision.
    """
    theirs = (Origin.BOOKED, Origin.DELETED)
    existing = [
        change
        for change in plan.changes
        if change.before is not None and change.before.end > plan.as_of and change.origin not in theirs
    ]
    changed = [change for change in existing if change.action in (Action.MOVE, Action.CANCEL)]
    if len(existing) >= FROM and len(changed) > MOST_SHARE * len(existing):
        raise Refused(
            f"the plan would move or cancel {len(changed)} of {len(existing)} existing 1-on-1s, more than "
            f"{MOST_SHARE:.0%}. Nothing was written. Look at it with --dry-run; if it is right, add --force"
        )


def carry_out(
    plan: Plan,
    company: Company,
    providers: Providers,
    ledger: Path,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Outcomes:
    """Write exactly this plan.

    Args:
        now: zone-aware; a plan may be older, and what it moves may have become too soon to be moved.
        progress: told how many changes are done, and of how many.

    Raises:
        Refused: a calendar that the plan depends on, or the configuration, is no longer as it was; or a time in it has
            passed. Nothing was written.
        CalendarFailure: the ledger or the provider cannot be written at all.
    """
    if plan.company != company.fingerprint:
        raise Refused("the configuration has changed since the plan was made; nothing was written. Plan again")
    team = company.teams[plan.leader]
    host = providers[company.people[plan.leader].provider]
    try:
        with host.writing() as writer, open_ledger(ledger) as book:
            memory = recall(ledger, plan.leader)
            calendars = read_team(company, team, providers, plan.window, memory)
            _refuse_stale(plan, company, team, calendars, memory, now)
            return _Execution(plan, company, team, calendars, writer, book, memory, now).run(progress)
    except ProviderError as error:
        raise CalendarFailure(str(error)) from error


def _refuse_stale(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory, now: datetime
) -> None:
    current = inputs(read_availabilities(company, team, calendars, plan.window), plan.as_of)
    found = [_told(*difference) for difference in differences(plan.inputs, current)]
    written = {(entry.uid, entry.period) for entry in memory.entries if entry.state in (State.WRITTEN, State.DELETED)}
    for change in plan.changes:
        who = f"the 1-on-1 with {change.pair.member} in {change.period}"
        if change.action in (Action.CREATE, Action.MOVE) and change.after is not None and change.after.start <= now:
            found.append(f"{who}: the planned time has passed")
        cancelled = change.before if change.action is Action.CANCEL else None
        if cancelled is not None and plan.as_of < cancelled.start <= now:
            found.append(f"{who}: it has begun since, and is not cancelled any more")
        if change.action is Action.CREATE and (_marker(change).uid, change.period) in written:
            found.append(f"{who}: it was written meanwhile, and people may have deleted it since")
        moved = change.before if change.action is Action.MOVE else None
        if moved is not None and moved.start - now < team.rules.freeze:
            found.append(f"{who}: it starts too soon to be moved now")
    if found:
        more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
        what = "calendars have changed since the plan was made; nothing was written. Plan again."
        raise Refused("\n".join((what, *found[:MOST_TOLD], *more)))


def _told(whose: Input, block: Block, new: bool) -> str:
    """One difference, in the person's own zone."""
    start, end = local(block.span.start, whose.time_zone), local(block.span.end, whose.time_zone)
    what = {
        BlockKind.OUR_EVENT: "a 1-on-1 of this leader",
        BlockKind.UNKNOWN: "a stretch that cannot be read",
    }.get(block.kind, f"a block ({block.kind})")
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a} {end.day} {end:%b} {end:%H:%M}"
    state = "is new or was edited" if new else "is gone or was edited"
    return f"{whose.name}: {what} on {start:%a} {start.day} {start:%b} {start:%H:%M}–{until} {state}"


class _Execution:
    """One plan on its way into the calendars."""

    def __init__(
        self,
        plan: Plan,
        company: Company,
        team: Team,
        calendars: Mapping[str, Calendar],
        writer: Writer,
        ledger: "Ledger",
        memory: Memory,
        now: datetime,
    ) -> None:
        self.plan = plan
        self.company = company
        self.pairs: dict[object, Pair] = {key_of(pair): pair for pair in team.pairs}
        self.calendars = calendars
        self.writer = writer
        self.ledger = ledger
        self.memory = memory
        self.now = now
        self.copies: dict[str, list[Event]] = defaultdict(list)
        for calendar in calendars.values():
            for event in calendar.events:
                if event.marker is not None:
                    self.copies[event.uid].append(event)

    def run(self, progress: Callable[[int, int], None]) -> Outcomes:
        """Cancel, then move, then create; afterwards note what stands unchanged."""
        order = (Action.CANCEL, Action.MOVE, Action.KEEP, Action.CREATE)
        todo = sorted(
            (change for change in self.plan.changes if change.writes or change.action is Action.CANCEL),
            key=lambda change: order.index(change.action),
        )
        done: list[Change] = []
        failed: list[tuple[Change, str]] = []
        for number, change in enumerate(todo):
            progress(number, len(todo))
            try:
                self._write(change)
                done.append(change)
            except ProviderError as error:
                failed.append((change, str(error)))
        self._remember([change for change in self.plan.changes if change not in todo])
        progress(len(todo), len(todo))
        return Outcomes(tuple(done), tuple(failed))

    def _write(self, change: Change) -> None:
        marker = _marker(change)
        copies = self.copies[marker.uid]
        if change.after is None:
            assert change.before is not None  # what is cancelled was somewhere
            by_people = change.origin is Origin.DELETED
            if not by_people:  # else a run that is killed here must leave what tells the next one of the deletion
                self._note(change, change.before, State.CANCELLING)
            self.writer.cancel([copy for copy in copies if copy.calendar in change.writes])
            self._note(change, change.before, State.DELETED if by_people else State.CANCELLED)
            return
        self._note(change, change.after, State.WRITING)
        self.writer.move([copy for copy in copies if copy.span != change.after], change.after)
        holders = {copy.calendar for copy in copies}
        missing = [email for email in change.writes if email not in holders]
        if missing:
            self.writer.create(self._meeting(change, marker, change.after), missing)
        self._note(change, change.after, State.WRITTEN)

    def _remember(self, unchanged: Sequence[Change]) -> None:
        """What stands unchanged is noted too, if the ledger was lost or a killed run did not get to say so."""
        known = {replace(entry, at=self.now) for entry in self.memory.entries}
        entries = [
            self._entry(change, change.after, State.WRITTEN)
            for change in unchanged
            if change.after is not None and change.origin is not Origin.BOOKED and self._complete(change)
        ]
        self.ledger.put(*(entry for entry in entries if entry not in known), *self._taken_out())
        held = {email: calendar.held for email, calendar in self.calendars.items() if not calendar.unknown}
        self.ledger.held({email: n for email, n in held.items() if self.memory.held.get(email) != n}, self.now)

    def _taken_out(self) -> list[Entry]:
        """What an interrupted run had taken out of both calendars, and did not get to say so."""
        planned = {(change.pair, change.period) for change in self.plan.changes}
        known = {email for email, calendar in self.calendars.items() if not calendar.unknown}
        return [
            replace(entry, state=State.CANCELLED, at=self.now)
            for entry in self.memory.entries
            if entry.state is State.CANCELLING
            and not self.copies[entry.uid]
            and {entry.leader, entry.member} <= known
            and (PairKey(entry.leader, entry.member, entry.kind), entry.period) not in planned
        ]

    def _complete(self, change: Change) -> bool:
        """Whether both calendars were seen to hold it: only then does a copy that is gone later mean a deletion."""
        holders = {copy.calendar for copy in self.copies[_marker(change).uid]}
        return {change.pair.leader, change.pair.member} <= holders

    def _note(self, change: Change, span: Interval, state: State) -> None:
        self.ledger.put(self._entry(change, span, state))

    def _entry(self, change: Change, span: Interval, state: State) -> Entry:
        marker = _marker(change)
        return Entry(
            marker.leader,
            marker.member,
            marker.kind,
            marker.period,
            marker.generation,
            marker.uid,
            span,
            state,
            self.now,
        )

    def _meeting(self, change: Change, marker: Marker, span: Interval) -> Meeting:
        pair = self.pairs[change.pair]
        minutes = int(pair.prep.total_seconds()) // 60
        return Meeting(
            marker=marker,
            span=span,
            time_zone=change.time_zone,
            organizer=self._participant(pair.leader),
            attendee=self._participant(pair.member),
            title=title(self.company, pair),
            description=describe(self.company, pair, change.period, change.agenda),
            url=change.agenda,
            alarm_minutes=minutes or None,
        )

    def _participant(self, email: str) -> Participant:
        return Participant(email, self.company.people[email].name)


def _marker(change: Change) -> Marker:
    pair = change.pair
    return Marker(pair.leader, pair.member, pair.kind, change.period, change.generation)
