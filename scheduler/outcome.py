"""How a night ended, for everybody who tells of it: a terminal, a log, a message, a journal. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from providers.errors import ProviderError
from scheduler.errors import Refused, ScheduleError
from scheduler.plan import Action, NotPlaced, Outcome, Plan, Status


class Ending(StrEnum):
    """How a night ended for one leader."""

    UNCHANGED = "unchanged"
    """Nothing that the plan depends on changed since the last night, and that night left nothing to do."""
    PREVIEWED = "previewed"
    """Planned; nothing was to be written."""
    WRITTEN = "written"
    """Planned, and all of the plan was written, if there was anything to write."""
    PARTLY = "partly"
    """Some of the plan could not be written; the next night completes it."""
    REFUSED = "refused"
    """A guard held the plan back: nothing was written."""
    FAILED = "failed"
    """Could not be read, planned or written: these calendars are as they were."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One event that was not written as planned."""

    which: str
    """The two, and the period; no title."""
    why: str
    """What happened and what to do, a sentence or some."""


@dataclass(frozen=True, slots=True)
class LeaderNight:
    """How a night ended for one leader."""

    leader: str
    """Email."""
    name: str
    ending: Ending
    plan: Plan | None = None
    """None: there is none, or nothing was planned anew."""
    why: str = ""
    """Of what was refused or failed: what happened and what to do."""
    written: int = 0
    """Changes that were written."""
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0
    """Of computing, on whichever machine."""

    def count(self, action: Action) -> int:
        """How many 1-on-1s the plan keeps, creates, moves or cancels."""
        return 0 if self.plan is None else sum(change.action is action for change in self.plan.changes)

    @property
    def missed(self) -> tuple[NotPlaced, ...]:
        """Those that have no place, with why."""
        return () if self.plan is None else tuple(x for x in self.plan.not_placed if x.outcome is Outcome.UNPLACED)

    @property
    def proven(self) -> bool | None:
        """Whether no plan is better; None: nothing was planned."""
        return None if self.plan is None else self.plan.status is Status.OPTIMAL


FORESEEN = (ScheduleError, ProviderError, OSError)
"""Errors that say what happened and what to do; any other is a bug's."""


def ended_by(error: Exception) -> tuple[Ending, str]:
    """How it ends for a leader for whom this went wrong, and what is told of it.

    The text of an error that nobody foresaw may quote a calendar: only its kind is told.
    """
    if isinstance(error, Refused):
        return Ending.REFUSED, str(error)
    if isinstance(error, FORESEEN):
        return Ending.FAILED, str(error)
    kind = type(error).__name__
    return Ending.FAILED, f"an unexpected failure ({kind}): a bug; please report it. Nothing more was written here"


@dataclass(frozen=True, slots=True)
class CompanyLevel:
    """How well the company as a whole is planned, on one level of the strict order."""

    name: str
    value: int
    """The sum over all leaders."""
    bound: int | None
    """No plan of the company has less, among those as good on the levels above; None: no statement."""


@dataclass(frozen=True, slots=True)
class Together:
    """How some leaders are planned together."""

    plans: Mapping[str, Plan] = field(default_factory=dict)
    """By leader. Each is one for this leader alone, in calendars in which all other plans are carried out; see
    `scheduler.planning.projection`. Who shares nobody gets the best; others may give something up for the sum."""
    failed: Mapping[str, str] = field(default_factory=dict)
    """By leader of whom there is no plan: why, in a sentence."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """By leader: of computing."""
    levels: tuple[CompanyLevel, ...] = ()
    """Sums over all plans, in the strict order."""


@dataclass(frozen=True, slots=True)
class Night:
    """How a night ended."""

    run: str
    """Names it, such as `2026-11-26T020000Z-7f3a`: sorts by time."""
    as_of: datetime
    """UTC: what it took for now."""
    started: datetime
    ended: datetime
    dry_run: bool
    leaders: tuple[LeaderNight, ...]
    """Sorted by email."""
    levels: tuple[CompanyLevel, ...] = ()
    """In the order of what counts first; empty: nothing was planned together."""
    orphans: tuple[str, ...] = ()
    """Of each who leads no team any more, but whose 1-on-1s still stand: a sentence with what to do."""
    stopped: str = ""
    """Why nothing was written for anybody; empty: nothing stood against it."""
    calls: Mapping[str, int] | None = None
    """Requests to each service, by its name; None: not counted."""
    retries: Mapping[str, int] | None = None
    """Of these, those that were repeated; likewise."""
    stages: Mapping[str, float] | None = None
    """Seconds of wall clock by stage, such as `read`, `plan` and `write`; None: not measured."""

    def of(self, *endings: Ending) -> tuple[LeaderNight, ...]:
        """The leaders for whom it ended so."""
        return tuple(each for each in self.leaders if each.ending in endings)

    @property
    def exit_code(self) -> int:
        """0 all well; 3 the company's guard stopped it; 4 nothing could run; 5 some leaders failed or were refused."""
        if self.stopped:
            return 3
        bad = self.of(Ending.FAILED, Ending.PARTLY, Ending.REFUSED)
        if self.leaders and len(self.of(Ending.FAILED)) == len(self.leaders):
            return 4
        return 5 if bad else 0
