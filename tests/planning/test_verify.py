"""A plan is judged by what the planner could have written, wherever it comes from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from providers.event import Interval
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Change, Plan
from scheduler.planning.make import make_plan
from scheduler.planning.verify import faults
from tests.planning.build import ANN, AS_OF, BEN, CAT, LEA, THURSDAY, at, busy, calendars, company, entry, ours, pair
from tests.planning.companies import Case, companies

EVE = "eve@example.com"
WHOSE = company([pair(ANN), pair(BEN), pair(CAT)])
MOVED, KEPT, GONE = (
    ours(at(THURSDAY, "10:00"), member=ANN),
    ours(at(THURSDAY, "11:00"), member=BEN),
    ours(at(THURSDAY, "12:00"), member=EVE),
)
EVENTS = [*MOVED, busy(ANN, at(THURSDAY, "10:00")), *KEPT, *GONE]
MEMORY = Memory(tuple(entry(copies[0]) for copies in (MOVED, KEPT, GONE)))
CALENDARS = calendars(EVENTS, WHOSE.people)


@settings(max_examples=25)
@given(companies())
def test_the_planners_own_plans_pass(case: Case) -> None:
    """Whatever the company: nothing that the planner makes is taken for somebody's edit."""
    plan = make_plan(case.company, case.team, case.calendars, case.memory, case.as_of, weeks=case.weeks).plan
    assert faults(plan, case.company, case.team, case.calendars, case.memory) == ()


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Ann's is moved, Ben's kept, Cat's created, and Eve's cancelled."""
    made = make_plan(WHOSE, WHOSE.teams[LEA], CALENDARS, MEMORY, AS_OF).plan
    assert faults(made, WHOSE, WHOSE.teams[LEA], CALENDARS, MEMORY) == ()
    return made


def later(span: Interval | None, minutes: int = 5) -> Interval | None:
    """The same, but for a later end."""
    return span and Interval(span.start, span.end + timedelta(minutes=minutes))


@pytest.mark.parametrize("action", [Action.MOVE, Action.KEEP, Action.CREATE, Action.CANCEL])
@pytest.mark.parametrize(
    "edit",
    [
        lambda change: (),
        lambda change: (change, change),
        lambda change: (replace(change, generation=change.generation + 1),),
        lambda change: (replace(change, writes=(*change.writes, "fay@example.com")),),
        lambda change: (replace(change, agenda="javascript:alert(1)"),),
        lambda change: (replace(change, pair=replace(change.pair, member="fay@example.com")),),
        lambda change: (replace(change, pair=replace(change.pair, leader=BEN)),),
        lambda change: (replace(change, pair=replace(change.pair, kind="cross-team")),),
        lambda change: (replace(change, period="2031-W01"),),
        lambda change: (replace(change, time_zone="Asia/Kathmandu"),),
        lambda change: (replace(change, before=later(change.before or change.after)),),
        lambda change: (replace(change, after=later(change.after or change.before)),),
        lambda change: (replace(change, action=Action.CANCEL if change.action is Action.KEEP else Action.KEEP),),
    ],
    ids=lambda edit: "",
)
def test_an_edit_of_any_field_is_found(
    plan: Plan, action: Action, edit: Callable[[Change], tuple[Change, ...]]
) -> None:
    """Of any change; or one more, or one less."""
    (index,) = (number for number, change in enumerate(plan.changes) if change.action is action)
    edited = replace(plan, changes=(*plan.changes[:index], *edit(plan.changes[index]), *plan.changes[index + 1 :]))
    assert faults(edited, WHOSE, WHOSE.teams[LEA], CALENDARS, MEMORY) != ()


def test_a_sentence_for_people_is_nothing_to_judge(plan: Plan) -> None:
    """Nothing depends on why something is done."""
    edited = replace(plan, changes=tuple(replace(change, why="") for change in plan.changes))
    assert faults(edited, WHOSE, WHOSE.teams[LEA], CALENDARS, MEMORY) == ()
