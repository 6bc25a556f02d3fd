"""One leader, the weeks ahead, and everybody's time: what every decision looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from providers.event import Calendar, Interval
from scheduler.company import Company, Rules, Team
from scheduler.dates.axis import Axis, axis
from scheduler.dates.horizon import Horizon, horizon, reading_window
from scheduler.planning.availability import Availability
from scheduler.planning.inputs import read_availabilities


@dataclass(frozen=True, slots=True)
class Situation:
    """One leader, the weeks ahead, and everybody's time."""

    company: Company
    team: Team
    """With its pairs sorted by member, then kind."""
    ahead: Horizon
    read: Interval
    """The window in which calendars were read."""
    availabilities: Mapping[str, Availability]
    """By email, as this leader's planning sees them."""
    as_of: datetime
    """UTC."""
    axis: Axis
    """Shared by all leaders who are planned together."""

    @property
    def rules(self) -> Rules:
        return self.team.rules

    @property
    def window(self) -> Interval:
        """The planned weeks."""
        return Interval(self.ahead.start, self.ahead.end)


def situations(
    company: Company,
    teams: Sequence[Team],
    calendars: Mapping[str, Calendar],
    as_of: datetime,
    weeks: int | None = None,
) -> tuple[Situation, ...]:
    """The situations of leaders who are planned together, in the order of their emails, on one axis of time.

    Pairs come in the order of their members' emails: how a configuration is sorted decides nothing.

    What one of them leads takes no time in the situation of another: it is decided with theirs.

    Args:
        calendars: by email, of the leaders and everybody who meets them, over `reading_window`.
        as_of: now; zone-aware.
        weeks: the horizon, if not the configured one.
    """
    as_of = as_of.astimezone(UTC)
    teams = sorted(map(in_order, teams), key=lambda team: team.leader)
    leaders = frozenset(team.leader for team in teams)
    ahead = [horizon(company.people[team.leader], team.rules, as_of, weeks or company.horizon_weeks) for team in teams]
    shared = axis(ahead, company.grid)
    made = []
    for team, its_weeks in zip(teams, ahead, strict=True):
        window = reading_window(company, team, its_weeks)
        availabilities = read_availabilities(company, team, calendars, window, leaders)
        made.append(Situation(company, team, its_weeks, window, availabilities, as_of, shared))
    return tuple(made)


def in_order(team: Team) -> Team:
    """The team with its pairs sorted."""
    return replace(team, pairs=tuple(sorted(team.pairs, key=lambda pair: (pair.member, pair.kind))))
