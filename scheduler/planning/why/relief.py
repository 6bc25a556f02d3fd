"""What would give an occurrence a place: what the solver found, and settings that change which times there are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from providers.event import Calendar, Interval
from scheduler.company import Company, WallSpan
from scheduler.explanation import Relief
from scheduler.ledger.record import Memory
from scheduler.planning.demand import key_of
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import Formulation, Task, formulate
from scheduler.planning.make import Decision, task_of
from scheduler.planning.situation import situations
from scheduler.planning.why.acts import Acts, hours_setting, joined
from scheduler.planning.why.words import Words
from solver import explanation
from solver.explain import has_place
from solver.explanation import Reasons, Remedy

MOST = 8
"""More ways out are not told."""
MOST_OF_A_KIND = 2
SHORT_LUNCH = timedelta(minutes=30)
"""A lunch that is long enough where there is no room for a longer one."""
_HOUR = timedelta(hours=1)
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_LATE = (
    explanation.Relief.NO_LUNCH,
    explanation.Relief.ANY_TIME,
    explanation.Relief.MEMBER_BUSY,
    explanation.Relief.LEADER_BUSY,
)
"""What asks more than a leader's own settings."""
_BY_PEOPLE = (explanation.Relief.MOVE_FIXED, explanation.Relief.MEMBER_BUSY, explanation.Relief.LEADER_BUSY)


def reliefs(
    decision: Decision, calendars: Mapping[str, Calendar], memory: Memory, occurrence: int, found: Reasons
) -> tuple[tuple[Relief, ...], bool]:
    """Those that ask least first, each verified; and whether all were tried that are known."""
    early = [each for each in found.remedies if not any(one.kind in _LATE for one in each.relaxations)]
    late = [each for each in found.remedies if each not in early]
    told = [_told(decision.formulation, occurrence, each) for each in _few(early)]
    if all(each.relaxations for each in found.remedies):
        tried = _Tried(decision, calendars, memory, occurrence)
        if any(each.relaxations[0].kind is explanation.Relief.NO_LUNCH for each in late):
            told += tried.those_of(_lunches(decision.formulation, occurrence))
        told += tried.with_more_room(
            [one for one in _room(decision.formulation, occurrence) if one.act not in _acts(told)]
        )
    told += [_told(decision.formulation, occurrence, each) for each in _few(late)]
    once = {each.acts: each for each in reversed(told)}
    return tuple(each for each in told if once[each.acts] is each)[:MOST], found.tried


def _acts(told: Sequence[Relief]) -> set[str]:
    return {each.acts[0] for each in told if len(each.acts) == 1}


def _few(remedies: list[Remedy]) -> Iterator[Remedy]:
    """No more than a few of one kind; of shorter lengths the longest."""
    seen: Counter[tuple[explanation.Relief, ...]] = Counter()
    for each in remedies:
        kinds = tuple(one.kind for one in each.relaxations)
        seen[kinds] += 1
        if seen[kinds] <= (1 if explanation.Relief.SHORTER in kinds else MOST_OF_A_KIND):
            yield each


def _told(formulation: Formulation, occurrence: int, remedy: Remedy) -> Relief:
    words = Words(formulation, occurrence)
    acts = Acts(words)
    if remedy.relaxations:
        change = " and ".join(acts.condition(each) for each in remedy.relaxations)
        moves = iter(remedy.others)
        done = tuple(
            acts.act(each, next(moves, None) if each.kind is explanation.Relief.MOVE_FIXED else None)
            for each in remedy.relaxations
        )
        if all(
            each.kind in _BY_PEOPLE and " = " not in act for each, act in zip(remedy.relaxations, done, strict=True)
        ):
            change = " and ".join(done)
    else:
        change, done = "if fewer weeks were planned at once", ("--weeks 1",)
    start = formulation.axis.instant(remedy.start)
    length = formulation.wanted[occurrence].pair.duration
    shorter = [each.amount for each in remedy.relaxations if each.kind is explanation.Relief.SHORTER]
    if shorter and shorter[0] is not None:
        length = shorter[0] * formulation.axis.step
    return Relief(change, done, Interval(start, start + length))


