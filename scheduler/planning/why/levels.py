"""What one answer has over another, level by level, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from providers.wall_clock import local
from providers.weeks import IsoWeek
from scheduler.company import Layout
from scheduler.explanation import Difference
from scheduler.plan import LEVEL_NUMBER
from scheduler.planning.formulate import Formulation
from scheduler.planning.why.convenience import inconveniences
from scheduler.planning.why.words import Words
from solver.measure import measure
from solver.meeting import Starts, moved
from solver.solution import Solution

NAMED = 4
"""Of more the rest is counted."""


def differences(formulation: Formulation, occurrence: int, planned: Solution, other: Solution) -> list[Difference]:
    """Every level on which the other answer has another value, best level first.

    Args:
        occurrence: whose words are used; its leader's names and clock.
    """
    compared = _Compared(Words(formulation, occurrence), planned, other)
    unit = int(formulation.axis.step.total_seconds()) // 60
    return [
        Difference(
            LEVEL_NUMBER[one.name],
            one.name,
            compared.change(one.name, two.value - one.value),
            one.value * (unit if one.name == "fragments" else 1),
            two.value * (unit if one.name == "fragments" else 1),
        )
        for one, two in zip(planned.levels, other.levels, strict=True)
        if one.value != two.value
    ]


def instead(formulation: Formulation, occurrence: int, planned: Solution, other: Solution) -> str | None:
    """Who has no place in the other answer, where it misses as much as the planned one; None: nobody but there."""
    return _Compared(Words(formulation, occurrence), planned, other).instead()


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two answers to one problem."""

    words: Words
    planned: Solution
    other: Solution

    def change(self, level: str, more: int) -> str:
        """How the other answer differs on a level; `more` is below 0 where it is better."""
        leader = self.words.person(None).name
        match level:
            case "missed":
                return self._placed(more)
            case "postponed":
                return f"{_weeks(abs(more))} {'later' if more > 0 else 'earlier'} in all: {self._shifted()}"
            case "layout":
                return self._layout(more)
            case "moves":
                return self._moves(more)
            case "evenness":
                return f"{leader}'s days are {'less' if more > 0 else 'more'} even: {self._counts()}"
            case "rhythm":
                return self._rhythm(more)
            case "clusters":
                blocks = f"{abs(more)} {'block' if abs(more) == 1 else 'blocks'} of 1-on-1s"
                return f"{blocks} {'more' if more > 0 else 'fewer'} for {leader}"
            case "fragments":
                minutes = abs(more) * int(self.words.formulation.axis.step.total_seconds()) // 60
                return f"{minutes} min {'more' if more > 0 else 'less'} of {leader}'s free time in pieces under an hour"
            case "preferences":
                first, second = (self.planned, self.other) if more > 0 else (self.other, self.planned)
                whom = inconveniences(self.words, first, second)
                return f"{'less' if more > 0 else 'more'} convenient{f' for {_few(whom)}' if whom else ''}"
            case "fairness":
                whose = "who were missed or moved of late"
                return f"{'more' if more > 0 else 'fewer'} people {whose} are missed or moved again"
        return f"{level}: {abs(more)} {'more' if more > 0 else 'less'}"

    def _names(self, occurrences: Sequence[int]) -> str:
        """`Bo in W48 and Cem in W49`."""
        return _few([f"{self._member(each)} in {self._week(each)}" for each in occurrences])

    def _member(self, occurrence: int) -> str:
        problem = self.words.formulation.problem
        return self.words.person(problem.pairs[problem.occurrences[occurrence].pair].member).name

    def _week(self, occurrence: int) -> str:
        return short(self.words.formulation.wanted[occurrence].period)

    def _where(self, planned: bool, other: bool) -> list[int]:
        """Occurrences that are placed in the one, and not in the other."""
        return [
            index
            for index, (one, two) in enumerate(zip(self.planned.starts, self.other.starts, strict=True))
            if ((one is not None), (two is not None)) == (planned, other)
        ]

    def _placed(self, more: int) -> str:
        lost, won = self._where(True, False), self._where(False, True)
        if more > 0:
            instead = f", though {self._names(won)} would" if won else ""
            return f"{self._names(lost)} would have no place{instead}"
        return f"{self._names(won)} would have a place"

    def instead(self) -> str | None:
        """`Bo in W48 would have no place instead of Cem in W49`, where no more is missed than planned."""
        lost, won = self._where(True, False), self._where(False, True)
        if not lost or self.planned.levels[0].value != self.other.levels[0].value:
            return None
        return f"{self._names(lost)} would have no place instead" + (f" of {self._names(won)}" if won else "")

    def _shifted(self) -> str:
        both = [
            index
            for index in self._where(True, True)
            if self._week_of(self.planned.starts[index]) != self._week_of(self.other.starts[index])
        ]
        told = [
            f"{self._member(each)}'s of {self._week(each)} in {short(self._week_of(self.other.starts[each]))}"
            for each in both
        ]
        return _and(told) or "another 1-on-1"

    def _week_of(self, start: int | None) -> IsoWeek:
        assert start is not None  # only asked of what is placed
        return self.words.situation.ahead.week_of(self.words.formulation.axis.instant(start))

    def _layout(self, more: int) -> str:
        number = f"{abs(more)} {'1-on-1' if abs(more) == 1 else '1-on-1s'} {'more' if more > 0 else 'fewer'}"
        if self.words.situation.rules.layout is Layout.WHOLE_DAY:
            return f"{number} off the week's day"
        return f"the days differ by {number} than two allow: {self._counts()}"

    def _counts(self) -> str:
        """`3 and 1 in W48 instead of 2 and 2`, of the weeks that differ."""
        told = []
        ahead = self.words.situation.ahead
        for number, week in enumerate(ahead.weeks):
            one, two = (self._count(number, solution.starts) for solution in (self.planned, self.other))
            if one != two:
                told.append(f"{' and '.join(map(str, two))} in {short(week)} instead of {' and '.join(map(str, one))}")
        return "; ".join(told)

    def _count(self, week: int, starts: Starts) -> list[int]:
        formulation = self.words.formulation
        problem = formulation.problem
        taken = [
            formulation.axis.instant(start)
            for index, start in enumerate(starts)
            if start is not None and formulation.leader_of(index) == self.words.leader
        ]
        taken += [
            formulation.axis.instant(fixed.start)
            for fixed in problem.fixed
            if problem.pairs[fixed.pair].leader == self.words.leader
        ]
        days = self.words.situation.ahead.days_of((week,))
        return [sum(day.span.start <= start < day.span.end for start in taken) for day in days]

    def _moves(self, more: int) -> str:
        problem = self.words.formulation.problem
        first, second = (self.planned, self.other) if more > 0 else (self.other, self.planned)
        told = []
        for index, occurrence in enumerate(problem.occurrences):
            one, two = first.starts[index], second.starts[index]
            if two is not None and moved(occurrence, two) and not moved(occurrence, one):
                assert occurrence.current is not None  # what is moved stood somewhere
                whose = f"{self._member(index)}'s 1-on-1"
                if more > 0:
                    told.append(f"{whose} moves from {self.words.time(occurrence.current)} to {self.words.time(two)}")
                else:
                    told.append(f"{whose} stays on {self.words.time(occurrence.current)}")
        return _few(told) or ("another 1-on-1 moves" if more > 0 else "one move less, or a later one")

    def _rhythm(self, more: int) -> str:
        """`rhythm broken in W49 for Dev`, of everybody whose rhythm it is."""
        formulation = self.words.formulation
        told: dict[tuple[str, ...], list[str]] = {}
        for number, pair in enumerate(formulation.problem.pairs):
            one, two = (_rhythm_of(formulation, number, solution) for solution in (self.planned, self.other))
            if (two - one) * more > 0:
                told.setdefault(tuple(self._off(number, self.other if more > 0 else self.planned)), []).append(
                    self.words.person(pair.member).name
                )
        what = "rhythm broken" if more > 0 else "rhythm kept"
        parts = [f"{what}{f' in {_and(weeks)}' if weeks else ''} for {_few(names)}" for weeks, names in told.items()]
        return "; ".join(parts) or f"rhythms {'break' if more > 0 else 'hold'} more often"

    def _off(self, pair: int, answer: Solution) -> list[str]:
        """The weeks in which an answer has a pair at another weekday and time than most often."""
        clocks = self._clocks(pair, answer)
        counted = Counter(clocks.values())
        planned = Counter(self._clocks(pair, self.planned).values())
        habit = self.words.formulation.problem.pairs[pair].habit
        if habit is not None:
            counted[(habit[0], *divmod(habit[1], 60))] += 1
        usual = max(counted, key=lambda clock: (counted[clock], planned[clock]), default=None)
        return [short(self._week_of(start)) for start, clock in clocks.items() if clock != usual]

    def _clocks(self, pair: int, answer: Solution) -> dict[int, tuple[int, int, int]]:
        """Weekday, hour and minute of each 1-on-1 of a pair, by start; with those that are not for the plan to move."""
        zone, formulation = self.words.situation.ahead.time_zone, self.words.formulation
        problem = formulation.problem
        starts = [
            start
            for occurrence, start in zip(problem.occurrences, answer.starts, strict=True)
            if occurrence.pair == pair and start is not None
        ]
        starts += [fixed.start for fixed in problem.fixed if fixed.pair == pair]
        clocks = {start: local(formulation.axis.instant(start), zone) for start in starts}
        return {start: (clock.weekday(), clock.hour, clock.minute) for start, clock in clocks.items()}


def _rhythm_of(formulation: Formulation, pair: int, solution: Solution) -> int:
    """What the rhythm of one pair costs."""
    problem = formulation.problem
    mine = [index for index, occurrence in enumerate(problem.occurrences) if occurrence.pair == pair]
    alone = replace(
        problem,
        occurrences=tuple(problem.occurrences[index] for index in mine),
        fixed=tuple(fixed for fixed in problem.fixed if fixed.pair == pair),
        pairs=tuple(each if number == pair else replace(each, habit=None) for number, each in enumerate(problem.pairs)),
    )
    return measure(alone, [solution.starts[index] for index in mine], solution.lunches)["rhythm"]


def short(week: IsoWeek) -> str:
    """`W48`."""
    return str(week).rpartition("-")[2]


def _few(parts: Sequence[str]) -> str:
    """As `_and`, of many only the first."""
    if len(parts) <= NAMED:
        return _and(parts)
    return f"{', '.join(parts[:NAMED])} and {len(parts) - NAMED} more"


def _weeks(number: int) -> str:
    return f"{number} week{'' if number == 1 else 's'}"


def _and(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
