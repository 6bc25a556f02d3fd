"""Leaders with more reports than two days have room for."""

from random import Random

from bench import company
from solver.problem import Layout, Problem

ROOM = 16
"""A week has no more: two days, eight 1-on-1s each."""
DURATION, PREP = company.minutes(30), company.minutes(5)
PRIORITIES = (1, 2, 2, 2, 4)


def overfull(reports: int, weeks: int, layout: Layout, seed: int, busy: float = 0.0) -> Problem:
    """More weekly 1-on-1s than there is room for.

    Nobody has met yet and all weigh the same where the seed is even; where it is odd, priorities and the weeks since
    they last met differ.

    Args:
        busy: the share of everybody's 1-on-1 days that meetings of others take.
    """
    random = Random(f"overfull {reports} {weeks} {busy} {seed}")
    people = [
        company.person(f"Person {number}", weeks, company.calendar(random, weeks, busy))
        for number in range(reports + 1)
    ]
    weights = [_weight(random) if seed % 2 else company.NEVER_MET for _ in range(reports)]
    return company.weekly(people, weeks, layout, DURATION, PREP, weights)


def _weight(random: Random) -> int:
    return random.choice(PRIORITIES) * (1 + random.randint(1, 4))
