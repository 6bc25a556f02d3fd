"""What becomes of the 1-on-1s of a leader who leads no team in the configuration any more: named, and cancelled."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from providers.event import Calendar, Interval
from providers.wall_clock import local
from providers.weeks import IsoWeek
from scheduler.company import Company, Team
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey, Plan, Status
from scheduler.planning.availability import Availability, knows
from scheduler.planning.existing import Existing, Leftover, Standing, our_occurrences
from scheduler.planning.inputs import inputs, read_availabilities


def former_leaders(
    company: Company, calendars: Mapping[str, Calendar], memory: Memory, as_of: datetime
) -> dict[str, datetime]:
    """Leaders who are not configured, though 1-on-1s of theirs stand ahead: when the last that is known ends.

    Known are those of the ledger, and those whose marker stands in one of the calendars; by email, sorted. Those whose
    1-on-1s are being cancelled are not among them.
    """
    last = dict(memory.last)
    for calendar in calendars.values():
        for event in calendar.events:
            if event.marker is not None:
                leader = event.marker.leader
                last[leader] = max(event.span.end, last.get(leader, event.span.end))
    known = {*company.teams, *company.former}
    return {leader: last[leader] for leader in sorted(last) if leader not in known and last[leader] > as_of}


def told(company: Company, leader: str, last: datetime) -> str:
    """A sentence about a former leader that says what to do."""
    day = local(last, company.time_zone)
    return (
        f"{leader} leads no team in the configuration, but has 1-on-1s in calendars, the last on {day:%a} {day.day} "
        f"{day:%b} {day.year}; to cancel them: schedule cancel --leader {leader}"
    )


def cancelling_plan(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    window: Interval,
    as_of: datetime,
    *,
    waited_for: Collection[str],
) -> Plan:
    """Cancels all that begins after `as_of`, in every calendar that holds it, wherever people moved it.

    What has begun stays. Where the calendar of somebody who is still configured cannot be read, theirs stay too; that
    of somebody who has left may be gone for good and is not waited for.

    Args:
        team: see `scheduler.read.left_behind`.
        calendars: by email, as read over the window.
        waited_for: emails of everybody who is configured.
    """
    as_of = as_of.astimezone(UTC)
    availabilities = read_availabilities(company, team, calendars, window)
    existing = our_occurrences(team.leader, calendars, window, memory, team.rules, as_of)
    ahead = [standing for standing in existing.standing if standing.span.start > as_of]
    unsure = [standing for standing in ahead if not _readable(standing, availabilities, waited_for)]
    gone: list[Standing | Leftover] = [standing for standing in ahead if standing not in unsure]
    gone += [leftover for leftover in existing.leftovers if leftover.span.start > as_of]
    left = [_left_alone(each.pair, str(each.period), "a calendar could not be read; left as it is") for each in unsure]
    left += [
        _left_alone(*each, "its event was not found where calendars could be read")
        for each in _lost(memory, existing, as_of)
    ]
    leader = company.people[team.leader]
    changes = [_cancel(one, leader.name, leader.time_zone) for one in gone]
    return Plan(
        leader=team.leader,
        leader_name=leader.name,
        time_zone=leader.time_zone,
        as_of=as_of,
        weeks=(),
        window=window,
        layout=team.rules.layout,
        status=Status.OPTIMAL,
        levels=(),
        changes=tuple(sorted(changes, key=lambda change: change.order)),
        not_placed=tuple(sorted(left, key=lambda one: (one.period, one.pair))),
        days=(),
        inputs=inputs(availabilities, as_of),
        company=company.fingerprint,
        warnings=tuple(dict.fromkeys(gap.why for calendar in calendars.values() for gap in calendar.unknown)),
    )


def _readable(standing: Standing, availabilities: Mapping[str, Availability], waited_for: Collection[str]) -> bool:
    if any(email in waited_for for email in standing.unseen):
        return False
    return all(knows(availabilities[email], [standing.span]) for email in standing.writes if email in waited_for)


def _lost(memory: Memory, existing: Existing, as_of: datetime) -> list[tuple[PairKey, str]]:
    """Those ahead that were written and cannot be found, though nobody deleted them for certain."""
    ahead = [entry for entry in memory.entries if entry.span.start > as_of]
    keys = [(PairKey(entry.leader, entry.member, entry.kind), entry.period) for entry in ahead]
    return [(pair, period) for pair, period in keys if (pair, IsoWeek.parse(period)) in existing.lost]


def _left_alone(pair: PairKey, period: str, why: str) -> NotPlaced:
    return NotPlaced(pair, period, Outcome.LEFT_ALONE, why)


def _cancel(one: Standing | Leftover, leader: str, time_zone: str) -> Change:
    return Change(
        Action.CANCEL,
        one.pair,
        str(one.period),
        one.span,
        None,
        time_zone,
        f"{leader} leads no team any more",
        None,
        Origin.DROPPED,
        tuple(copy.calendar for copy in one.copies),
        one.generation,
    )
