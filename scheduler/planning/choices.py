"""What a leader may choose between: for more and more 1-on-1s moved, the best plan that so few moves allow."""

from collections.abc import Mapping
from datetime import datetime

from providers.event import Calendar
from scheduler.choice import Choice, Choices
from scheduler.company import Company, Team
from scheduler.errors import ScheduleError
from scheduler.ledger.record import Memory
from scheduler.planning.formulate import Formulation
from scheduler.planning.make import Author, decide
from solver.solution import Solution


def make_choices(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    as_of: datetime,
    *,
    weeks: int | None = None,
) -> Choices:
    """The front of plans for a leader; see `solver.front` and, for what is asked, `scheduler.planning.make`.

    Raises:
        ScheduleError: an answer breaks a rule. That is a bug; nothing may be written on it.
    """
    from solver.front import front

    found = []

    def answer(formulation: Formulation) -> Solution:
        found.append(front(formulation.problem))
        return found[0].rows[0].solution

    first = decide(company, team, calendars, memory, as_of, answer, weeks=weeks)
    rows = []
    for row in found[0].rows:
        _refuse_broken(first.formulation, row.solution)
        author = Author(0, calendars, first.existing, memory, first.formulation, row.solution)
        levels = {level.name: author.level(level) for level in row.worth}
        rows.append(Choice(row.moves, author.plan(), levels))
    return Choices(tuple(rows), found[0].complete)


def _refuse_broken(formulation: Formulation, answer: Solution) -> None:
    from solver.check import check

    if violations := check(formulation.problem, answer):
        raise ScheduleError("\n".join(("an answer breaks the rules; nothing is written. Please report:", *violations)))
