"""From calendars to a plan, for one leader: pure, and the same for the same input."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from providers.event import Calendar, Interval
from scheduler.agenda import agenda_url
from scheduler.company import Company, Pair, Team
from scheduler.errors import ScheduleError
from scheduler.hosts import written
from scheduler.ledger.record import Memory, State
from scheduler.plan import (
    LEVEL_NUMBER,
    Action,
    Change,
    Level,
    NotPlaced,
    Origin,
    Outcome,
    PairKey,
    Plan,
    PlannedDay,
    Status,
)
from scheduler.planning.booked import booked_by_people
from scheduler.planning.conflict import conflict_at
from scheduler.planning.days import Placed, planned_days
from scheduler.planning.demand import DemandOf, Wanted, key_of
from scheduler.planning.existing import Existing, Leftover, Standing, our_occurrences
from scheduler.planning.former_leader import former_leaders, told
from scheduler.planning.formulate import NOTHING, Formulation, Task, formulate
from scheduler.planning.inputs import inputs
from scheduler.planning.reasons import pair_of, why_created, why_kept, why_moved
from scheduler.planning.situation import Situation, situations
from scheduler.planning.unplaced import in_words
from solver import solution
from solver.explain import explain
from solver.explanation import Explanation, Obstacle
from solver.solution import Solution


@dataclass(frozen=True, slots=True)
class Decision:
    """A plan, and what it was made from: whoever explains it, or asks what would be if, begins here."""

    plan: Plan
    formulation: Formulation
    solution: Solution
    explanations: Mapping[int, Explanation]
    """By index into the problem's occurrences: why the plan says that one has no place."""


def make_plan(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    as_of: datetime,
    *,
    weeks: int | None = None,
    max_moves: int | None = None,
) -> Decision:
    """The best plan for a leader.

    Args:
        calendars: by email, of the leader and everybody who meets them, over `reading_window`.
        memory: what the ledger knows about the leader.
        as_of: now; zone-aware.
        weeks: the horizon, if not the configured one.
        max_moves: at most so many existing occurrences may be moved.
    """
    author = decide(company, team, calendars, memory, as_of, solved, weeks=weeks, max_moves=max_moves)
    return Decision(author.plan(), author.formulation, author.answer, author.explanations)


def decide(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    as_of: datetime,
    answer: Callable[[Formulation], Solution],
    *,
    weeks: int | None = None,
    max_moves: int | None = None,
) -> "Author":
    """What is known, and what it comes to with the starts and lunches that `answer` gives; see `make_plan`."""
    (situation,) = situations(company, [team], calendars, as_of, weeks)
    existing = our_occurrences(team.leader, calendars, situation.read, memory, team.rules, situation.as_of)
    formulation = formulate([task_of(situation, calendars, existing, memory)], max_moves=max_moves)
    return Author(0, calendars, existing, memory, formulation, answer(formulation))


def task_of(
    situation: Situation, calendars: Mapping[str, Calendar], existing: Existing, memory: Memory = NOTHING
) -> Task:
    """What is asked of the solver for a leader, of whose 1-on-1s these exist."""
    booked = booked_by_people(situation.team.pairs, calendars, situation.ahead.week_of)
    return Task(situation, DemandOf(situation, existing, booked).decide(), (*existing.standing, *booked), memory)


def solved(formulation: Formulation) -> Solution:
    """The best answer, judged without the solver.

    Raises:
        ScheduleError: the answer breaks a rule. That is a bug; nothing may be written on it.
    """
    from solver.check import check
    from solver.solve import solve

    answer = solve(formulation.problem)
    if violations := check(formulation.problem, answer):
        raise ScheduleError(
            "\n".join(("the solver's answer breaks the rules; nothing is written. Please report:", *violations))
        )
    return answer


