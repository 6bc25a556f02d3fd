"""What would give an occurrence a place: what the solver found, and settings that change which times there are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from providers.event import Calendar, Interval
from scheduler.company import Company, WallSpan
from scheduler.explanation import Relief
from scheduler.ledger.record import Memory
from scheduler.planning.demand import key_of
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import Formulation, formulate
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
_HOUR = timedelta(hours=1)
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_LATE = (explanation.Relief.MEMBER_BUSY, explanation.Relief.LEADER_BUSY)
"""What asks more than a leader's own settings."""


def reliefs(
    decision: Decision, calendars: Mapping[str, Calendar], memory: Memory, occurrence: int, found: Reasons
) -> tuple[tuple[Relief, ...], bool]:
    """Those that ask least first, each verified; and whether all were tried that are known."""
    early = [each for each in found.remedies if not any(one.kind in _LATE for one in each.relaxations)]
    late = [each for each in found.remedies if each not in early]
    told = [_told(decision.formulation, occurrence, each) for each in _few(early)]
    if not any(not each.relaxations for each in found.remedies):
        told += _by_settings(decision, calendars, memory, occurrence)
    told += [_told(decision.formulation, occurrence, each) for each in _few(late)]
    return tuple(told[:MOST]), found.tried


def _few(remedies: list[Remedy]) -> Iterator[Remedy]:
    """No more than a few of one kind."""
    seen: Counter[tuple[explanation.Relief, ...]] = Counter()
    for each in remedies:
        kinds = tuple(one.kind for one in each.relaxations)
        seen[kinds] += 1
        if seen[kinds] <= MOST_OF_A_KIND:
            yield each


def _told(formulation: Formulation, occurrence: int, remedy: Remedy) -> Relief:
    words = Words(formulation, occurrence)
    acts = Acts(words)
    if remedy.relaxations:
        change = " and ".join(words.relaxation(each) for each in remedy.relaxations)
        done = tuple(acts.act(each) for each in remedy.relaxations)
    else:
        change, done = "if fewer weeks were planned at once", ("--weeks 1",)
    start = formulation.axis.instant(remedy.start)
    length = formulation.wanted[occurrence].pair.duration
    shorter = [each.amount for each in remedy.relaxations if each.kind is explanation.Relief.SHORTER]
    if shorter and shorter[0] is not None:
        length = shorter[0] * formulation.axis.step
    return Relief(change, done, Interval(start, start + length))


def _by_settings(
    decision: Decision, calendars: Mapping[str, Calendar], memory: Memory, occurrence: int
) -> Iterator[Relief]:
    """An hour more of the leader's day, and another 1-on-1 day: what the problem has no starts for."""
    formulation = decision.formulation
    settings = [*_settings(formulation, occurrence)]
    roomy = _all_of(formulation, [company for *_, company in settings])
    if _planned(decision, roomy, calendars, memory, occurrence) is None:
        return  # more room is no less
    for change, act, company in settings:
        start = _planned(decision, company, calendars, memory, occurrence)
        if start is not None:
            yield Relief(change, (act,), Interval(start, start + formulation.wanted[occurrence].pair.duration))


def _settings(formulation: Formulation, occurrence: int) -> Iterator[tuple[str, str, Company]]:
    words = Words(formulation, occurrence)
    company, team = words.situation.company, words.situation.team
    leader = company.people[team.leader]
    for weekday in team.rules.days:
        spans = [span for span in leader.hours if span.weekday == weekday]
        for more in _around(spans):
            hours = (*leader.hours, more)
            wider = replace(leader, hours=joined(hours))
            when = f"{_DAYS[weekday]} {more.start:%H:%M}–{more.end:%H:%M}"
            change = f"if {leader.name} worked on {when}"
            act = hours_setting(Acts(words).name(leader.email), hours)
            yield change, act, replace(company, people={**company.people, leader.email: wider})
    for weekday in range(7):
        if weekday in team.rules.days or weekday in company.focus_days:
            continue
        days = tuple(sorted((*team.rules.days, weekday)))
        change = f"if {leader.name} also held 1-on-1s on {_DAYS[weekday]}"
        changed = replace(team, rules=replace(team.rules, days=days))
        yield change, Acts(words).days(days), replace(company, teams={**company.teams, team.leader: changed})


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
    task = task_of(situation, calendars, existing, memory)
    after = formulate([task], max_moves=before.problem.max_moves)
    placed = {
        (key_of(one.pair), one.period): before.axis.instant(start)
        for one, start in zip(before.wanted, decision.solution.starts, strict=True)
        if start is not None
    }
    keys = [(key_of(one.pair), one.period) for one in after.wanted]
    mine = before.wanted[occurrence]
    if (key_of(mine.pair), mine.period) not in keys or not set(placed) <= set(keys):
        return None
    starts = [None if key not in placed else after.axis.floor(placed[key]) for key in keys]
    start = has_place(after.problem, starts, keys.index((key_of(mine.pair), mine.period)))
    return None if start is None else after.axis.instant(start)
