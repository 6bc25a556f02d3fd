"""From everybody's calendars to everybody's plans: pure, and the same for the same input, whoever computes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from providers.event import Calendar
from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.outcome import CompanyLevel
from scheduler.plan import Plan
from scheduler.planning.together.levels import company_levels
from scheduler.planning.together.rounds import Answers, Office, everybody_alone, in_rounds
from scheduler.planning.together.task import Shared, Written
from scheduler.planning.together.ties import layers
from scheduler.pool import Pool

REPAIRS = 4
"""So often answers are found anew that do not fit together, such as those of leaders who lead each other."""


@dataclass(frozen=True, slots=True)
class Together:
    """How everybody is planned."""

    plans: Mapping[str, Plan]
    """By leader. Each is what is planned for this leader alone in calendars in which all other plans are carried
    out; see `projection`."""
    failed: Mapping[str, str]
    """By leader of whom there is no plan: why, in a sentence."""
    seconds: Mapping[str, float]
    """By leader: of computing."""
    levels: tuple[CompanyLevel, ...] = field(default=())
    """Sums over all plans, in the strict order."""


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
    answers = in_rounds(office, everybody_alone(office, leaders))
    written = _written(office, answers)
    vectors = [office.vector(one.answer) for one in written.values()]
    return Together(
        {leader: one.plan for leader, one in written.items()},
        dict(office.failed),
        dict(office.seconds),
        company_levels(vectors, [office.floors[leader] for leader in written]),
    )


def _written(office: Office, answers: Answers) -> dict[str, Written]:
    """Everybody's plan; where answers do not fit together, they are found anew, group by group."""
    company = office.shared.company
    written: dict[str, Written] = {}
    pending = set(answers)
    for left in reversed(range(REPAIRS)):
        answers = {leader: answer for leader, answer in answers.items() if leader not in office.failed}
        tasks = [
            replace(office.task(leader, answers), given=answers[leader]) for leader in sorted(pending & set(answers))
        ]
        anew = set()
        for one in office.write_down(tasks):
            if isinstance(one, Written):
                written[one.answer.leader] = one
            else:
                anew.add(one.leader)
                if not left:
                    office.failed[one.leader] = "no plan fits together with those of the others: " + one.broken[0]
        failed = pending & set(office.failed)
        for group in layers(company, {leader: office.tied[leader] for leader in sorted(anew)}) if left else []:
            answers |= {one.leader: one for one in office.find([office.task(leader, answers) for leader in group])}
        pending = {other for leader in anew | failed for other in (leader, *office.tied[leader])} & set(answers)
        if not pending:
            break
    return {leader: one for leader, one in sorted(written.items()) if leader not in office.failed}
