"""What no plan of a leader can be better than, wherever other leaders' 1-on-1s come to lie.

These only take time, but for one thing: where they leave no place for lunch, the leader has none to keep, and room that
lunch would have taken. So what holds without them holds with them, except on days on which that may happen.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from scheduler.company import Company, Pair
from scheduler.planning.make import Author
from solver.intervals import inside, union
from solver.lunch import lunch_choices
from solver.problem import Day, Problem, Span
from solver.solution import Level
from solver.solve import solve

Levels = tuple[Level, ...]


def floor(author: Author, company: Company, others: Collection[str]) -> Levels:
    """Levels whose bounds hold wherever the 1-on-1s of these leaders lie, which take time of nobody here.

    Where one such 1-on-1 may be all that takes a day's lunch, each start at which it does is tried, and the least of
    all bounds holds, in the strict order. Where several may, or in several weeks, no lunch is asked for.
    """
    problem = author.formulation.problem
    (leader,) = problem.leaders
    email = author.situation.team.leader
    theirs = [pair for other in others for pair in company.teams[other].pairs if pair.member == email]
    best = author.answer.levels
    if len(theirs) > 1:
        return min(best, _without_lunch(problem, leader.days), key=_bounds)
    for pair in theirs:
        found = [(day, starts) for day in leader.days if (starts := list(_starts(author, company, pair, day)))]
        if len({day.week for day, _ in found}) > 1:
            return min(best, _without_lunch(problem, [day for day, _ in found]), key=_bounds)
        for day, starts in found:
            if _bounds(_without_lunch(problem, [day])) < _bounds(best):
                length = author.formulation.axis.length(pair.duration)
                tried = [solve(_taken(problem, Span(start, start + length))).levels for start in starts]
                best = min(best, *tried, key=_bounds)
    return best


def _bounds(levels: Levels) -> tuple[int, ...]:
    return tuple(level.bound for level in levels)


def _without_lunch(problem: Problem, days: Collection[Day]) -> Levels:
    """The levels where the leader keeps no lunch on these days."""
    (leader,) = problem.leaders
    kept = tuple(replace(day, lunch=None) if day in days else day for day in leader.days)
    return solve(replace(problem, leaders=(replace(leader, days=kept),))).levels


def _starts(author: Author, company: Company, pair: Pair, day: Day) -> Iterator[int]:
    """Where another leader's 1-on-1 with this one would take the last place for lunch."""
    problem, axis = author.formulation.problem, author.formulation.axis
    (leader,) = problem.leaders
    choices = lunch_choices(problem, leader, day)
    if not choices:
        return
    length = axis.length(pair.duration)
    zones = {company.people[email].time_zone for email in (pair.leader, pair.member)}
    possible = {slot.tick for slot in day.slots}
    person = problem.people[leader.person]
    for start in range(max(choices) - length + 1, min(choices) + leader.lunch):
        time = Span(start, start + length)
        if len(zones) > 1 or start in possible:
            free = inside(time, person.hours) and not any(time.overlaps(busy) for busy in person.busy)
            if free and not lunch_choices(_taken(problem, time), leader, day):
                yield start


def _taken(problem: Problem, time: Span) -> Problem:
    """The problem with some more of the leader's time taken."""
    (leader,) = problem.leaders
    people = list(problem.people)
    person = people[leader.person]
    people[leader.person] = replace(person, busy=tuple(union([*person.busy, time])))
    return replace(problem, people=tuple(people))
