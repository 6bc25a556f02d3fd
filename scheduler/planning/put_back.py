"""Which 1-on-1s can be put back to where they stood, by every hard rule and beside all that stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from providers.event import Interval
from providers.weeks import IsoWeek
from scheduler.company import Pair
from scheduler.planning.availability import knows
from scheduler.planning.conflict import conflict_at
from scheduler.planning.demand import Demand, Wanted
from scheduler.planning.existing import Standing
from scheduler.planning.formulate import Task, formulate
from scheduler.planning.notice import soonest, too_soon
from scheduler.planning.situation import Situation
from solver.check import broken_rules
from solver.lunch import first_lunches

NO_ROOM = "other 1-on-1s, lunch or breaks of the leader leave no room for it there any more"


@dataclass(frozen=True, slots=True)
class Return:
    """A 1-on-1 that is to stand again where it stood."""

    pair: Pair
    period: IsoWeek
    span: Interval
    generation: int
    standing: Standing | None
    """Where it stands now, and stays if it cannot be put back; None: nowhere."""


def against(situation: Situation, one: Return) -> str | None:
    """What stands against it, whatever else is put back; None: nothing."""
    begin = one.span.start - one.pair.prep
    if one.span.end - one.span.start != one.pair.duration:
        return "1-on-1s of this pair have another length now"
    if too_soon(one.span.start, one.pair.prep, soonest(situation.as_of, situation.rules)):
        return "the time where it stood has passed, or begins too soon"
    if not (situation.window.start <= begin and one.span.end <= situation.window.end):
        return "the time where it stood lies beyond the weeks that are planned"
    for email in (one.pair.leader, one.pair.member):
        if not knows(situation.availabilities[email], [Interval(begin, one.span.end)]):
            return "a calendar could not be read where it stood"
    return conflict_at(situation, one.pair, one.span)


def possible_together(
    situation: Situation, returns: Sequence[Return], others: Sequence[Standing]
) -> tuple[Return, ...]:
    """As many as can be put back at once; whoever stands in the way of most others is left out first.

    Args:
        returns: against none of which anything stands by itself.
        others: all that stays where it is, of this leader.
    """
    put = list(returns)
    while _broken(situation, returns, put, others):
        without = [[each for each in put if each is not one] for one in reversed(put)]
        put = min(without, key=lambda rest: _broken(situation, returns, rest, others))
    return tuple(put)


def _broken(situation: Situation, returns: Sequence[Return], put: Sequence[Return], others: Sequence[Standing]) -> int:
    """How many hard rules are broken, judged by the independent checker, where these and no others are put back."""
    left = [one.standing for one in returns if one.standing is not None and not any(one is each for each in put)]
    wanted = tuple(
        Wanted(one.pair, one.period, (situation.ahead.weeks.index(situation.ahead.week_of(one.span.start)),), None)
        for one in put
    )
    formulation = formulate([Task(situation, Demand(wanted, (*others, *left), (), ()), ())])
    begins = [formulation.axis.floor(one.span.start) for one in put]
    off_grid = [one for one, tick in zip(put, begins, strict=True) if formulation.axis.instant(tick) != one.span.start]
    return len(off_grid) + len(broken_rules(formulation.problem, begins, first_lunches(formulation.problem, begins)))
