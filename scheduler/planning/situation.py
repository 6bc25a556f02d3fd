"""One leader, the weeks ahead, and everybody's time: what every decision looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from providers.event import Interval
from scheduler.company import Company, Rules, Team
from scheduler.dates.axis import Axis
from scheduler.dates.horizon import Horizon
from scheduler.planning.availability import Availability


@dataclass(frozen=True, slots=True)
class Situation:
    """One leader, the weeks ahead, and everybody's time."""

    company: Company
    team: Team
    ahead: Horizon
    availabilities: Mapping[str, Availability]
    as_of: datetime
    axis: Axis

    @property
    def rules(self) -> Rules:
        return self.team.rules

    @property
    def window(self) -> Interval:
        """The planned weeks."""
        return Interval(self.ahead.start, self.ahead.end)
