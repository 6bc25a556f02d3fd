"""A night: everybody's calendars are read once, all leaders planned together, and what is safe is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from scheduler.company import Company
from scheduler.dates import clock
from scheduler.errors import CalendarFailure, Interrupted
from scheduler.ledger.record import Memory, State
from scheduler.ledger.store import recall_all
from scheduler.night.guards import company_stopped
from scheduler.night.journal import Journal
from scheduler.night.order import writing_order
from scheduler.night.planning import plan_night
from scheduler.night.reading import Reading, read_night
from scheduler.night.terms import NightTerms, chosen
from scheduler.night.watch import Watcher
from scheduler.night.writing import Writing
from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Plan
from scheduler.planning.former_leader import former_leaders, told
from scheduler.run import Setup, instant_of
from scheduler.write import refuse_far_clock, remember, too_many_changes

_State = tuple[int, int, int]


def nightly(setup: Setup, terms: NightTerms, watcher: Watcher) -> Night:
    """Plan and write for everybody that the terms name. Whatever fails for one leader stays with that leader.

    Raises:
        BadInput: somebody who is named is no leader.
        Interrupted: by Ctrl-C while it wrote.
        Refused: the clock that was given is far from this machine's.
        CalendarFailure: the ledger cannot be read or written, or our events could not be told from others'.
    """
    return _Nightly(setup, terms, watcher).run()


def _states(company: Company) -> tuple[_State | None, ...]:
    """What tells whether the configuration's files were written since; None: one cannot be looked at."""

    def state(path: Path) -> _State | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    return tuple(map(state, company.sources))


