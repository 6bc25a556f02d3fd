"""Reads everybody's calendars once, and says leader by leader what stands against planning on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from providers.event import Calendar
from scheduler.company import Company, Team
from scheduler.dates.horizon import Horizon, horizon, reading_window
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import Memory
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.team import Providers, read_teams, seen_by
from scheduler.read.view import Everybody, Look


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known of a leader who can be planned for."""

    look: Look
    weeks: tuple[str, ...]
    """The horizon's ISO weeks."""
    calendars: Mapping[str, Calendar]
    """By email, as the leader's planning alone would see them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read for a night."""

    everybody: Everybody
    ready: Mapping[str, Ready]
    """By leader."""
    failed: Mapping[str, str]
    """By leader: why nothing can be planned on what was read, and what to do."""


def read_night(
    company: Company,
    teams: Sequence[Team],
    providers: Providers,
    memories: Mapping[str, Memory],
    now: datetime,
    weeks: int | None,
) -> Reading:
    """Read the calendars of everybody who has to do with these teams.

    Args:
        memories: by leader.
        weeks: the horizon, if not as configured.

    Raises:
        CalendarFailure: our events could not be told from others'.
    """
    if not teams:
        return Reading(Everybody({}), {}, {})
    looks = looks_of(company, teams, memories, now, weeks)
    everybody = read_teams(company, [*looks.values()], providers, also=others(company, looks.values()))
    return ready(company, looks, everybody, now, weeks)


def looks_of(
    company: Company, teams: Sequence[Team], memories: Mapping[str, Memory], now: datetime, weeks: int | None
) -> dict[str, Look]:
    """What each leader's planning looks at, by email; see `read_night`."""
    looks = {}
    for team in teams:
        window = reading_window(company, team, _ahead(company, team, now, weeks))
        looks[team.leader] = Look(team, window, memories[team.leader])
    return looks


def ready(
    company: Company, looks: Mapping[str, Look], everybody: Everybody, now: datetime, weeks: int | None
) -> Reading:
    """Of what was read for these looks, or more, what each leader's planning sees; see `read_night`."""
    found, failed = {}, {}
    for leader, look in looks.items():
        try:
            calendars = seen_by(company, look, everybody)
            refuse_lost_calendars(calendars, look.memory, look.window, now, ())
        except CalendarFailure as error:
            failed[leader] = str(error)
        else:
            ahead = _ahead(company, look.team, now, weeks)
            found[leader] = Ready(look, tuple(str(week) for week in ahead.weeks), calendars)
    return Reading(everybody, found, failed)


def _ahead(company: Company, team: Team, now: datetime, weeks: int | None) -> Horizon:
    return horizon(company.people[team.leader], team.rules, now, weeks or company.horizon_weeks)


def read_again(company: Company, look: Look, providers: Providers) -> dict[str, Calendar]:
    """A leader's calendars as they are now, seen as in `read_night`; by email."""
    return seen_by(company, look, read_teams(company, [look], providers, also=others(company, [look])))


def others(company: Company, looks: Iterable[Look]) -> set[str]:
    """Emails of all other leaders who meet somebody of these teams: their copies tell whose the others' are."""
    leaders: dict[str, set[str]] = defaultdict(set)
    for team in company.teams.values():
        for pair in team.pairs:
            leaders[pair.member].add(pair.leader)
    return {leader for look in looks for email in look.people for leader in leaders[email]}
