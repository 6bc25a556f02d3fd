"""Asks the solver why the 1-on-1s of two people lie where they lie."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from providers.event import Calendar, Interval
from providers.wall_clock import to_instant
from providers.weeks import IsoWeek
from scheduler.errors import BadInput
from scheduler.explanation import Alternative, Difference, Explanation, Reasons, State, Verdict
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey
from scheduler.planning.demand import key_of
from scheduler.planning.make import Decision
from scheduler.planning.why.forbidden import no_start
from scheduler.planning.why.levels import differences, instead
from scheduler.planning.why.relief import reliefs
from scheduler.planning.why.words import Words
from solver.explain import against, explain_fully
from solver.explaining import elsewhere
from solver.problem import Slot

MOST_WEEKS = 3
"""So many weeks are explained at once, unless one is named."""
_VERDICTS = {
    elsewhere.Verdict.EQUAL: Verdict.EQUAL,
    elsewhere.Verdict.WORSE: Verdict.WORSE,
    elsewhere.Verdict.BETTER: Verdict.BETTER,
    elsewhere.Verdict.UNDECIDED: Verdict.UNDECIDED,
    elsewhere.Verdict.IMPOSSIBLE: Verdict.IMPOSSIBLE,
}
_STATES = {
    Action.CREATE: State.NEW,
    Action.MOVE: State.MOVED,
    Action.KEEP: State.SETTLED,
    Action.CANCEL: State.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about somebody's 1-on-1s."""

    week: IsoWeek | None = None
    """None: the next one with something to say, and those after it that differ."""
    at: tuple[int, time] | None = None
    """A weekday (0 is Monday) and a time on the leader's clock, in that week."""


