"""Which 1-on-1s of two people are to be explained."""

from dataclasses import dataclass
from datetime import time

from providers.weeks import IsoWeek
from scheduler.explanation import State
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey
from scheduler.planning.demand import key_of
from scheduler.planning.make import Decision

MOST_WEEKS = 3
"""So many weeks are explained at once, unless one is named."""
_TELLING = (State.UNPLACED, State.MOVED, State.SKIPPED, State.CANCELLED)
"""What somebody asks about who names no week."""
_STATES = {
    Action.CREATE: State.NEW,
    Action.MOVE: State.MOVED,
    Action.KEEP: State.SETTLED,
    Action.CANCEL: State.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about somebody's 1-on-1s."""

    week: IsoWeek | None = None
    """None: the next one with something to say, and those after it that differ."""
    at: tuple[int, time] | None = None
    """A weekday (0 is Monday) and a time on the leader's clock, in that week."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the plan says of one occurrence."""

    pair: PairKey
    period: str
    state: State
    change: Change | None
    left_out: NotPlaced | None
    number: int | None
    """Index into the problem's occurrences; None: it is not for the solver to decide."""

    @property
    def why(self) -> str:
        said = self.left_out or self.change
        assert said is not None  # a case is made from one of them
        return said.why


def cases(decision: Decision, member: str) -> list[Case]:
    """All of the two, by week."""
    plan, formulation = decision.plan, decision.formulation
    numbers = {(key_of(one.pair), str(one.period)): index for index, one in enumerate(formulation.wanted)}
    changes = {(one.pair, one.period): one for one in plan.changes if one.pair.member == member}
    left_out = {(one.pair, one.period): one for one in plan.not_placed if one.pair.member == member}
    found = []
    for key in sorted({*changes, *left_out}, key=lambda key: (key[1], key[0])):
        number = numbers.get(key)
        change, missing = changes.get(key), left_out.get(key)
        found.append(Case(*key, _state(change, missing, number), change, missing, number))
    return found


def _state(change: Change | None, left_out: NotPlaced | None, number: int | None) -> State:
    if left_out is not None and left_out.outcome is Outcome.UNPLACED:
        return State.UNPLACED
    if change is None:
        left_alone = left_out is not None and left_out.outcome is Outcome.LEFT_ALONE
        return State.SETTLED if left_alone else State.SKIPPED
    kept = change.action is Action.KEEP and number is not None and change.origin is Origin.OURS
    return State.KEPT if kept else _STATES[change.action]


def chosen(found: list[Case], decision: Decision, asked: Asked) -> list[tuple[Case, tuple[str, ...]]]:
    """Of a named week, what is due or lies in it; else the next ones with something to say; else the next one.

    With further weeks that have no place for the same reason.
    """
    if asked.week is not None:
        return [(case, ()) for case in found if str(asked.week) in (case.period, _week_of(case, decision))]
    ahead = [case for case in found if not _over(case, decision)]
    to_decide = [case for case in ahead if case.number is not None]
    telling = [case for case in ahead if case.state in _TELLING]
    if asked.at is not None or not telling:
        return [(case, ()) for case in (to_decide or ahead)[:1]]
    alike: dict[object, list[Case]] = {}
    for case in telling:
        same = (case.state, case.why if case.state in (State.UNPLACED, State.SKIPPED) else case.period)
        alike.setdefault((case.pair, same), []).append(case)
    groups = list(alike.values())[:MOST_WEEKS]
    return [(first, tuple(case.period for case in rest)) for first, *rest in groups]


def _week_of(case: Case, decision: Decision) -> str | None:
    """The week in which it lies."""
    after = case.change.after if case.change is not None else None
    return None if after is None else str(decision.formulation.tasks[0].situation.ahead.week_of(after.start))


def _over(case: Case, decision: Decision) -> bool:
    after = case.change.after if case.change is not None else None
    return after is not None and after.end <= decision.plan.as_of
