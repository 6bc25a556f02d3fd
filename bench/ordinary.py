"""Ordinary leaders: a few weekly reports, and calendars with much room."""

from random import Random

from bench import company
from solver.problem import Layout, Problem

WEEKS = 4
BUSY = (0.05, 0.15)
DURATION, PREP = company.minutes(30), company.minutes(10)


def ordinary(reports: int, layout: Layout, seed: int) -> Problem:
    """Half an hour a week for everybody, ten minutes of prep, by the company's defaults; 5 to 15 % busy."""
    random = Random(f"ordinary {reports} {seed}")
    people = [
        company.person(f"Person {number}", WEEKS, company.calendar(random, WEEKS, random.uniform(*BUSY)))
        for number in range(reports + 1)
    ]
    return company.weekly(people, WEEKS, layout, DURATION, PREP, [company.LAST_WEEK] * reports)
