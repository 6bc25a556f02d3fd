"""Whether a plan, wherever it comes from, is one that the planner could have made. Nothing in it is believed.

The times that it gives are put into the planner's own problem and judged by the independent checker; then everything
else that the planner would have written about these times has to stand in it: each occurrence once, of the team's
pairs, in their calendars, with their agenda.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime

from providers.event import Calendar
from providers.wall_clock import local
from scheduler.company import Company, Team
from scheduler.dates.horizon import horizon, reading_window
from scheduler.ledger.record import Decision, Memory
from scheduler.plan import Change, Fill, Outcome, PairKey, Plan, PlannedDay, Stretch
from scheduler.planning.conflict import conflict_at
from scheduler.planning.demand import Wanted, key_of
from scheduler.planning.former_leader import cancelling_plan
from scheduler.planning.formulate import Formulation
from scheduler.planning.make import Author, decide
from scheduler.planning.undoing import undoing_plan, undoing_window
from solver.check import broken_rules
from solver.lunch import first_lunches
from solver.solution import Solution

MOST_WEEKS = 26
"""Nobody plans further ahead."""
MOST_CHANGES = 10_000
"""No leader's plan has more."""
_Which = tuple[PairKey, str]


def faults(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory
) -> tuple[str, ...]:
    """What in a plan the planner could not have written, a sentence each; empty: nothing.

    Args:
        calendars: as they are now, over the plan's window; what the plan says of them has been compared already.
        memory: what the ledger knows about the leader now.
    """
    if not team.rules.days:
        return tuple(_cancellations(plan, company, team, calendars, memory))
    frame = tuple(_frame(plan, company, team))
    if frame:
        return frame
    answers = _Answers(plan)
    author = decide(company, team, calendars, memory, plan.as_of, answers.solution, weeks=len(plan.weeks))
    problem = author.formulation.problem
    rules = broken_rules(problem, author.answer.starts, author.answer.lunches)
    changes = author.changes()
    return (
        *answers.faults,
        *_broken(author, rules),
        *_others(plan.changes, changes, plan.time_zone),
        *(
            ()
            if _shown(plan.days) == _shown(author.days(changes))
            else ("the days that it shows are not these changes",)
        ),
    )


def _cancellations(
    plan: Plan, company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory
) -> Iterator[str]:
    """Of a plan for somebody who leads no team any more, see `former_leader`: it may only cancel, and only theirs."""
    meant = cancelling_plan(company, team, calendars, memory, plan.window, plan.as_of, waited_for=()).changes
    if plan.weeks or plan.days:
        yield "nothing is planned for somebody who leads no team"
    for change in (Counter(map(_plain, plan.changes)) - Counter(map(_plain, meant))).elements():
        yield f"{_what((change.pair, change.period))}: to {change.action} it is not for this leader's plan to decide"


def undo_faults(
    decisions: Sequence[Decision],
    plan: Plan,
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
) -> tuple[str, ...]:
    """The same of a plan that takes back what a run decided, see `undoing`: it may do nothing else.

    Args:
        decisions: what that run decided for the leader.
    """
    if plan.window != undoing_window(company, team, decisions, plan.as_of):
        return ("the window that it says it was made from is not that of what it takes back",)
    meant = undoing_plan(company, team, calendars, memory, decisions, plan.as_of)
    days = ("what takes a run back plans no days",) if plan.weeks or plan.days else ()
    return (*_others(plan.changes, meant.changes, plan.time_zone), *days)


def _frame(plan: Plan, company: Company, team: Team) -> Iterator[str]:
    """Who and when, on which all else stands."""
    leader = company.people[team.leader]
    if not 1 <= len(plan.weeks) <= MOST_WEEKS:
        yield f"it is of {len(plan.weeks)} weeks; a plan is of 1 to {MOST_WEEKS}"
        return
    if len(plan.changes) > MOST_CHANGES:
        yield f"it has {len(plan.changes)} changes; a plan has at most {MOST_CHANGES}"
        return
    ahead = horizon(leader, team.rules, plan.as_of.astimezone(UTC), len(plan.weeks))
    if plan.weeks != tuple(map(str, ahead.weeks)):
        yield f"its weeks are not those after {_clock(plan.as_of, leader.time_zone)}, when it says that it was made"
    elif plan.window != reading_window(company, team, ahead):
        yield "the window that it says it was made from is not that of its weeks"
    if (plan.leader_name, plan.time_zone, plan.layout) != (leader.name, leader.time_zone, team.rules.layout):
        yield "name, zone or layout of the leader are not those of the configuration"


