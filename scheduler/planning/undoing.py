"""Takes back what a run decided for a leader, where nobody has touched it since. It decides nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from providers.event import Calendar, Interval
from scheduler.company import Company, Team
from scheduler.dates.horizon import horizon, reading_window
from scheduler.ledger.record import Decision, DecisionState, Memory
from scheduler.plan import Action, Plan, Status
from scheduler.planning.inputs import inputs
from scheduler.planning.situation import situations
from scheduler.planning.taking_back import TakingBack

MOST_WEEKS = 26
"""No run plans further ahead."""


def taken_back(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """What a run wrote, or may have written, of new, moved and cancelled 1-on-1s: one for each pair and period.

    Where it took out what was left over of an occurrence and wrote it anew, only the latter.
    """
    found: dict[tuple[str, str, str], Decision] = {}
    for one in sorted(decisions, key=lambda each: each.generation):
        if one.state is not DecisionState.TOLD and one.action in (Action.CREATE, Action.MOVE, Action.CANCEL):
            found[one.period, one.member, one.kind] = one
    return tuple(found[key] for key in sorted(found))


def undoing_window(company: Company, team: Team, decisions: Sequence[Decision], as_of: datetime) -> Interval:
    """What is read of calendars to take these decisions back."""
    weeks = _weeks(company, team, decisions, as_of)
    return reading_window(company, team, horizon(company.people[team.leader], team.rules, as_of, weeks))


def undoing_plan(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    decisions: Sequence[Decision],
    as_of: datetime,
) -> Plan:
    """Cancels what the run created, moves back what it moved, creates again what it cancelled.

    What people touched since, what a later run changed again, what is frozen or has begun, and what has no room any
    more where it stood, is left alone, and told. What stands as it did before the run is not spoken of.

    Args:
        calendars: by email, of the leader and everybody who meets them, over `undoing_window`.
        memory: what the ledger knows about the leader.
        decisions: what the run decided for the leader.
        as_of: now; zone-aware.
    """
    as_of = as_of.astimezone(UTC)
    (situation,) = situations(company, [team], calendars, as_of, _weeks(company, team, decisions, as_of))
    taking = TakingBack(situation, calendars, memory)
    for decision in taken_back(decisions):
        taking.take_back(decision)
    changes = taking.changes()
    leader = company.people[team.leader]
    return Plan(
        leader=team.leader,
        leader_name=leader.name,
        time_zone=leader.time_zone,
        as_of=as_of,
        weeks=(),
        window=situation.read,
        layout=team.rules.layout,
        status=Status.OPTIMAL,
        levels=(),
        changes=changes,
        not_placed=tuple(sorted(taking.left, key=lambda one: (one.period, one.pair))),
        days=(),
        inputs=inputs(situation.availabilities, as_of),
        company=company.fingerprint,
        warnings=tuple(dict.fromkeys(gap.why for calendar in calendars.values() for gap in calendar.unknown)),
    )


def _weeks(company: Company, team: Team, decisions: Sequence[Decision], as_of: datetime) -> int:
    """The configured horizon, or as many weeks as hold all that is taken back."""
    first = horizon(company.people[team.leader], team.rules, as_of, 1)
    times = [span.end for one in taken_back(decisions) for span in (one.before, one.after) if span is not None]
    last = max((first.week_of(time).number for time in times), default=0)
    return max(company.horizon_weeks, min(MOST_WEEKS, last - first.weeks[0].number + 1))
