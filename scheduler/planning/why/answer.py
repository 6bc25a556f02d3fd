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
from scheduler.planning.make import Decision
from scheduler.planning.why.cases import Asked, Case, cases, chosen
from scheduler.planning.why.forbidden import no_start
from scheduler.planning.why.levels import differences, instead
from scheduler.planning.why.relief import reliefs
from scheduler.planning.why.words import Words
from solver.explain import against, explain_fully
from solver.explaining import elsewhere
from solver.problem import Slot

LISTED = 12
"""Whoever asks why gets so many single meetings listed."""
_VERDICTS = {
    elsewhere.Verdict.EQUAL: Verdict.EQUAL,
    elsewhere.Verdict.WORSE: Verdict.WORSE,
    elsewhere.Verdict.BETTER: Verdict.BETTER,
    elsewhere.Verdict.UNDECIDED: Verdict.UNDECIDED,
    elsewhere.Verdict.IMPOSSIBLE: Verdict.IMPOSSIBLE,
}


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
    found = chosen(cases(decision, member), decision, asked)
    if not found:
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
        reasons=tuple(asking.reasons(case, asked.at, alike) for case, alike in found),
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the solver about one decision."""

    decision: Decision
    calendars: Mapping[str, Calendar]
    memory: Memory

    def reasons(self, case: Case, at: tuple[int, time] | None, alike: tuple[str, ...]) -> Reasons:
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
        found = explain_fully(
            formulation.problem, self.decision.solution, number, self.decision.explanations.get(number)
        )
        words = Words(formulation, number, most=LISTED)
        offered, tried = reliefs(self.decision, self.calendars, self.memory, number, found)
        return replace(
            plain,
            causes=tuple(words.causes(each) for each in found.causes),
            all_causes=found.complete,
            reliefs=offered,
            rivals=self._rivals(number),
            all_reliefs=tried,
        )

    def _rivals(self, number: int) -> tuple[str, ...]:
        """Who else has no place in its weeks."""
        formulation = self.decision.formulation
        problem = formulation.problem
        weeks = set(problem.occurrences[number].weeks)
        others = [
            problem.pairs[each.pair].member
            for index, (each, start) in enumerate(zip(problem.occurrences, self.decision.solution.starts, strict=True))
            if index != number and start is None and weeks & set(each.weeks)
        ]
        words = Words(formulation, number)
        return tuple(words.person(member).name for member in dict.fromkeys(others))

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

    def _at(self, case: Case, number: int, at: tuple[int, time]) -> Alternative:
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
        words = Words(
            formulation, number, then=None if span is None else formulation.axis.floor(span.start), most=LISTED
        )
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