class _Answers:
    """A plan's times as the solver would give them; `faults` holds what the solver could not have given."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.faults: list[str] = []

    def solution(self, formulation: Formulation) -> Solution:
        """Starts from the plan, and for each day the first lunch that they leave."""
        problem = formulation.problem
        starts = tuple(self._start(formulation, wanted) for wanted in formulation.wanted)
        return Solution(starts, first_lunches(problem, starts), levels=())

    def _start(self, formulation: Formulation, wanted: Wanted) -> int | None:
        """Where the plan puts an occurrence that is to be placed; None: nowhere, and it says so."""
        which = (key_of(wanted.pair), str(wanted.period))
        if any((one.pair, one.period) == which and one.outcome is Outcome.UNPLACED for one in self.plan.not_placed):
            return None
        times = [
            change.after
            for change in self.plan.changes
            if (change.pair, change.period) == which and change.after is not None
        ]
        if not times:
            self.faults.append(f"{_what(which)} is due, and the plan neither places it nor says why not")
            return None
        if wanted.standing is not None and times[0] == wanted.standing.span:
            return formulation.axis.outward(times[0]).begin
        start = formulation.axis.ceil(times[0].start)
        if formulation.axis.instant(start) != times[0].start:
            self.faults.append(f"{_what(which)} does not start at a time of the grid")
        return start


def _broken(author: Author, rules: tuple[str, ...]) -> Iterator[str]:
    """Hard rules that the times break: in the planner's words where it has some, else in the checker's."""
    told = False
    for _, wanted, span in author.placed:
        conflict = None if span is None or not rules else conflict_at(author.situation, wanted.pair, span)
        if conflict is not None:
            told = True
            zone = author.situation.ahead.time_zone
            which = (key_of(wanted.pair), str(wanted.period))
            yield f"{_what(which)} cannot be on {_clock(span.start, zone) if span else ''}: {conflict}"
    if rules and not told:
        yield from (f"a hard rule is broken: {rule}" for rule in rules)


def _others(found: tuple[Change, ...], meant: tuple[Change, ...], zone: str) -> Iterator[str]:
    """Changes that are too many, too few, or other ones."""
    left = Counter(map(_plain, meant))
    left.subtract(map(_plain, found))
    extra = [change for change, count in left.items() for _ in range(-count)]
    lacking = [change for change, count in left.items() for _ in range(count)]
    for change in extra:
        which = (change.pair, change.period)
        other = next((one for one in lacking if (one.pair, one.period) == which), None)
        if other is not None:
            lacking.remove(other)
            names = [
                field.name for field in fields(Change) if getattr(change, field.name) != getattr(other, field.name)
            ]
            yield f"{_what(which)}: {', '.join(names)} not as planned"
        elif any(_plain(one) == change for one in meant):
            yield f"{_what(which)} stands in it more than once"
        else:
            when = change.after or change.before
            at = "" if when is None else f" on {_clock(when.start, zone)}"
            yield f"{_what(which)}: to {change.action} it{at} is not for this leader's plan to decide"
    for change in lacking:
        yield f"{_what((change.pair, change.period))}: it is to {change.action} it, and does not"


def _plain(change: Change) -> Change:
    """Without the sentence for people, which nothing depends on; calendars in any order."""
    return replace(change, why="", writes=tuple(sorted(change.writes)))


def _shown(days: tuple[PlannedDay, ...]) -> list[tuple[str, str, list[Stretch]]]:
    """The 1-on-1s on a plan's page."""
    return [
        (day.week, day.day.isoformat(), [each for each in day.stretches if each.fill in (Fill.ONE_ON_ONE, Fill.PREP)])
        for day in days
    ]


def _what(which: _Which) -> str:
    pair, period = which
    kind = "1-on-1" if pair.kind == "report" else f"{pair.kind} 1-on-1"
    return f"the {kind} of {pair.leader} and {pair.member} in {period}"


def _clock(instant: datetime, zone: str) -> str:
    there = local(instant, zone)
    return f"{there:%a} {there.day} {there:%b %Y %H:%M}"
