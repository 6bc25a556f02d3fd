"""For whom one answer is less convenient than another, and in which respect."""

from providers.event import Interval
from scheduler.planning.preferences import Wish, wishes
from scheduler.planning.why.words import Words
from solver.solution import Solution

_WORDS = {
    Wish.LEADER: "preferred times",
    Wish.MEMBER: "preferred times",
    Wish.LUNCH: "lunch",
    Wish.HUMANE: "a humane hour",
}


def inconveniences(words: Words, first: Solution, second: Solution) -> list[str]:
    """`Eva Berg (lunch)`: everybody of whom the second answer meets fewer wishes, in one of their 1-on-1s at least."""
    formulation = words.formulation
    problem = formulation.problem
    worse: dict[str, dict[str, None]] = {}
    for index, occurrence in enumerate(problem.occurrences):
        one, two = (_unmet(words, index, solution.starts[index]) for solution in (first, second))
        pair = problem.pairs[occurrence.pair]
        for wish in (wish for wish in two if two[wish] > one.get(wish, 0)):
            whose = problem.leaders[pair.leader].person if wish is Wish.LEADER else pair.member
            worse.setdefault(words.person(whose).name, {})[_WORDS[wish]] = None
    return [f"{name} ({', '.join(lost)})" for name, lost in worse.items()]


def _unmet(words: Words, index: int, start: int | None) -> dict[Wish, int]:
    if start is None:
        return {}
    formulation = words.formulation
    wanted = formulation.wanted[index]
    situation = formulation.tasks[formulation.leader_of(index)].situation
    begin = formulation.axis.instant(start)
    leader, member = (situation.availabilities[email] for email in (wanted.pair.leader, wanted.pair.member))
    asked = wishes(wanted.pair, situation.rules, leader, member, situation.window)
    return asked.unmet(Interval(begin, begin + wanted.pair.duration))
