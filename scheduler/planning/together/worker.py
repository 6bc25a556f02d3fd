"""What workers do: find, judge and write down the times of one leader. Pure; a failure is an answer, too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from time import process_time

from providers.event import Calendar
from scheduler.errors import ScheduleError
from scheduler.planning.demand import Wanted, key_of
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import Formulation, formulate, worth
from scheduler.planning.make import Author, decide, solved, task_of
from scheduler.planning.projection import carried_out
from scheduler.planning.situation import situations
from scheduler.planning.together.floors import floor
from scheduler.planning.together.standing import alone
from scheduler.planning.together.task import Answer, Failed, Few, Found, Shared, Starts, Task, Which, Wishes, Written
from solver.check import broken_rules
from solver.problem import Occurrence, Problem, Span
from solver.solution import Level, Solution
from solver.solve import assess, solve

COLLIDES = 10
"""Points, as those of preferences, for a start at which another team would have to move something."""


def find(shared: Shared, task: Task) -> Answer | Failed:
    """The best times for a leader, or what times that are given are worth."""
    began = process_time()
    try:
        author = _author(shared, task, lambda formulation: _answer(formulation, task))
        told = _told(author, task)
        if task.without:
            told = replace(told, floor=floor(author, shared.company, task.without))
        return replace(told, seconds=process_time() - began)
    except Exception as error:
        return Failed(task.leader, _sentence(error), process_time() - began)


def write_down(shared: Shared, task: Task) -> Written | Answer | Failed:
    """The plan with the times that are given; where they cannot be had in these calendars, an answer that says so."""
    began = process_time()
    try:
        author = _author(shared, task, lambda formulation: _claimed(formulation, task))
        told = _told(author, task)
        if told.broken:
            return replace(told, seconds=process_time() - began)
        return Written(author.plan(), told, process_time() - began)
    except Exception as error:
        return Failed(task.leader, _sentence(error), process_time() - began)


def find_for(shared: Shared, few: Few) -> Found | Failed:
    """The best times for some leaders together: each level summed over them."""
    began = process_time()
    try:
        formulation = _joint(shared, few)
        starts: dict[str, dict[Which, datetime | None]] = {task.leader: {} for task in few.tasks}
        for wanted, tick in zip(formulation.wanted, solve(formulation.problem).starts, strict=True):
            starts[wanted.pair.leader][which_of(wanted)] = None if tick is None else formulation.axis.instant(tick)
        return Found(starts, process_time() - began)
    except Exception as error:
        return Failed(few.tasks[0].leader, _sentence(error), process_time() - began)


def _joint(shared: Shared, few: Few) -> Formulation:
    """The problem of some leaders in calendars in which all others' plans are carried out."""
    teams = [shared.company.teams[task.leader] for task in few.tasks]
    memories = {task.leader: task.memory for task in few.tasks}
    changes = dict.fromkeys(change for task in few.tasks for change in task.changes)
    calendars = carried_out(_merged([task.calendars for task in few.tasks]), changes)
    asked = []
    for each in situations(shared.company, teams, calendars, shared.as_of, shared.weeks):
        memory = memories[each.team.leader]
        known = our_occurrences(each.team.leader, calendars, each.read, memory, each.rules, each.as_of)
        asked.append(task_of(each, calendars, known, memory))
    return formulate(asked)


def _merged(views: Sequence[Mapping[str, Calendar]]) -> dict[str, Calendar]:
    """What some leaders see together."""
    merged: dict[str, Calendar] = {}
    for email, calendar in (item for view in views for item in view.items()):
        known = merged.setdefault(email, calendar)
        if known != calendar:
            events = [*known.events, *(event for event in calendar.events if event not in known.events)]
            merged[email] = replace(
                known,
                events=tuple(sorted(events, key=lambda event: (event.span, event.uid))),
                unknown=tuple(sorted({*known.unknown, *calendar.unknown})),
            )
    return merged


def _author(shared: Shared, task: Task, answer: Callable[[Formulation], Solution]) -> Author:
    calendars = alone(task.calendars, task.without, shared.company, shared.as_of) if task.without else task.calendars
    calendars = carried_out(calendars, task.changes)
    team = shared.company.teams[task.leader]
    return decide(shared.company, team, calendars, task.memory, shared.as_of, answer, weeks=shared.weeks)


