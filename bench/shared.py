"""Leaders who share people: a small company with its leaders' leaders, and pairs across teams."""

from collections.abc import Sequence
from random import Random

from bench import company
from solver.problem import Occurrence, Pair, Problem, Split, WholeDay

BUSY = (0.1, 0.3)
TEAM = (4, 7)
SPAN = 3
"""A leader has at most so many other leaders for reports."""
DURATION, PREP = company.minutes(30), company.minutes(5)


def shared(leaders: int, seed: int) -> Problem:
    """So many leaders for one week, each with four to seven reports.

    Each but the first is a report of one before, and each but the first meets somebody of another team, too. Half of
    them, by chance, keep whole days. 10 to 30 % busy.
    """
    random = Random(f"shared {leaders} {seed}")
    teams = _teams(random, leaders)
    pairs = [Pair(leader, member) for leader, team in enumerate(teams) for member in team]
    pairs += [Pair(leader, _elsewhere(random, teams, leader)) for leader in range(1, leaders)]
    people = tuple(
        company.person(f"Person {number}", 1, company.calendar(random, 1, random.uniform(*BUSY)))
        for number in range(1 + max(pair.member for pair in pairs))
    )
    days = company.one_on_one_days(1)
    return Problem(
        people=people,
        leaders=tuple(company.leader(number, days, random.choice((Split(), WholeDay()))) for number in range(leaders)),
        pairs=tuple(pairs),
        occurrences=tuple(
            Occurrence(
                number,
                (0,),
                DURATION,
                PREP,
                company.LAST_WEEK,
                cost=company.points(people[pair.member], days, (0,), DURATION),
            )
            for number, pair in enumerate(pairs)
        ),
    )


def _teams(random: Random, leaders: int) -> list[list[int]]:
    """The reports of each leader, as people; leader and person have the same number."""
    teams: list[list[int]] = [[] for _ in range(leaders)]
    for leader in range(1, leaders):
        above = [number for number in range(leader) if len(teams[number]) < SPAN]
        teams[random.choice(above)].append(leader)
    person = leaders
    for team in teams:
        count = random.randint(*TEAM) - len(team)
        team += range(person, person + count)
        person += count
    return teams


def _elsewhere(random: Random, teams: Sequence[Sequence[int]], leader: int) -> int:
    """Somebody of another team who leads nobody."""
    others = [person for number, team in enumerate(teams) if number != leader for person in team]
    return random.choice([person for person in others if person >= len(teams)])
