"""What is claimed of a whole company, against the best plan of a small one: all leaders in one problem."""

import pytest

from bench.companies import AS_OF, Town, town
from scheduler.ledger.record import Memory
from scheduler.outcome import Together
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import formulate
from scheduler.planning.make import task_of
from scheduler.planning.situation import situations
from scheduler.planning.together import plan_together
from scheduler.planning.together.levels import Floor, company_levels, floor_of
from scheduler.pool import Here
from solver.solution import LEVELS, Level, Solution
from solver.solve import solve

FULL = (0.6, 0.75)
"""How busy everybody is where not all 1-on-1s have a place."""
MISSED = 10
"""What each costs that is missed."""


def planned(where: Town) -> Together:
    """Everybody's plans."""
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    return plan_together(where.company, list(seen), seen, {}, AS_OF, pool=Here())


def best(where: Town) -> Solution:
    """The best plan of all leaders as one problem."""
    company, calendars = where.company, where.calendars
    return solve(
        formulate(
            [
                task_of(
                    each,
                    calendars,
                    our_occurrences(each.team.leader, calendars, each.read, Memory(), each.rules, AS_OF),
                )
                for each in situations(company, list(company.teams.values()), calendars, AS_OF)
            ]
        ).problem
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_is_better_than_what_is_claimed(seed: int) -> None:
    """Level by level, as far as anything is claimed; and together as little is missed as in one problem."""
    where = town(4, seed, span=3, busy=FULL)
    together, solution = planned(where), best(where)
    assert solution.levels[0].proven
    known = dict(zip(LEVELS, solution.levels, strict=True))
    levels = {level.name: level for level in together.levels}
    assert levels["missed"].value == known["missed"].value
    bound = levels["missed"].bound
    assert bound is not None
    assert bound <= known["missed"].value
    if bound == known["missed"].value:
        postponed = levels["postponed"].bound
        assert postponed is not None
        assert postponed <= known["postponed"].value


def test_some_are_missed_in_these_companies() -> None:
    """Else the claims above say little."""
    assert sum(planned(town(4, seed, span=3, busy=FULL)).levels[1].value for seed in range(4)) >= MISSED


def levels(*values: int, unproven: int | None = None) -> tuple[Level, ...]:
    """Of one leader; all proven but one."""
    padded = (*values, *[0] * (len(LEVELS) - len(values)))
    return tuple(
        Level(name, value, value - 1 if number == unproven else value)
        for number, (name, value) in enumerate(zip(LEVELS, padded, strict=True))
    )


def test_what_stands_is_counted_apart() -> None:
    """Giving up what stands well outweighs all that is missed besides: one of it, and 10 of the rest."""
    which = [(None, str(number)) for number in range(3)]
    worth = dict(zip(which, [(6, True), (10, False), (10, False)], strict=True))
    floor = floor_of(levels(6 + 20 + 10), worth, tied=False)  # type: ignore[arg-type]
    assert floor.values[:2] == (1, 16)
    assert floor_of(levels(20), worth, tied=False).values[:2] == (0, 20)  # type: ignore[arg-type]


def test_sums_say_nothing_below_the_first_level_that_differs() -> None:
    floors = [Floor((0, 10, 0, 1, *[0] * 7), tied=False), Floor((0, 0, 0, 2, *[0] * 7), tied=False)]
    found = company_levels([(0, 10, 0, 2, 5, *[0] * 6), (0, 0, 0, 2, 0, *[0] * 6)], floors)
    assert [level.bound for level in found[:5]] == [0, 10, 0, 3, None]
    assert [level.value for level in found[:5]] == [0, 10, 0, 4, 5]


def test_free_time_is_not_claimed_where_others_may_take_some() -> None:
    """Another team's 1-on-1 may fill a piece that was too short."""
    floor = Floor((0,) * 11, tied=True)
    bounds = {level.name: level.bound for level in company_levels([(0,) * 11], [floor])}
    assert (bounds["clusters"], bounds["fragments"]) == (0, None)


def test_floors_of_other_1_on_1s_bound_nothing() -> None:
    floor = Floor((0,) * 11, tied=False)
    assert {level.bound for level in company_levels([(0,) * 11], [floor], comparable=False)} == {None}