def explained(
    decision: Decision, calendars: Mapping[str, Calendar], memory: Memory, member: str, asked: Asked
) -> Explanation:
    """Why the leader's 1-on-1s with this member are as the plan has them.

    Args:
        calendars: from which the plan was made; likewise `memory`.
        member: email.

    Raises:
        BadInput: the plan has nothing of the two in that week, or in any.
    """
    plan = decision.plan
    cases = _chosen(_cases(decision, member), decision, asked)
    if not cases:
        whose = decision.formulation.tasks[0].situation.company.people[member].name
        when = f"in {asked.week}" if asked.week else f"in the planned weeks, {plan.weeks[0]} to {plan.weeks[-1]}"
        which = "; --week names another, --weeks looks further ahead" if asked.week else "; --weeks looks further ahead"
        raise BadInput(f"no 1-on-1 with {whose} is due {when}{which}")
    asking = _Asking(decision, calendars, memory)
    return Explanation(
        leader=plan.leader,
        leader_name=plan.leader_name,
        member=member,
        member_name=decision.formulation.tasks[0].situation.company.people[member].name,
        time_zone=plan.time_zone,
        as_of=plan.as_of,
        reasons=tuple(asking.reasons(case, asked.at, alike) for case, alike in cases),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What the plan says of one occurrence."""

    pair: PairKey
    period: str
    state: State
    change: Change | None
    left_out: NotPlaced | None
    number: int | None
    """Index into the problem's occurrences; None: it is not for the solver to decide."""

    @property
    def why(self) -> str:
        said = self.left_out or self.change
        assert said is not None  # a case is made from one of them
        return said.why


def _cases(decision: Decision, member: str) -> list[_Case]:
    """All of the two, by week."""
    plan, formulation = decision.plan, decision.formulation
    numbers = {(key_of(one.pair), str(one.period)): index for index, one in enumerate(formulation.wanted)}
    changes = {(one.pair, one.period): one for one in plan.changes if one.pair.member == member}
    left_out = {(one.pair, one.period): one for one in plan.not_placed if one.pair.member == member}
    cases = []
    for key in sorted({*changes, *left_out}, key=lambda key: (key[1], key[0])):
        number = numbers.get(key)
        change, missing = changes.get(key), left_out.get(key)
        cases.append(_Case(*key, _state(change, missing, number), change, missing, number))
    return cases


def _state(change: Change | None, left_out: NotPlaced | None, number: int | None) -> State:
    if left_out is not None and left_out.outcome is Outcome.UNPLACED:
        return State.UNPLACED
    if change is None:
        left_alone = left_out is not None and left_out.outcome is Outcome.LEFT_ALONE
        return State.SETTLED if left_alone else State.SKIPPED
    kept = change.action is Action.KEEP and number is not None and change.origin is Origin.OURS
    return State.KEPT if kept else _STATES[change.action]


def _chosen(cases: list[_Case], decision: Decision, asked: Asked) -> list[tuple[_Case, tuple[str, ...]]]:
    """Of a named week, what is due or lies in it; else the next ones with something to say; else the next one.

    With further weeks that have no place for the same reason.
    """
    if asked.week is not None:
        return [(case, ()) for case in cases if str(asked.week) in (case.period, _week_of(case, decision))]
    ahead = [case for case in cases if not _over(case, decision)]
    to_decide = [case for case in ahead if case.number is not None]
    telling = [case for case in ahead if case.state in (State.UNPLACED, State.MOVED)]
    if asked.at is not None or not telling:
        return [(case, ()) for case in (to_decide or ahead)[:1]]
    alike: dict[object, list[_Case]] = {}
    for case in telling:
        same = case.why if case.state is State.UNPLACED else case.period
        alike.setdefault((case.pair, same), []).append(case)
    groups = list(alike.values())[:MOST_WEEKS]
    return [(first, tuple(case.period for case in rest)) for first, *rest in groups]


def _week_of(case: _Case, decision: Decision) -> str | None:
    """The week in which it lies."""
    after = case.change.after if case.change is not None else None
    return None if after is None else str(decision.formulation.tasks[0].situation.ahead.week_of(after.start))


def _over(case: _Case, decision: Decision) -> bool:
    after = case.change.after if case.change is not None else None
    return after is not None and after.end <= decision.plan.as_of


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the solver about one decision."""

    decision: Decision
    calendars: Mapping[str, Calendar]
    memory: Memory

    def reasons(self, case: _Case, at: tuple[int, time] | None, alike: tuple[str, ...]) -> Reasons:
        """All that is to be said of a case."""
        plain = Reasons(
            pair=case.pair,
            week=case.period,
            alike=alike,
            state=case.state,
            before=case.change.before if case.change is not None else None,
            after=case.change.after if case.change is not None else None,
            why=case.why,
        )
        if case.number is None:
            return plain
        if at is not None:
            return replace(plain, asked=self._at(case, case.number, at))
        if case.state is State.UNPLACED:
            return self._unplaced(plain, case.number)
        start = self.decision.solution.starts[case.number]
        assert start is not None  # it has a place
        starts = frozenset(slot.tick for slot in self._slots(case.number)) - {start}
        other = self._against(case.number, starts, None)
        stay = self._stay(case.number) if case.state is State.MOVED else None
        return replace(plain, other=other, stay=stay)

    def _unplaced(self, plain: Reasons, number: int) -> Reasons:
        formulation = self.decision.formulation
        found = explain_fully(formulation.problem, self.decision.solution, number)
        words = Words(formulation, number)
        offered, tried = reliefs(self.decision, self.calendars, self.memory, number, found)
        return replace(
            plain,
            causes=tuple(words.causes(each) for each in found.causes),
            all_causes=found.complete,
            reliefs=offered,
            all_reliefs=tried,
        )

    def _slots(self, number: int) -> list[Slot]:
        problem = self.decision.formulation.problem
        occurrence = problem.occurrences[number]
        days = problem.leaders[problem.pairs[occurrence.pair].leader].days
        return [slot for day in days if day.week in occurrence.weeks for slot in day.slots]

    def _interval(self, number: int, start: int) -> Interval:
        formulation = self.decision.formulation
        begin = formulation.axis.instant(start)
        return Interval(begin, begin + formulation.wanted[number].pair.duration)

    def _stay(self, number: int) -> Alternative:
        """What would be lost if it stayed where it is."""
        current = self.decision.formulation.problem.occurrences[number].current
        assert current is not None  # only what stands somewhere is moved
        return self._time(number, self._interval(number, current))

    def _at(self, case: _Case, number: int, at: tuple[int, time]) -> Alternative:
        ahead = self.decision.formulation.tasks[0].situation.ahead
        weekday, clock = at
        date = IsoWeek.parse(case.period).monday() + timedelta(days=weekday)
        begin = to_instant(datetime.combine(date, clock), ahead.time_zone)
        return self._time(number, Interval(begin, begin + self.decision.formulation.wanted[number].pair.duration))

    def _time(self, number: int, span: Interval) -> Alternative:
        formulation = self.decision.formulation
        tick = formulation.axis.floor(span.start)
        known = any(slot.tick == tick for slot in self._slots(number))
        if not known or formulation.axis.instant(tick) != span.start:
            return Alternative(span, Verdict.IMPOSSIBLE, causes=((no_start(formulation, number, span.start),),))
        if self.decision.solution.starts[number] == tick:
            return Alternative(span, Verdict.EQUAL, example=span)
        return self._against(number, frozenset({tick}), span)

    def _against(self, number: int, starts: frozenset[int], span: Interval | None) -> Alternative:
        formulation, solution = self.decision.formulation, self.decision.solution
        words = Words(formulation, number, then=span is not None)
        found, causes = against(formulation.problem, solution, number, starts)
        changed: list[Difference] = []
        example = lost = None
        if found.solution is not None:
            changed = differences(formulation, number, solution, found.solution)
            lost = instead(formulation, number, solution, found.solution)
            start = found.solution.starts[number]
            assert start is not None  # it was asked for
            example = self._interval(number, start)
        return Alternative(
            span,
            _VERDICTS[found.verdict],
            tuple(changed),
            lost,
            tuple(words.causes(each) for each in causes),
            example,
        )