class Author:
    """Writes one leader's plan down from everything that is known."""

    def __init__(
        self,
        number: int,
        calendars: Mapping[str, Calendar],
        existing: Existing,
        memory: Memory,
        formulation: Formulation,
        answer: Solution,
    ) -> None:
        """`number` is that of the leader in the problem."""
        self.number = number
        self.situation = formulation.tasks[number].situation
        self.demand = formulation.tasks[number].demand
        self.calendars = calendars
        self.existing = existing
        self.formulation = formulation
        self.answer = answer
        self.memory = memory
        self.entries = {(PairKey(e.leader, e.member, e.kind), e.period): e for e in memory.entries}
        self.placed = [
            (index, wanted, None if start is None else self._interval(wanted, start))
            for index, (wanted, start) in enumerate(zip(formulation.wanted, answer.starts, strict=True))
            if formulation.leader_of(index) == number
        ]

    def changes(self) -> tuple[Change, ...]:
        """What happens to each occurrence, sorted."""
        changes = (*self._placed_changes(), *self._kept_changes(), *self._cancelled_changes())
        return tuple(sorted(changes, key=lambda change: change.order))

    def plan(self) -> Plan:
        """All of the plan, with the reasons of what has no place."""
        situation = self.situation
        leader = situation.availabilities[situation.team.leader]
        changes = self.changes()
        levels = tuple(self.level(each) for each in self.answer.levels)
        return Plan(
            leader=situation.team.leader,
            leader_name=leader.person.name,
            time_zone=leader.person.time_zone,
            as_of=situation.as_of,
            weeks=tuple(str(week) for week in situation.ahead.weeks),
            window=situation.read,
            layout=situation.rules.layout,
            status=Status.OPTIMAL if all(level.proven for level in levels) else Status.FEASIBLE,
            levels=levels,
            changes=changes,
            not_placed=tuple(sorted(self._not_placed(), key=lambda one: (one.period, one.pair))),
            days=self.days(changes),
            inputs=inputs(situation.availabilities, situation.as_of),
            company=situation.company.fingerprint,
            warnings=tuple(dict.fromkeys(self._warnings())),
        )

    def _warnings(self) -> Iterator[str]:
        """What a person should know or mend, once each."""
        yield from (gap.why for calendar in self.calendars.values() for gap in calendar.unknown)
        situation = self.situation
        left = former_leaders(situation.company, self.calendars, self.memory, situation.as_of)
        yield from (told(situation.company, leader, last) for leader, last in left.items())
        if self.answer.late:
            yield (
                "the search was stopped by the clock, not by its limit of work: the plan keeps every rule, "
                "but a quieter machine may find a better one"
            )

    def level(self, solved: solution.Level) -> Level:
        """With free time that is lost counted in minutes, not in ticks."""
        unit = int(self.formulation.axis.step.total_seconds()) // 60 if solved.name == "fragments" else 1
        number = LEVEL_NUMBER[solved.name]
        return Level(number, solved.name, solved.value * unit, solved.bound * unit, solved.proven)

    def _interval(self, wanted: Wanted, start: int) -> Interval:
        begin = self.formulation.axis.instant(start)
        return Interval(begin, begin + wanted.pair.duration)

    def _placed_changes(self) -> list[Change]:
        by_pair: dict[Pair, list[Interval]] = defaultdict(list)
        for _, wanted, span in self.placed:
            if span is not None:
                by_pair[wanted.pair].append(span)
        changes = []
        for _, wanted, span in self.placed:
            standing = wanted.standing
            if span is None:
                if standing is not None:
                    changes.append(self._stays(wanted.pair, standing))
            elif standing is None:
                why = why_created(self.situation, wanted, span, by_pair)
                changes.append(self._create(wanted, span, why))
            elif standing.span == span:
                changes.append(self._stays(wanted.pair, standing))
            else:
                why = why_moved(self.situation, wanted, standing)
                changes.append(self._change(Action.MOVE, standing, span, why, (*_holders(standing), *standing.missing)))
        return changes

    def _create(self, wanted: Wanted, span: Interval, why: str) -> Change:
        key = key_of(wanted.pair)
        entry = self.entries.get((key, str(wanted.period)))
        again = entry is not None and entry.state in (State.CANCELLED, State.CANCELLING)
        generation = (entry.generation if entry else 0) + (1 if again else 0)
        return Change(
            Action.CREATE,
            key,
            str(wanted.period),
            None,
            span,
            self.situation.ahead.time_zone,
            why,
            agenda_url(wanted.pair, str(wanted.period), self.situation.company),
            writes=written(self.calendars, key.leader, key.member),
            generation=generation,
        )

    def _kept_changes(self) -> list[Change]:
        return [self._stays(pair_of(self.situation, standing), standing) for standing in self.demand.kept]

    def _stays(self, pair: Pair | None, standing: Standing) -> Change:
        """Nothing changes, but for copies that are missing or lie at another time."""
        held = standing.span.end <= self.situation.as_of
        conflict = None
        if pair is not None and not held and standing.origin is not Origin.BOOKED:
            conflict = conflict_at(self.situation, pair, standing.span)
        # A pair that no longer meets has nothing to mend it with; a copy that its owner declined away stays away.
        missing = () if pair is None or standing.declined else standing.missing
        mended = () if held else (*missing, *(copy.calendar for copy in standing.outdated))
        freeze = self.situation.rules.freeze
        why = why_kept(standing, pair, freeze, held=held, mended=bool(mended), conflict=conflict)
        return self._change(Action.KEEP, standing, standing.span, why, tuple(sorted(mended)))

    def _cancelled_changes(self) -> list[Change]:
        changes = [
            self._change(
                Action.CANCEL,
                replace(one.standing, origin=Origin.DROPPED) if one.dropped else one.standing,
                None,
                one.why,
                _holders(one.standing),
            )
            for one in self.demand.cancelled
        ]
        return changes + [self._leftover(leftover) for leftover in self.existing.leftovers]

    def _leftover(self, leftover: Leftover) -> Change:
        if leftover.deleted_in:
            names = " and ".join(self._name(email) for email in leftover.deleted_in)
            why = f"a person deleted it from the calendar of {names}; that week is skipped"
        else:
            why = "left over from a cancelled 1-on-1"
        origin = Origin.DELETED if leftover.deleted_in else Origin.OURS
        standing = Standing(leftover.pair, leftover.period, leftover.span, origin, leftover.generation, leftover.copies)
        return self._change(Action.CANCEL, standing, None, why, _holders(standing))

    def _change(
        self, action: Action, standing: Standing, after: Interval | None, why: str, writes: tuple[str, ...]
    ) -> Change:
        pair = pair_of(self.situation, standing)
        return Change(
            action,
            standing.pair,
            str(standing.period),
            standing.span,
            after,
            self.situation.ahead.time_zone,
            why,
            agenda_url(pair, str(standing.period), self.situation.company) if pair else None,
            origin=standing.origin,
            writes=writes,
            generation=standing.generation,
        )

    @cached_property
    def explanations(self) -> dict[int, Explanation]:
        """Why each occurrence of the leader that has no place has none."""
        found: dict[int, Explanation] = {}
        known: tuple[Obstacle, ...] = ()
        for index, _, span in self.placed:
            if span is None:
                found[index] = explain(self.formulation.problem, self.answer, index, known)
                known = (*known, *found[index].obstacles)
        return found

    def _not_placed(self) -> list[NotPlaced]:
        found = list(self.demand.not_placed)
        for index, explanation in self.explanations.items():
            wanted = self.formulation.wanted[index]
            why, relaxation = in_words(self.formulation, index, explanation)
            found.append(NotPlaced(key_of(wanted.pair), str(wanted.period), Outcome.UNPLACED, why, relaxation))
        return found

    def days(self, changes: Sequence[Change]) -> tuple[PlannedDay, ...]:
        """The leader's 1-on-1 days with these changes."""
        preps = {key_of(pair): pair.prep for pair in self.situation.team.pairs}
        placed = []
        for change in changes:
            if change.after is not None:
                ours = change.origin is Origin.OURS
                prep = timedelta(0) if change.origin is Origin.BOOKED else preps.get(change.pair, timedelta(0))
                placed.append(Placed(change.pair, change.after, prep, change.action if ours else change.origin))
        step = self.situation.rules.lunch.length if self.situation.rules.lunch else timedelta(0)
        starts = [
            None if tick is None else self.formulation.axis.instant(tick) for tick in self.answer.lunches[self.number]
        ]
        lunches = {index: Interval(start, start + step) for index, start in enumerate(starts) if start is not None}
        leader = self.situation.availabilities[self.situation.team.leader]
        return planned_days(self.situation.ahead, leader, placed, lunches)

    def _name(self, email: str) -> str:
        return self.situation.availabilities[email].person.name


def _holders(standing: Standing) -> tuple[str, ...]:
    """The calendars that hold the event."""
    return tuple(copy.calendar for copy in standing.copies)
