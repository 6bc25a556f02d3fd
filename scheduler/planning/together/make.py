"""From everybody's calendars to everybody's plans: pure, and the same for the same input, whoever computes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from providers.event import Calendar
from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.outcome import Together
from scheduler.planning.together.levels import company_levels
from scheduler.planning.together.neighbourhoods import mended
from scheduler.planning.together.office import Answers, Office
from scheduler.planning.together.rounds import everybody_alone, in_rounds
from scheduler.planning.together.task import Answer, Shared, Written
from scheduler.planning.together.ties import layers
from scheduler.pool import Pool

REPAIRS = 4
"""So often answers are found anew that do not fit together, such as those of leaders who lead each other."""


def plan_together(
    company: Company,
    leaders: Collection[str],
    calendars: Mapping[str, Mapping[str, Calendar]],
    memories: Mapping[str, Memory],
    as_of: datetime,
    *,
    weeks: int | None = None,
    pool: Pool,
) -> Together:
    """The best plans for some leaders together.

    What fails for one of them is told, and stops nobody else's plan: what stands of theirs stays where it is.

    Args:
        leaders: emails, in any order.
        calendars: by leader, what the planning of this one sees: by email, as for `make_plan`.
        memories: by leader, what the ledger knows.
        as_of: now; zone-aware.
        weeks: the horizon, if not the configured one.
        pool: whoever computes; the plans do not depend on it.
    """
    seen = {leader: calendars[leader] for leader in sorted(leaders)}
    office = Office(Shared(company, as_of.astimezone(UTC), weeks), seen, memories, pool)
    answers = mended(office, in_rounds(office, everybody_alone(office, leaders)))
    written = _written(office, answers)
    floors = [office.floors[leader] for leader in written]
    same = all(one.answer.worth.keys() == floor.due for one, floor in zip(written.values(), floors, strict=True))
    return Together(
        {leader: one.plan for leader, one in written.items()},
        dict(office.failed),
        dict(office.seconds),
        company_levels([office.vector(one.answer) for one in written.values()], floors, comparable=same),
    )


def _written(office: Office, answers: Answers) -> dict[str, Written]:
    """Everybody's plan; where answers do not fit together, they are found anew, group by group."""
    written: dict[str, Written] = {}
    pending = sorted(answers)
    for _ in range(REPAIRS):
        tasks = [replace(office.task(leader, answers), given=answers[leader]) for leader in pending]
        results = office.write_down(tasks)
        written |= {one.answer.leader: one for one in results if isinstance(one, Written)}
        anew = [one.leader for one in results if isinstance(one, Answer)]
        answers = _anew(office, answers, anew)
        changed = {*anew, *(leader for leader in pending if leader in office.failed)}
        pending = sorted({other for leader in changed for other in (leader, *office.tied[leader])} & answers.keys())
        if not pending:
            break
    office.failed |= dict.fromkeys(pending, "no plan was found that fits together with those of the others")
    return {leader: one for leader, one in sorted(written.items()) if leader not in office.failed}


def _anew(office: Office, answers: Answers, leaders: Sequence[str]) -> Answers:
    """The answers of all who have not failed, those of some found anew beside what the others do."""
    answers = {leader: answer for leader, answer in answers.items() if leader not in office.failed}
    for group in layers(office.shared.company, {leader: office.tied[leader] for leader in leaders}):
        answers |= {one.leader: one for one in office.find([office.task(leader, answers) for leader in group])}
    return {leader: answer for leader, answer in answers.items() if leader not in office.failed}
