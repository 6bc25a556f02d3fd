"""Takes back what a run wrote, leader by leader, where nobody has touched it since. It knows no terminal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from scheduler.dates import clock
from scheduler.errors import Interrupted
from scheduler.journal import run_record, written_night
from scheduler.ledger.record import Decision, RunKind, RunRecord, RunStory
from scheduler.ledger.runs import end_run
from scheduler.ledger.store import recall
from scheduler.loading import undisturbed
from scheduler.outcome import Ending, LeaderNight, Night, ended_by
from scheduler.plan import Plan
from scheduler.planning.conflict import ELSEWHERE
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.team import Seen, read_team
from scheduler.run import Reviewer, Setup, instant_of, write

_Decided = Mapping[str, Sequence[Decision]]
"""By leader."""


def undo(
    setup: Setup,
    story: RunStory,
    as_of: datetime | None,
    reviewer: Reviewer,
    accept_empty: Collection[str] = (),
    *,
    dry_run: bool,
) -> Night:
    """Take back what a run decided for each of its leaders. Whatever fails for one of them stays with that one.

    Whoever's 1-on-1 cannot be put back for that of another leader waits until that leader's are taken back.

    Args:
        story: what the run decided.
        as_of: the clock, where it is fixed; zone-aware.
        reviewer: looks over each leader's plan.
        accept_empty: emails of people whose calendar is known to be empty now.

    Raises:
        Interrupted: by Ctrl-C.
        CalendarFailure: what was read cannot be kept, or that it ended not be noted.
    """
    with undisturbed():
        from scheduler.planning.undoing import taken_back
        from scheduler.write import remember

    started = clock.now()
    record = run_record(RunKind.UNDO, instant_of(setup.company, as_of), started)
    decided = {each.leader: decisions for each, decisions in story.leaders if taken_back(decisions)}
    undoing = _Undoing(setup, record, as_of, reviewer, accept_empty, dry_run, decided)
    try:
        undoing.run()
    except (KeyboardInterrupt, Interrupted) as error:
        what = str(error) or "interrupted"
        so_far = f"{len(undoing.done)} of {len(decided)} leaders were done by then; run again for the others"
        raise Interrupted(f"{what}\n{so_far}") from None
    if undoing.begun:
        remember(setup.providers)
        end_run(setup.ledger, record.run, clock.now(), f"took back {story.record.run}")
    return Night(
        run=record.run,
        as_of=record.as_of,
        started=started,
        ended=clock.now(),
        dry_run=dry_run,
        leaders=tuple(undoing.done[leader] for leader in sorted(undoing.done)),
    )


@dataclass
class _Undoing:
    setup: Setup
    record: RunRecord
    as_of: datetime | None
    reviewer: Reviewer
    accept_empty: Collection[str]
    dry_run: bool
    decided: _Decided
    done: dict[str, LeaderNight] = field(default_factory=dict)
    """By leader."""
    begun: bool = False
    """Whether anything may have been written, and so noted."""

    def run(self) -> None:
        """Everybody in turn; who waits for others comes again when others are done."""
        pending = list(self.decided)
        while pending:
            waiting = [leader for leader in pending if not self._one(leader, waits=not self.dry_run)]
            if len(waiting) == len(pending):
                for leader in waiting:
                    self._one(leader, waits=False)
                return
            pending = waiting

    def _one(self, leader: str, *, waits: bool) -> bool:
        """Take back what was decided for a leader; False: it waits for another one, and nothing was written."""
        try:
            ended = self._taken_back(leader, waits=waits)
        except Interrupted:
            raise
        except Exception as error:
            ended = self._ended(leader, *ended_by(error))
        if ended is not None:
            self.done[leader] = ended
        return ended is not None

    def _taken_back(self, leader: str, *, waits: bool) -> LeaderNight | None:
        if leader not in self.setup.company.teams:
            why = "leads no team in the configuration any more, so nothing is taken back; put the team back first"
            return self._ended(leader, Ending.FAILED, why)
        plan, seen = self._decide(leader)
        if waits and _waits(plan):
            return None
        idle = not any(change.to_do for change in plan.changes)
        if idle and not plan.not_placed:
            return replace(self._ended(leader, Ending.WRITTEN), plan=plan)
        if not self.reviewer.approves(plan) or idle:
            return replace(self._ended(leader, Ending.PREVIEWED if self.dry_run else Ending.WRITTEN), plan=plan)
        return self._write(plan, seen)

    def _decide(self, leader: str) -> tuple[Plan, Seen]:
        """What would be taken back; nothing is written."""
        with undisturbed():
            from scheduler.planning.undoing import undoing_plan, undoing_window

        company, decisions = self.setup.company, self.decided[leader]
        team, now = company.teams[leader], instant_of(company, self.as_of)
        memory = recall(self.setup.ledger, leader)
        window = undoing_window(company, team, decisions, now)
        with self.reviewer.waits("Reading calendars …"):
            calendars = read_team(company, team, self.setup.providers, window, memory)
            refuse_lost_calendars(calendars, memory, window, now, self.accept_empty)
            plan = undoing_plan(company, team, calendars, memory, decisions, now)
        return plan, Seen(calendars, memory)

    def _write(self, plan: Plan, seen: Seen) -> LeaderNight:
        from scheduler.planning.verify import undo_faults

        self.begun = True
        outcomes = write(
            self.setup,
            plan,
            self.as_of,
            self.reviewer,
            seen=seen,
            kind=RunKind.UNDO,
            part_of=self.record,
            judge=partial(undo_faults, self.decided[plan.leader]),
        )
        return written_night(plan, outcomes)

    def _ended(self, leader: str, ending: Ending, why: str = "") -> LeaderNight:
        person = self.setup.company.people.get(leader)
        return LeaderNight(leader, person.name if person else leader, ending, why=why)


def _waits(plan: Plan) -> bool:
    """Whether another leader's 1-on-1 keeps one of this leader's from where it stood."""
    return any(one.why.endswith(ELSEWHERE) for one in plan.not_placed)
