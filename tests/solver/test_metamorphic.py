"""What must not change the answer does not, and what gives more room never makes it worse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.intervals import union
from solver.problem import Day, Leader, Person, Problem, Slot, Span
from solver.solution import Level, Solution
from solver.solve import solve, solve_missed
from tests.solver.strategies import FEATURES, crowded_problems

PROBLEMS = st.tuples(st.sampled_from(FEATURES), st.sampled_from(FEATURES), st.integers(3, 6)).flatmap(
    lambda drawn: crowded_problems(*drawn[:2], reports=drawn[2])
)
"""A leader with three to six reports for one or two weeks, with some of all features."""
CHANCE = st.randoms(use_true_random=True)


def leaders_with(**changes: object) -> Callable[[Problem], Problem]:
    """All leaders with other rules."""
    return lambda problem: replace(
        problem,
        leaders=tuple(replace(leader, **changes) for leader in problem.leaders),  # type: ignore[arg-type]
    )


def people_with(change: Callable[[Person], Person]) -> Callable[[Problem], Problem]:
    """All people with other calendars."""
    return lambda problem: replace(problem, people=tuple(map(change, problem.people)))


def longer(hours: Sequence[Span]) -> tuple[Span, ...]:
    """One tick more at each end."""
    return tuple(union(Span(span.begin - 1, span.end + 1) for span in hours))


ROOMIER: Mapping[str, Callable[[Problem], Problem]] = {
    "longer hours": people_with(lambda person: replace(person, hours=longer(person.hours))),
    "less busy": people_with(lambda person: replace(person, busy=person.busy[1:])),
    "longer runs": lambda problem: replace(
        problem, leaders=tuple(replace(leader, max_run=leader.max_run + 1) for leader in problem.leaders)
    ),
    "shorter pauses": leaders_with(pause=0),
    "more a day": lambda problem: replace(
        problem, leaders=tuple(replace(leader, max_per_day=leader.max_per_day + 1) for leader in problem.leaders)
    ),
    "shorter notice": leaders_with(earliest=0),
    "any number of moves": lambda problem: replace(problem, max_moves=None),
}
"""Where no lunch is kept. Room for a lunch that there was none for before would be a rule more."""


@pytest.mark.parametrize("name", ROOMIER)
@settings(max_examples=15)
@given(problem=PROBLEMS)
def test_more_room_never_leaves_more_without_a_place(name: str, problem: Problem) -> None:
    """No bound with more room is above what is reached with less."""
    hungry = leaders_with(lunch=0)(problem)
    assert_no_worse(solve_missed(ROOMIER[name](hungry)), solve_missed(hungry))


@settings(max_examples=25)
@given(PROBLEMS)
def test_who_has_no_lunch_has_more_room(problem: Problem) -> None:
    """The same for the rule that the others are tried without."""
    assert_no_worse(solve_missed(leaders_with(lunch=0)(problem)), solve_missed(problem))


def assert_no_worse(roomy: Solution, narrow: Solution) -> None:
    """Of the first level; both are proven here."""
    assert roomy.levels[0].proven
    assert narrow.levels[0].proven
    assert roomy.levels[0].value <= narrow.levels[0].value


@settings(max_examples=15)
@given(PROBLEMS, CHANCE)
def test_the_order_of_everything_changes_no_value(problem: Problem, chance: Random) -> None:
    """People, leaders, pairs and 1-on-1s in another order are the same problem."""
    assert_alike(solve(shuffled(problem, chance)).levels, solve(problem).levels)


@settings(max_examples=15)
@given(PROBLEMS)
def test_a_week_later_everything_is_the_same(problem: Problem) -> None:
    """All times later by the same number of ticks: the same answer, later by as many."""
    ticks = 7 * (problem.leaders[0].days[0].span.end - problem.leaders[0].days[0].span.begin)
    solution, later = solve(problem), solve(shifted(problem, ticks))
    assert later.levels == solution.levels
    assert later.starts == tuple(None if start is None else start + ticks for start in solution.starts)


def assert_alike(some: Sequence[Level], others: Sequence[Level]) -> None:
    """Equal values as far as both are proven; then at least no bound that the other answer refutes."""
    for one, other in zip(some, others, strict=True):
        assert one.bound <= other.value
        assert other.bound <= one.value
        if not (one.proven and other.proven):
            return
    assert [one.value for one in some] == [other.value for other in others]


def shuffled(problem: Problem, chance: Random) -> Problem:
    """The same problem with other numbers for everything."""
    people, leaders, pairs, occurrences = (
        chance.sample(range(len(some)), len(some))
        for some in (problem.people, problem.leaders, problem.pairs, problem.occurrences)
    )
    return replace(
        problem,
        people=tuple(problem.people[old] for old in people),
        leaders=tuple(
            replace(problem.leaders[old], person=people.index(problem.leaders[old].person)) for old in leaders
        ),
        pairs=tuple(
            replace(
                problem.pairs[old],
                leader=leaders.index(problem.pairs[old].leader),
                member=people.index(problem.pairs[old].member),
            )
            for old in pairs
        ),
        occurrences=tuple(
            replace(problem.occurrences[old], pair=pairs.index(problem.occurrences[old].pair)) for old in occurrences
        ),
        fixed=tuple(replace(one, pair=pairs.index(one.pair)) for one in reversed(problem.fixed)),
    )


def shifted(problem: Problem, ticks: int) -> Problem:
    """The same problem later."""

    def spans(some: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(span.begin + ticks, span.end + ticks) for span in some)

    def day(one: Day) -> Day:
        return replace(
            one,
            span=spans([one.span])[0],
            slots=tuple(Slot(slot.tick + ticks, slot.wall) for slot in one.slots),
            lunch=None if one.lunch is None else spans([one.lunch])[0],
        )

    def leader(one: Leader) -> Leader:
        return replace(one, days=tuple(map(day, one.days)), earliest=one.earliest + ticks)

    return replace(
        problem,
        people=tuple(
            replace(one, hours=spans(one.hours), busy=spans(one.busy), tentative=spans(one.tentative))
            for one in problem.people
        ),
        leaders=tuple(map(leader, problem.leaders)),
        occurrences=tuple(
            replace(
                one,
                allowed=None if one.allowed is None else spans(one.allowed),
                current=None if one.current is None else one.current + ticks,
                cost={start + ticks: penalty for start, penalty in one.cost.items()},
            )
            for one in problem.occurrences
        ),
        fixed=tuple(replace(one, start=one.start + ticks) for one in problem.fixed),
    )
