"""Claims about long horizons that are decided a few weeks at a time."""

from collections.abc import Sequence

from bench.leaders import Shape, make_leader
from solver.check import check
from solver.model.build import Starts
from solver.model.domain import DayOf, Domain, whole
from solver.problem import Split
from solver.rolling import BLOCK, rolled
from solver.solve import solve

LONG = make_leader(Shape(2, 2 * BLOCK, Split(), every=15), seed=0)
SHORT = make_leader(Shape(2, BLOCK, Split(), every=15), seed=0)


def test_what_was_decided_for_earlier_weeks_counts_for_the_rhythm_of_later_ones() -> None:
    """Each block sees its own occurrences, and those of blocks before it as fixed; nobody else's start changes."""
    seen: list[tuple[int, int]] = []

    def decide(block: Domain, known: Starts, days: Sequence[DayOf]) -> Starts:
        seen.append((len(block.occurrences), len(block.problem.fixed)))
        assert {LONG.leaders[0].days[number].week // BLOCK for _, number in days} == {len(seen) - 1}
        return known

    starts = dict(enumerate(solve(LONG).starts))
    assert rolled(whole(LONG), starts, [], decide) == starts
    earlier = sum(starts[index] is not None for index, one in enumerate(LONG.occurrences) if one.weeks[0] < BLOCK)
    assert seen == [(2 * BLOCK, 0), (2 * BLOCK, earlier)]


def test_a_horizon_of_one_block_and_what_was_settled_over_several_are_left_alone() -> None:
    """Nothing is decided anew where blocks are not independent in the first four levels."""

    def never(block: Domain, known: Starts, days: Sequence[DayOf]) -> Starts:
        raise AssertionError("nothing is to be decided")

    for problem, together in ((SHORT, []), (LONG, [((), ((0, 0), (0, 2 * BLOCK)))])):
        starts = dict.fromkeys(range(len(problem.occurrences)))
        assert rolled(whole(problem), starts, together, never) == starts


def test_a_quarter_obeys_every_rule() -> None:
    """Twelve weeks of two reports: the answer is judged without the solver."""
    quarter = make_leader(Shape(2, 3 * BLOCK, Split(), every=15), seed=1)
    assert check(quarter, solve(quarter)) == ()