def _answer(formulation: Formulation, task: Task) -> Solution:
    if task.given is not None:
        return assess(formulation.problem, _ticks(formulation, task.given.starts))
    if not task.wishes.closed and not task.wishes.taken:
        return solved(formulation)
    found = solve(_wished(formulation, task.wishes))
    return assess(formulation.problem, found.starts)


def _claimed(formulation: Formulation, task: Task) -> Solution:
    """What is given, with the bounds of the leader's own best answer in these calendars."""
    given = task.given
    assert given is not None, "what is written down is given"
    if given.problem == fingerprint(formulation.problem) and any(level.bound for level in given.solution.levels):
        return given.solution
    known = assess(formulation.problem, _ticks(formulation, given.starts))
    return replace(known, levels=bounded(known.levels, solve(formulation.problem).levels))


def bounded(known: tuple[Level, ...], best: tuple[Level, ...]) -> tuple[Level, ...]:
    """Levels of known times with the bounds of others: these hold as long as the two are equal on all levels above."""
    levels: list[Level] = []
    for mine, other in zip(known, best, strict=True):
        equal = all(level.value == above.value for level, above in zip(levels, best, strict=False))
        levels.append(replace(mine, bound=min(other.bound, mine.value) if equal else 0))
    return tuple(levels)


def _told(author: Author, task: Task) -> Answer:
    formulation = author.formulation
    problem, axis = formulation.problem, formulation.axis
    starts = {
        which_of(wanted): None if tick is None else axis.instant(tick)
        for wanted, tick in zip(formulation.wanted, author.answer.starts, strict=True)
    }
    broken: tuple[str, ...] = ()
    if task.given is not None:
        broken = broken_rules(problem, author.answer.starts, author.answer.lunches)
        if starts != task.given.starts:
            broken += ("what is due is another now, or a start lies on no tick.",)
    return Answer(
        task.leader,
        author.changes(),
        starts,
        dict(zip(map(which_of, formulation.wanted), worth(formulation.tasks), strict=True)),
        author.answer,
        fingerprint(problem),
        int(axis.step.total_seconds()) // 60,
        broken,
    )


def which_of(wanted: Wanted) -> Which:
    """What names an occurrence."""
    return key_of(wanted.pair), str(wanted.period)


def _ticks(formulation: Formulation, starts: Starts) -> tuple[int | None, ...]:
    """The starts in the order of the problem."""
    found = [starts.get(which_of(wanted)) for wanted in formulation.wanted]
    return tuple(None if start is None else formulation.axis.floor(start) for start in found)


def _wished(formulation: Formulation, wishes: Wishes) -> Problem:
    """The problem with what is wished for the sake of others."""
    axis = formulation.axis

    def wished(occurrence: Occurrence, wanted: Wanted) -> Occurrence:
        which = which_of(wanted)
        closed = frozenset(axis.floor(start) for one, start in wishes.closed if one == which)
        cost = dict(occurrence.cost)
        teams = [[[axis.outward(span) for span in plan] for plan in plans] for plans in wishes.taken.get(which, ())]
        for slot in (slot for leader in formulation.problem.leaders for day in leader.days for slot in day.slots):
            block = Span(slot.tick - occurrence.prep, slot.tick + occurrence.duration)
            for plans in teams:
                if all(any(block.overlaps(span) for span in plan) for plan in plans):
                    cost[slot.tick] = cost.get(slot.tick, 0) + COLLIDES
        return replace(occurrence, closed=closed - {occurrence.current}, cost=cost)

    problem = formulation.problem
    return replace(problem, occurrences=tuple(map(wished, problem.occurrences, formulation.wanted)))


def fingerprint(problem: Problem) -> str:
    """Of all that decides the answer."""
    return sha256(repr(problem).encode()).hexdigest()


def _sentence(error: Exception) -> str:
    if isinstance(error, ScheduleError):
        return str(error)
    return f"planning failed with a bug ({type(error).__name__}: {error}); please report it"
