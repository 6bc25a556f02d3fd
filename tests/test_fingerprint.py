"""Whatever may change a plan changes the configuration's fingerprint."""

import re
from dataclasses import fields, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from providers.google.settings import GoogleSettings
from scheduler.company import (
    Cadence,
    CadenceUnit,
    Company,
    Kind,
    Layout,
    Lunch,
    Nightly,
    Pair,
    Person,
    Priority,
    Rules,
    WallSpan,
)
from scheduler.fingerprint import WITHOUT, with_fingerprint
from scheduler.telling import Log, LogLevel, Telling
from tests.planning.build import ANN, BEN, LEA, company, pair

WHOSE = company([pair(ANN), pair(BEN)])
SPAN = (WallSpan(3, time(9), time(10)),)
OF_COMPANY: dict[str, Any] = {
    "name": "Other",
    "time_zone": "Europe/Lisbon",
    "grid": timedelta(minutes=10),
    "start_minutes": (0,),
    "horizon_weeks": 2,
    "focus_days": (0,),
    "people": {**WHOSE.people, "dan@example.com": Person("dan@example.com", "Dan", "UTC", SPAN)},
    "teams": {},
    "providers": {"google": GoogleSettings(read_as=LEA)},
    "ledger": Path("elsewhere.sqlite"),
    "booked_title": re.compile("1:1"),
    "event_title": "{member}",
    "agenda_text": "Talk.",
}
OF_RULES: dict[str, Any] = {
    "days": (4,),
    "layout": Layout.WHOLE_DAY,
    "layout_day": 4,
    "lunch": Lunch(time(12), time(14), timedelta(minutes=30)),
    "max_run": timedelta(hours=1),
    "pause": timedelta(minutes=10),
    "max_per_day": 3,
    "freeze": timedelta(hours=1),
    "notice": timedelta(0),
    "tentative_blocks": False,
    "declined_moves": False,
    "preferred": SPAN,
}
OF_PAIR: dict[str, Any] = {
    "leader": BEN,
    "member": LEA,
    "kind": Kind.CROSS_TEAM,
    "duration": timedelta(minutes=45),
    "prep": timedelta(minutes=10),
    "cadence": Cadence(2, CadenceUnit.WEEKS),
    "priority": Priority.HIGH,
    "preferred": SPAN,
    "allowed": SPAN,
    "starts": date(2026, 12, 1),
    "agenda": "https://docs.example.com/x",
}
OF_PERSON: dict[str, Any] = {
    "email": "dan@example.com",
    "name": "Dan",
    "time_zone": "UTC",
    "hours": SPAN,
    "country": "ES",
    "provider": "google",
    "zone_from_account": True,
    "hours_from_account": True,
    "unread_profile": "cannot be had",
}


def of(whose: Company) -> str:
    return with_fingerprint(whose).fingerprint


def changed(kind: type, name: str) -> Company:
    """Lea's company, in which this field of something is another."""
    team = WHOSE.teams[LEA]
    if kind is Company:
        return replace(WHOSE, **{name: OF_COMPANY[name]})
    if kind is Rules:
        return replace(WHOSE, teams={LEA: replace(team, rules=replace(team.rules, **{name: OF_RULES[name]}))})
    if kind is Pair:
        first = replace(team.pairs[0], **{name: OF_PAIR[name]})
        return replace(WHOSE, teams={LEA: replace(team, pairs=(first, *team.pairs[1:]))})
    return replace(WHOSE, people={**WHOSE.people, ANN: replace(WHOSE.people[ANN], **{name: OF_PERSON[name]})})


CASES = [
    (kind, field.name)
    for kind in (Company, Rules, Pair, Person)
    for field in fields(kind)
    if not (kind is Company and field.name in WITHOUT)
]


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_every_field_counts(kind: type, name: str) -> None:
    """Also one that is added later: then this test asks for another value of it."""
    assert of(changed(kind, name)) != of(WHOSE)


def test_what_changes_no_plan_does_not_count() -> None:
    """Which files said it, where secrets lie, what a night may do, who is told; the order of leaders; a path by another
    name."""
    same = replace(WHOSE, sources=(Path("config.toml"),), tokens=Path("tokens.json"), fingerprint="x")
    assert of(same) == of(WHOSE)
    assert of(replace(WHOSE, nightly=Nightly(most_changes=0.5))) == of(WHOSE)
    assert of(replace(WHOSE, telling=Telling(log=Log(LogLevel.ERROR)))) == of(WHOSE)
    assert of(replace(WHOSE, people=dict(reversed([*WHOSE.people.items()])))) == of(WHOSE)
    here = replace(WHOSE, ledger=Path("a/../ledger"))
    assert of(here) == of(replace(WHOSE, ledger=Path.cwd() / "ledger"))
