"""What a night is asked for, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.company import Company, Team
from scheduler.errors import BadInput
from scheduler.read.team import find_team


@dataclass(frozen=True, slots=True)
class NightTerms:
    """What a night is asked for."""

    as_of: datetime | None = None
    """The clock, where it is fixed; without a zone, it is on the company's wall."""
    weeks: int | None = None
    """The horizon, if not as configured."""
    only: tuple[str, ...] = ()
    """Leaders, as somebody names them; empty: everybody."""
    spared: tuple[str, ...] = ()
    """Leaders who are left out."""
    force: bool = False
    """Write also what a guard would hold back."""
    dry_run: bool = False
    """Plan, and write nothing, anywhere."""
    jobs: int = 1
    """So many processes plan."""
    cluster: str | None = None
    """The cluster that plans, instead of processes; see `scheduler.pool.cluster.ADDRESS`."""
    resume: str | None = None
    """The run that is taken up again: whoever was done in it is left as it is."""


def chosen(company: Company, terms: NightTerms) -> tuple[Team, ...]:
    """The teams that a night is for, by the leader's email.

    Raises:
        BadInput: somebody who is named is no leader, with all such at once; or nobody is left.
    """
    problems: list[str] = []

    def find(named: Iterable[str]) -> set[str]:
        found = set()
        for name in named:
            try:
                found.add(find_team(company, name).leader)
            except BadInput as error:
                problems.extend(error.problems)
        return found

    only, spared = find(terms.only), find(terms.spared)
    if problems:
        raise BadInput(*problems)
    leaders = sorted((only or company.teams.keys()) - spared)
    if not leaders:
        raise BadInput("there is nobody to plan for: no [[teams]] in the configuration, or all are left out")
    return tuple(company.teams[leader] for leader in leaders)
