"""What a leader may choose between, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.plan import Level, NotPlaced, Outcome, Plan


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the table."""

    moved: int
    """How many 1-on-1s it moves that could stay."""
    plan: Plan
    levels: Mapping[str, Level]
    """What moves can buy, by name, best first; bounds hold for every plan that moves as few."""

    @property
    def proven(self) -> bool:
        """Whether no plan that moves as few is better."""
        return all(level.proven for level in self.levels.values())

    @property
    def missed(self) -> tuple[NotPlaced, ...]:
        """Who has no place."""
        return tuple(one for one in self.plan.not_placed if one.outcome is Outcome.UNPLACED)

    @property
    def told(self) -> tuple[str, ...]:
        """Emails of those in whose calendars something changes, sorted."""
        return tuple(sorted({email for change in self.plan.changes for email in change.writes}))


@dataclass(frozen=True, slots=True)
class Choices:
    """Each row is better than all above it, and moves more."""

    rows: tuple[Choice, ...]
    complete: bool
    """Whether there are no rows between these; else those with the largest gain were looked for."""


def chosen(rows: Sequence[Choice], most: int) -> Choice:
    """The best row that moves at most so many."""
    return [row for row in rows if row.moved <= most][-1]
