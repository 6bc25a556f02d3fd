"""What may stand in the way of the asked occurrence, and the problem without some of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.explanation import Hindrance, Obstacle
from solver.intervals import subtract, union
from solver.meeting import fixed_meeting
from solver.problem import Fixed, Leader, Person, Problem, Span

UNLIMITED = 1_000_000


def obstacles(problem: Problem) -> list[Obstacle]:
    """Everything that can be taken away, in a fixed order: rules first, then calendars, the widest last."""
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    leader = problem.leaders[pair.leader]
    mine, theirs = leader.person, pair.member
    return [
        *([Obstacle(Hindrance.OTHERS)] if len(problem.occurrences) > 1 else []),
        *([Obstacle(Hindrance.DECLINED)] if asked.declined else []),
        *([Obstacle(Hindrance.MAX_MOVES, amount=problem.max_moves)] if problem.max_moves is not None else []),
        *([Obstacle(Hindrance.PREP, amount=asked.prep)] if asked.prep > 0 else []),
        Obstacle(Hindrance.MAX_PER_DAY, amount=leader.max_per_day, person=mine),
        Obstacle(Hindrance.PAUSE, person=mine),
        *_lunches(problem, (mine, theirs)),
        *(_fixed(problem, fixed) for fixed in problem.fixed if _concerns(problem, fixed, (mine, theirs))),
        *(Obstacle(Hindrance.LEADER_BUSY, block, person=mine) for block in blocks(problem.people[mine])),
        *(Obstacle(Hindrance.MEMBER_BUSY, block, person=theirs) for block in blocks(problem.people[theirs])),
        *([Obstacle(Hindrance.LEADER_TENTATIVE, person=mine)] if problem.people[mine].tentative else []),
        *([Obstacle(Hindrance.MEMBER_TENTATIVE, person=theirs)] if problem.people[theirs].tentative else []),
        Obstacle(Hindrance.EARLIEST),
        *([Obstacle(Hindrance.ALLOWED)] if asked.allowed is not None else []),
        Obstacle(Hindrance.LEADER_HOURS, person=mine),
        Obstacle(Hindrance.MEMBER_HOURS, person=theirs),
    ]


def blocks(person: Person) -> list[Span]:
    """Each stretch of busy time that does not depend on tentative events."""
    return subtract(person.busy, person.tentative)


def _concerns(problem: Problem, fixed: Fixed, people: Collection[int]) -> bool:
    pair = problem.pairs[fixed.pair]
    return problem.leaders[pair.leader].person in people or pair.member in people


def _fixed(problem: Problem, fixed: Fixed) -> Obstacle:
    return Obstacle(
        Hindrance.FIXED, fixed_meeting(fixed).time, person=problem.pairs[fixed.pair].member, pair=fixed.pair
    )


def _lunches(problem: Problem, people: Collection[int]) -> list[Obstacle]:
    return [
        Obstacle(Hindrance.LUNCH, day.lunch, person=leader.person)
        for leader in problem.leaders
        if leader.person in people and leader.lunch > 0
        for day in leader.days
        if day.lunch is not None
    ]


def without(problem: Problem, gone: Collection[Obstacle]) -> Problem:
    """The problem as it would be if these did not stand in the way."""
    kinds = {obstacle.kind for obstacle in gone}
    occurrences = problem.occurrences[:1] if Hindrance.OTHERS in kinds else problem.occurrences
    asked = occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    mine = problem.leaders[pair.leader].person
    asked = replace(
        asked,
        prep=0 if Hindrance.PREP in kinds else asked.prep,
        allowed=None if Hindrance.ALLOWED in kinds else asked.allowed,
        declined=asked.declined and Hindrance.DECLINED not in kinds,
    )
    always = [day.span for day in days_of(problem, ASKED)]
    return replace(
        problem,
        people=tuple(
            _freed(
                person,
                [item for item in gone if item.person == number],
                always,
                leads=number == mine,
                meets=number == pair.member,
            )
            for number, person in enumerate(problem.people)
        ),
        leaders=tuple(
            _relieved(leader, gone, kinds if number == pair.leader else set())
            for number, leader in enumerate(problem.leaders)
        ),
        occurrences=(asked, *occurrences[1:]),
        fixed=tuple(fixed for fixed in problem.fixed if _fixed(problem, fixed) not in gone),
        max_moves=None if Hindrance.MAX_MOVES in kinds else problem.max_moves,
    )


def _freed(person: Person, gone: Sequence[Obstacle], always: Sequence[Span], *, leads: bool, meets: bool) -> Person:
    """`always` is the time that a person works who has no working hours to keep."""
    kinds = {obstacle.kind for obstacle in gone}
    hours = (leads and Hindrance.LEADER_HOURS in kinds) or (meets and Hindrance.MEMBER_HOURS in kinds)
    maybe = (leads and Hindrance.LEADER_TENTATIVE in kinds) or (meets and Hindrance.MEMBER_TENTATIVE in kinds)
    busy = {Hindrance.LEADER_BUSY, Hindrance.MEMBER_BUSY}
    away = [obstacle.span for obstacle in gone if obstacle.kind in busy and obstacle.span is not None]
    return replace(
        person,
        hours=tuple(union([*person.hours, *always])) if hours else person.hours,
        busy=tuple(subtract(person.busy, [*away, *(person.tentative if maybe else ())])),
        tentative=() if maybe else person.tentative,
    )


def _relieved(leader: Leader, gone: Collection[Obstacle], kinds: Collection[Hindrance]) -> Leader:
    """`kinds` is what is gone of the leader's own rules."""
    windows = [item.span for item in gone if item.kind == Hindrance.LUNCH and item.person == leader.person]
    return replace(
        leader,
        days=tuple(replace(day, lunch=None) if day.lunch in windows else day for day in leader.days),
        max_run=UNLIMITED if Hindrance.PAUSE in kinds else leader.max_run,
        max_per_day=UNLIMITED if Hindrance.MAX_PER_DAY in kinds else leader.max_per_day,
        earliest=0 if Hindrance.EARLIEST in kinds else leader.earliest,
    )
