"""Whole companies, planned: no plan breaks a hard rule."""

from hypothesis import given, settings

from scheduler.planning.make import make_plan
from tests.planning.companies import Case, companies
from tests.planning.hard_rules import violations


@settings(max_examples=50)
@given(companies())
def test_no_plan_breaks_a_hard_rule(case: Case) -> None:
    """Whatever the company, its calendars and its past: the plan obeys every hard rule."""
    plan = make_plan(case.company, case.team, case.calendars, case.memory, case.as_of, weeks=case.weeks).plan
    assert violations(case.company, case.team, case.calendars, case.memory, case.as_of, plan) == []