@dataclass
class _Nightly:
    setup: Setup
    terms: NightTerms
    watcher: Watcher
    started: datetime = field(default_factory=lambda: clock.now())
    began: float = field(default_factory=perf_counter)
    done: dict[str, LeaderNight] = field(default_factory=dict)
    """By leader."""
    read: tuple[_State | None, ...] = field(init=False)
    """The configuration's files, as they were when the night began."""

    def __post_init__(self) -> None:
        self.read = _states(self.setup.company)

    def run(self) -> Night:
        company, terms = self.setup.company, self.terms
        now = instant_of(company, terms.as_of).astimezone(UTC)
        teams = chosen(company, terms)
        if not (terms.dry_run or terms.force):
            refuse_far_clock(now, clock.now())
        journal = Journal.of(self.setup, now, self.started, terms.resume, preview=terms.dry_run, watcher=self.watcher)
        teams = tuple(team for team in teams if team.leader not in journal.done)
        memories = recall_all(self.setup.ledger, company.teams)
        self.watcher.begins(journal.record.run)
        self._stage("Reading calendars", len(teams))
        journal.begin()
        reading = read_night(company, teams, self.setup.providers, memories, now, terms.weeks)
        self._fail(reading.failed, journal)
        unchanged = journal.unchanged(company, reading)
        self._stage("Placing 1-on-1s", len(reading.ready) - len(unchanged))
        planned = plan_night(company, reading, unchanged, memories, now, terms)
        left_alone = sorted(unchanged.keys() - planned.plans.keys() - planned.failed.keys())
        for leader in left_alone:
            self._end(self._without_plan(leader, Ending.UNCHANGED))
        journal.same([self.done[leader] for leader in left_alone], unchanged, reading)
        self._fail(planned.failed, journal)
        stopped = "" if terms.force else self._stopped(planned.plans, memories, now)
        if terms.dry_run or stopped:
            for leader, plan in planned.plans.items():
                self._end(self._previewed(leader, plan, stopped))
                journal.ended(self.done[leader])
        else:
            writing = Writing(self.setup, reading.ready, planned.plans, terms.as_of, terms.force, self.watcher, journal)
            try:
                self._write(writing)
            except (KeyboardInterrupt, Interrupted):
                raise Interrupted(self._so_far(len(planned.plans))) from None
            memories = recall_all(self.setup.ledger, company.teams)
            journal.rely_on(company, reading, self._written(), memories)
        asked = {name: provider.traffic for name, provider in self.setup.providers.items()}
        traffic = {name: each for name, each in asked.items() if each is not None}
        night = Night(
            run=journal.record.run,
            as_of=now,
            started=self.started,
            ended=clock.now(),
            dry_run=terms.dry_run,
            leaders=tuple(
                replace(self.done[leader], seconds=planned.seconds.get(leader, 0.0)) for leader in sorted(self.done)
            ),
            levels=planned.levels,
            orphans=tuple(self._orphans(reading, memories, now)),
            stopped=stopped,
            calls={name: each.requests for name, each in traffic.items()},
            retries={name: each.repeated for name, each in traffic.items()},
        )
        journal.end(_result(night))
        return night

    def _stopped(self, plans: Mapping[str, Plan], memories: Mapping[str, Memory], now: datetime) -> str:
        """Why nothing is written for anybody; empty: nothing stands against it."""
        others = (memories[leader] for leader in self.setup.company.teams if leader not in plans)
        stand = sum(entry.state is State.WRITTEN and entry.span.end > now for each in others for entry in each.entries)
        return company_stopped(plans.values(), self.setup.company.nightly.most_changes, stand)

    def _written(self) -> dict[str, Plan]:
        """By leader, the plans that are written whole."""
        done = self.done.items()
        return {leader: each.plan for leader, each in done if each.ending is Ending.WRITTEN and each.plan is not None}

    def _write(self, writing: Writing) -> None:
        """Everybody in order; then those whose calendars changed meanwhile, each anew and alone."""
        self._stage("Writing", len(writing.plans))
        again = []
        for leader in writing_order(writing.plans):
            if why := self._over():
                self._end(writing.left(leader, why))
            elif (ended := writing.write(leader)) is not None:
                self._end(ended)
            else:
                again.append(leader)
        self._stage("Planning anew where calendars changed", len(again))
        for leader in again:
            why = self._over()
            self._end(writing.left(leader, why) if why else writing.write_anew(leader))
        try:
            remember(self.setup.providers)
        except CalendarFailure as error:
            self.watcher.failed("", error)

    def _stage(self, what: str, leaders: int) -> None:
        if leaders:
            self.watcher.stage(what, leaders)

    def _so_far(self, planned: int) -> str:
        """What an interruption leaves behind."""
        written = len([each for each in self.done.values() if each.ending in (Ending.WRITTEN, Ending.PARTLY)])
        return (
            f"interrupted while writing: {written} of {planned} leaders were written, one more may have been begun. "
            "The next night completes what was begun"
        )

    def _over(self) -> str:
        """Why nobody else is written; empty: nothing stands against it."""
        company = self.setup.company
        if _states(company) != self.read:
            return "the configuration was changed while the night ran"
        if perf_counter() - self.began >= company.nightly.deadline.total_seconds():
            return "the night's time was used up ([nightly] deadline)"
        return ""

    def _previewed(self, leader: str, plan: Plan, stopped: str) -> LeaderNight:
        """A plan that is not written, with what would stand against it."""
        why = stopped
        if not (why or self.terms.force):
            why = str(too_many_changes(plan) or "")
        ending = Ending.REFUSED if stopped else Ending.PREVIEWED
        return LeaderNight(leader, self.setup.company.people[leader].name, ending, plan, why)

    def _fail(self, why: Mapping[str, str], journal: Journal) -> None:
        for leader in sorted(why):
            self._end(self._without_plan(leader, Ending.FAILED, why[leader]))
            journal.ended(self.done[leader])

    def _without_plan(self, leader: str, ending: Ending, why: str = "") -> LeaderNight:
        return LeaderNight(leader, self.setup.company.people[leader].name, ending, why=why)

    def _end(self, ended: LeaderNight) -> None:
        self.done[ended.leader] = ended
        self.watcher.ended(ended)

    def _orphans(self, reading: Reading, memories: Mapping[str, Memory], now: datetime) -> Iterator[str]:
        """A sentence about each who leads no team any more, but whose 1-on-1s stand ahead."""
        company = self.setup.company
        memory = next(iter(memories.values()))
        for leader, last in former_leaders(company, reading.everybody.calendars, memory, now).items():
            yield told(company, leader, last)


def _result(night: Night) -> str:
    """How a night ended, in a line of the journal."""
    if night.stopped:
        return night.stopped
    counts = {ending: len(night.of(ending)) for ending in Ending}
    return ", ".join(f"{number} {ending}" for ending, number in counts.items() if number)
