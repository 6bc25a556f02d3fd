"""What a night comes to, in numbers; and of whom there is something to say."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Action, NotPlaced, Outcome

TROUBLE = (Ending.FAILED, Ending.REFUSED, Ending.PARTLY)
"""Endings that somebody has to see to; the worst first."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over all leaders. Of those who were not planned anew, nothing is counted but their ending."""

    endings: Mapping[Ending, int]
    """Every ending, also those that nobody had."""
    changes: Mapping[Action, int]
    """Every action likewise."""
    not_placed: Mapping[Outcome, int]
    """Every outcome likewise."""
    planned: int
    """Leaders who were planned."""
    proven: int
    """Of these, those of whose plans none is better."""
    written: int
    """Changes that were written."""
    failures: int
    """Events that were not."""

    @property
    def placed(self) -> int:
        """1-on-1s that have a time."""
        return sum(self.changes[action] for action in (Action.KEEP, Action.CREATE, Action.MOVE))

    @property
    def changed(self) -> int:
        """1-on-1s that are new, moved or cancelled."""
        return sum(self.changes[action] for action in (Action.CREATE, Action.MOVE, Action.CANCEL))

    @property
    def missed(self) -> int:
        """1-on-1s without a place."""
        return self.not_placed[Outcome.UNPLACED]


def tally(night: Night) -> Tally:
    """The sums of a night."""
    plans = [each.plan for each in night.leaders if each.plan is not None]
    endings = Counter(each.ending for each in night.leaders)
    changes = Counter(change.action for plan in plans for change in plan.changes)
    not_placed = Counter(entry.outcome for plan in plans for entry in plan.not_placed)
    return Tally(
        endings={ending: endings[ending] for ending in Ending},
        changes={action: changes[action] for action in Action},
        not_placed={outcome: not_placed[outcome] for outcome in Outcome},
        planned=len(plans),
        proven=sum(each.proven is True for each in night.leaders),
        written=sum(each.written for each in night.leaders),
        failures=sum(len(each.failures) for each in night.leaders),
    )


def left_alone(each: LeaderNight) -> tuple[NotPlaced, ...]:
    """The 1-on-1s that were not touched, as a calendar could not be read."""
    return () if each.plan is None else tuple(x for x in each.plan.not_placed if x.outcome is Outcome.LEFT_ALONE)


def changed(each: LeaderNight) -> int:
    """How many 1-on-1s of a leader are new, moved or cancelled."""
    return sum(each.count(action) for action in (Action.CREATE, Action.MOVE, Action.CANCEL))


def troubled(each: LeaderNight) -> bool:
    """Whether somebody may want to see to something."""
    return bool(each.ending in TROUBLE or each.why or each.failures or each.missed or left_alone(each))


def worth_telling(each: LeaderNight) -> bool:
    """Whether there is more to say of a leader than that all is as it was."""
    return troubled(each) or bool(each.written or changed(each))