@dataclass(frozen=True, slots=True)
class _Setting:
    """A setting that changes which times there are, or how long lunch is."""

    change: str
    act: str
    company: Company
    """As it would be."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """Tries settings for an occurrence."""

    decision: Decision
    calendars: Mapping[str, Calendar]
    memory: Memory
    occurrence: int

    def those_of(self, settings: Sequence[_Setting]) -> Iterator[Relief]:
        """Those that give it a place."""
        length = self.decision.formulation.wanted[self.occurrence].pair.duration
        for setting in settings:
            start = _planned(self.decision, setting.company, self.calendars, self.memory, self.occurrence)
            if start is not None:
                yield Relief(setting.change, (setting.act,), Interval(start, start + length))

    def with_more_room(self, settings: Sequence[_Setting]) -> Iterator[Relief]:
        """As `those_of`, of settings that each give only more room: first all at once, since more room is no less."""
        if len(settings) > 1:
            roomy = _all_of(self.decision.formulation, [one.company for one in settings])
            if _planned(self.decision, roomy, self.calendars, self.memory, self.occurrence) is None:
                return
        yield from self.those_of(settings)


def _lunches(formulation: Formulation, occurrence: int) -> list[_Setting]:
    """A shorter lunch, where it is long."""
    words = Words(formulation, occurrence)
    company, team = words.situation.company, words.situation.team
    lunch = team.rules.lunch
    if lunch is None or lunch.length <= SHORT_LUNCH:
        return []
    changed = replace(team, rules=replace(team.rules, lunch=replace(lunch, length=SHORT_LUNCH)))
    times = f'from = "{lunch.start:%H:%M}", to = "{lunch.end:%H:%M}"'
    return [
        _Setting(
            f"if {company.people[team.leader].name}'s lunch took 30 min",
            f'teams.{Acts(words).name(team.leader)}.lunch = {{ {times}, length = "30m" }}',
            replace(company, teams={**company.teams, team.leader: changed}),
        )
    ]


def _room(formulation: Formulation, occurrence: int) -> Iterator[_Setting]:
    """An hour more of the leader's day, and another 1-on-1 day: what the problem has no starts for."""
    words = Words(formulation, occurrence)
    company, team = words.situation.company, words.situation.team
    leader = company.people[team.leader]
    for weekday in team.rules.days:
        spans = [span for span in leader.hours if span.weekday == weekday]
        for more in _around(spans):
            hours = (*leader.hours, more)
            wider = replace(leader, hours=joined(hours))
            when = f"{_DAYS[weekday]} {more.start:%H:%M}–{more.end:%H:%M}"
            yield _Setting(
                f"if {leader.name} worked on {when}",
                hours_setting(Acts(words).name(leader.email), hours),
                replace(company, people={**company.people, leader.email: wider}),
            )
    for weekday in sorted({span.weekday for span in leader.hours} - {*team.rules.days, *company.focus_days}):
        days = tuple(sorted((*team.rules.days, weekday)))
        changed = replace(team, rules=replace(team.rules, days=days))
        yield _Setting(
            f"if {leader.name} also held 1-on-1s on {_DAYS[weekday]}",
            Acts(words).days(days),
            replace(company, teams={**company.teams, team.leader: changed}),
        )


def _all_of(formulation: Formulation, companies: Sequence[Company]) -> Company:
    """The company with what each of these gives its leader: all hours, all days."""
    situation = formulation.tasks[0].situation
    leader, team = situation.team.leader, situation.team
    hours = {span for company in companies for span in company.people[leader].hours}
    days = {day for company in companies for day in company.teams[leader].rules.days}
    wider = replace(situation.company.people[leader], hours=joined(hours))
    changed = replace(team, rules=replace(team.rules, days=tuple(sorted({*team.rules.days, *days}))))
    return replace(
        situation.company,
        people={**situation.company.people, leader: wider},
        teams={**situation.company.teams, leader: changed},
    )


def _around(spans: list[WallSpan]) -> Iterator[WallSpan]:
    """An hour before a day's first span and after its last, if the day has them."""
    if not spans:
        return
    first, last = spans[0], spans[-1]
    if first.start >= time(1):
        yield WallSpan(first.weekday, _shifted(first.start, -_HOUR), first.start)
    if time(0) < last.end < time(23):
        yield WallSpan(last.weekday, last.end, _shifted(last.end, _HOUR))


def _shifted(clock: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), clock) + by).time()


def _planned(
    decision: Decision, company: Company, calendars: Mapping[str, Calendar], memory: Memory, occurrence: int
) -> datetime | None:
    """When it would be if the company were like this, everybody else keeping a place; None: not found."""
    before = decision.formulation
    was = before.tasks[0].situation
    (situation,) = situations(
        company, [company.teams[was.team.leader]], calendars, was.as_of, weeks=len(was.ahead.weeks)
    )
    existing = our_occurrences(situation.team.leader, calendars, situation.read, memory, situation.rules, was.as_of)
    mine = before.wanted[occurrence]
    task = task_of(situation, calendars, existing, memory)
    if before.problem.max_moves is None:  # else moves in other weeks count, too
        task = _in_weeks(task, mine.weeks)
    after = formulate([task], max_moves=before.problem.max_moves)
    placed = {
        (key_of(one.pair), one.period): before.axis.instant(start)
        for one, start in zip(before.wanted, decision.solution.starts, strict=True)
        if start is not None and (before.problem.max_moves is not None or {*one.weeks} & {*mine.weeks})
    }
    keys = [(key_of(one.pair), one.period) for one in after.wanted]
    if (key_of(mine.pair), mine.period) not in keys or not set(placed) <= set(keys):
        return None
    starts = [None if key not in placed else after.axis.floor(placed[key]) for key in keys]
    start = has_place(after.problem, starts, keys.index((key_of(mine.pair), mine.period)))
    return None if start is None else after.axis.instant(start)


def _in_weeks(task: Task, weeks: Sequence[int]) -> Task:
    """Only what may lie in these weeks."""
    wanted = tuple(one for one in task.demand.wanted if {*one.weeks} & {*weeks})
    return replace(task, demand=replace(task.demand, wanted=wanted))
