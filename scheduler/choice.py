"""What a leader may choose between, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from providers.interval import Interval
from scheduler.plan import Action, Level, NotPlaced, Outcome, Plan


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
    def changed(self) -> tuple[str, ...]:
        """Emails of those in whose calendars something is written, sorted."""
        return tuple(sorted({email for change in self.plan.changes for email in change.writes}))

    @property
    def told(self) -> Mapping[str, Mapping[Action, int]]:
        """What those who meet the leader are told: by email, how many 1-on-1s are new, moved and cancelled."""
        found: dict[str, dict[Action, int]] = {}
        for change in self.plan.changes:
            if change.writes and change.action is not Action.KEEP:
                of_member = found.setdefault(change.pair.member, {})
                of_member[change.action] = of_member.get(change.action, 0) + 1
        return {email: found[email] for email in sorted(found)}

    def first_meeting(self, member: str) -> Interval | None:
        """When somebody first meets the leader; None: not in the planned weeks."""
        meetings = (change.after for change in self.plan.changes if change.pair.member == member)
        return min((span for span in meetings if span is not None), default=None)


@dataclass(frozen=True, slots=True)
class Choices:
    """Each row is better than all above it, and moves more."""

    rows: tuple[Choice, ...]
    complete: bool
    """Whether there are no rows between these; else those with the largest gain were looked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose for one leader."""

    leader: str
    """Email."""
    choices: Choices
    entering: tuple[str, ...] = ()
    """Emails of those who are new in the team."""
    chosen: Choice | None = None


def chosen(rows: Sequence[Choice], most: int) -> Choice:
    """The best row that moves at most so many."""
    return [row for row in rows if row.moved <= most][-1]
