"""A second night: everything stands, and most of it as it was."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from solver.intervals import union
from solver.problem import Problem, Span

MEMBER = 0.75
"""How often it is the member who has a new meeting; else the leader."""


def second_night(problem: Problem, starts: Sequence[int | None], unchanged: float, seed: int) -> Problem:
    """The same leaders with everything where it was placed, but for new meetings over some of the 1-on-1s.

    Weights are those of a run: moving is dearer the sooner it is, and what stands well outweighs all else together.

    Args:
        problem: where nothing stands and nothing is fixed.
        starts: where its occurrences were placed.
        unchanged: the share of the placed 1-on-1s that nothing came over; of what is left at least one is taken.
        seed: of which ones, and whose meetings.
    """
    random = Random(f"second night {unchanged} {seed}")
    placed = [number for number, start in enumerate(starts) if start is not None]
    count = max(1, round((1 - unchanged) * len(placed))) if unchanged < 1 and placed else 0
    taken = set(random.sample(placed, count))
    people = list(problem.people)
    for number in sorted(taken):
        occurrence, start = problem.occurrences[number], starts[number]
        assert start is not None
        pair = problem.pairs[occurrence.pair]
        who = pair.member if random.random() < MEMBER else problem.leaders[pair.leader].person
        meeting = Span(start, start + occurrence.duration)
        people[who] = replace(people[who], busy=tuple(union([*people[who].busy, meeting])))
    well = set(placed) - taken
    weeks = 1 + max(day.week for leader in problem.leaders for day in leader.days)
    others = sum(one.weight for number, one in enumerate(problem.occurrences) if number not in well)
    occurrences = tuple(
        replace(
            one,
            current=start,
            weight=one.weight + others if number in well else one.weight,
            move_weight=weeks - one.weeks[0],
        )
        for number, (one, start) in enumerate(zip(problem.occurrences, starts, strict=True))
    )
    return replace(problem, people=tuple(people), occurrences=occurrences)
