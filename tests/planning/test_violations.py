"""The judge of the hard rules is itself judged: a right plan passes, and each rule is seen to fail."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from providers.event import Interval, Response, Show
from providers.marker import Marker
from scheduler.company import Cadence, CadenceUnit, WallSpan
from scheduler.plan import Action, Change, Origin, Outcome
from tests.planning.companies import entry, our_events
from tests.planning.scene import (
    ANA,
    AS_OF,
    IDA,
    LEADER,
    MINUTE,
    RUI,
    RULES,
    WEEK,
    Scene,
    at,
    busy,
    change,
    keep,
    new,
    not_placed,
    pair_with,
)

_RIGHT = (new(ANA, at("10:00")), new(RUI, at("10:00", day=27)))
_FRIDAY = new(RUI, at("10:00", day=27))


def _with_ana(span: Interval) -> tuple[Change, ...]:
    return new(ANA, span), _FRIDAY


def test_a_right_plan_passes() -> None:
    """Two 1-on-1s where nothing stands against them."""
    assert Scene(changes=_RIGHT).judge() == set()


@pytest.mark.parametrize(
    ("rule", "scene"),
    [
        pytest.param("free", Scene(events=(busy(LEADER, at("10:15")),), changes=_RIGHT), id="leader busy"),
        pytest.param("free", Scene(events=(busy(ANA, at("10:29")),), changes=_RIGHT), id="member busy"),
        pytest.param("free", Scene(events=(busy(LEADER, at("09:30", length=26)),), changes=_RIGHT), id="prep"),
        pytest.param(
            "free", Scene(events=(busy(ANA, at("10:00"), show=Show.TENTATIVE),), changes=_RIGHT), id="tentative"
        ),
        pytest.param(
            "free",
            Scene(
                events=(busy(ANA, at("10:40"), marker=Marker(ANA, IDA, "report", WEEK)),),
                changes=_RIGHT,
            ),
            id="prep of the member's own 1-on-1",
        ),
        pytest.param("free", Scene(countries={ANA: "US"}, changes=_RIGHT), id="holiday"),
        pytest.param("two places", Scene(changes=(new(ANA, at("10:00")), new(RUI, at("10:15")))), id="two at once"),
        pytest.param(
            "two places", Scene(changes=(new(ANA, at("10:00")), new(RUI, at("10:30")))), id="prep in the other"
        ),
        pytest.param(
            "two places",
            Scene(
                changes=(new(ANA, at("10:00")), keep(RUI, at("10:20"))),
                not_placed=(not_placed(RUI, Outcome.UNPLACED),),
            ),
            id="over one that stays unplaced",
        ),
        pytest.param(
            "two places",
            Scene(
                changes=_RIGHT,
                events=our_events(pair_with(RUI), "2026-W47", at("10:00")),
            ),
            id="over one that the plan forgot",
        ),
        pytest.param("days", Scene(changes=_with_ana(at("10:00", day=25))), id="focus day"),
        pytest.param(
            "days",
            Scene(
                pairs=(pair_with(ANA, allowed=(WallSpan(3, time(11), time(12)),)), pair_with(RUI)),
                changes=_RIGHT,
            ),
            id="not allowed",
        ),
        pytest.param("days", Scene(rules=replace(RULES, notice=timedelta(days=4)), changes=_RIGHT), id="too soon"),
        pytest.param("hours", Scene(changes=_with_ana(at("16:45"))), id="too late"),
        pytest.param("hours", Scene(changes=_with_ana(at("09:00"))), id="prep too early"),
        pytest.param("hours", Scene(zones={ANA: "America/New_York"}, changes=_RIGHT), id="at night"),
        pytest.param(
            "lunch",
            Scene(events=(busy(LEADER, at("13:00", length=60)),), changes=_with_ana(at("12:15"))),
            id="in the only place for lunch",
        ),
        pytest.param(
            "runs",
            Scene(
                rules=replace(RULES, max_run=70 * MINUTE),
                changes=(new(ANA, at("10:00")), new(RUI, at("10:45"))),
            ),
            id="no pause",
        ),
        pytest.param(
            "per day",
            Scene(rules=replace(RULES, max_per_day=1), changes=(new(ANA, at("10:00")), new(RUI, at("15:00")))),
            id="one too many",
        ),
        pytest.param("once", Scene(changes=(*_RIGHT, new(ANA, at("15:00")))), id="twice"),
        pytest.param(
            "once", Scene(changes=_RIGHT, not_placed=(not_placed(ANA, Outcome.SKIP),)), id="placed and not placed"
        ),
        pytest.param("once", Scene(changes=(*_RIGHT, new(IDA, at("15:00")))), id="no pair of the team"),
        pytest.param("due", Scene(changes=_RIGHT[:1]), id="forgotten"),
        pytest.param(
            "due",
            Scene(
                pairs=(pair_with(ANA, cadence=Cadence(2, CadenceUnit.WEEKS)), pair_with(RUI)),
                changes=_RIGHT,
                not_placed=(replace(not_placed(ANA, Outcome.SKIP), period="2026-W49"),),
            ),
            id="every two weeks, but in two that follow",
        ),
        pytest.param(
            "due",
            Scene(
                pairs=(pair_with(ANA, cadence=Cadence(1, CadenceUnit.MONTHS)), pair_with(RUI)),
                changes=_RIGHT,
                not_placed=(replace(not_placed(ANA, Outcome.SKIP), period="2026-W47"),),
            ),
            id="twice a month",
        ),
        pytest.param(
            "week", Scene(changes=(replace(new(ANA, at("15:00")), period="2026-W47"), *_RIGHT)), id="a week late"
        ),
        pytest.param(
            "booked",
            Scene(events=(busy(LEADER, at("15:00", day=27), partner=ANA),), changes=_RIGHT),
            id="doubled",
        ),
        pytest.param(
            "stays",
            Scene(
                events=our_events(pair_with(ANA), WEEK, at("15:00"), written=at("14:00")),
                changes=(change(Action.MOVE, ANA, at("15:00"), at("10:00")), _FRIDAY),
            ),
            id="pinned",
        ),
        pytest.param(
            "stays",
            Scene(
                rules=replace(RULES, freeze=timedelta(days=7)),
                events=our_events(pair_with(ANA), WEEK, at("15:00")),
                changes=(change(Action.MOVE, ANA, at("15:00"), at("10:00")), _FRIDAY),
            ),
            id="frozen",
        ),
        pytest.param(
            "stays",
            Scene(
                events=our_events(pair_with(ANA), WEEK, at("15:00")),
                changes=(keep(ANA, at("15:30")), _FRIDAY),
            ),
            id="kept elsewhere",
        ),
        pytest.param(
            "deleted", Scene(entries=(entry(pair_with(ANA), WEEK, at("10:00"), AS_OF),), changes=_RIGHT), id="again"
        ),
        pytest.param(
            "deleted",
            Scene(
                as_of=at("10:10").start,
                events=our_events(pair_with(ANA), WEEK, at("10:00"))[1:],
                entries=(entry(pair_with(ANA), WEEK, at("10:00"), AS_OF),),
                changes=(keep(ANA, at("10:00"), Origin.FROZEN), _FRIDAY),
            ),
            id="while it lasts",
        ),
        pytest.param("unknown", Scene(unknown={ANA: at("10:15")}, changes=_RIGHT), id="on a guess"),
        pytest.param(
            "unknown",
            Scene(
                unknown={ANA: at("15:00")},
                entries=(entry(pair_with(ANA), WEEK, at("10:00"), AS_OF),),
                changes=_RIGHT,
            ),
            id="perhaps deleted",
        ),
        pytest.param("grid", Scene(changes=_with_ana(at("10:10"))), id="not at a quarter"),
        pytest.param("grid", Scene(changes=_with_ana(at("10:00", length=45))), id="too long"),
    ],
)
def test_a_wrong_plan_is_caught_by_its_rule_alone(rule: str, scene: Scene) -> None:
    """Each way to break a rule is reported under that rule and no other."""
    assert scene.judge() == {rule}


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(Scene(events=(busy(LEADER, at("10:30")),), changes=_RIGHT), id="a meeting right after"),
        pytest.param(
            Scene(events=(busy(ANA, at("10:00"), response=Response.DECLINED),), changes=_RIGHT), id="declined"
        ),
        pytest.param(Scene(events=(busy(ANA, at("10:00"), show=Show.FREE),), changes=_RIGHT), id="transparent"),
        pytest.param(
            Scene(
                rules=replace(RULES, tentative_blocks=False),
                events=(busy(ANA, at("10:00"), show=Show.TENTATIVE),),
                changes=_RIGHT,
            ),
            id="tentative, where that does not block",
        ),
        pytest.param(
            Scene(events=(busy(LEADER, at("12:30", length=45)),), changes=_with_ana(at("13:30"))),
            id="lunch that others had taken",
        ),
        pytest.param(
            Scene(
                rules=replace(RULES, max_run=35 * MINUTE, pause=25 * MINUTE),
                changes=(new(ANA, at("10:00")), new(RUI, at("11:00"))),
            ),
            id="a pause that is just long enough",
        ),
        pytest.param(
            Scene(
                rules=replace(RULES, max_run=35 * MINUTE, max_per_day=1),
                changes=(keep(ANA, at("10:03"), Origin.PINNED), keep(RUI, at("10:20"), Origin.BOOKED)),
            ),
            id="nothing but what humans decided",
        ),
        pytest.param(
            Scene(
                changes=(keep(ANA, at("10:00", day=25)), _FRIDAY),
                not_placed=(not_placed(ANA, Outcome.UNPLACED),),
            ),
            id="unplaced, and left on a focus day",
        ),
        pytest.param(
            Scene(
                events=our_events(pair_with(ANA), WEEK, at("15:00"), answer=Response.DECLINED),
                changes=(change(Action.MOVE, ANA, at("15:00"), at("10:00")), _FRIDAY),
            ),
            id="moved over where it stood",
        ),
        pytest.param(
            Scene(
                entries=(entry(pair_with(ANA), WEEK, at("10:00"), AS_OF),),
                changes=(_FRIDAY,),
                not_placed=(not_placed(ANA, Outcome.SKIP),),
            ),
            id="deleted, and skipped",
        ),
        pytest.param(
            Scene(
                as_of=at("10:30").end,
                events=our_events(pair_with(ANA), WEEK, at("10:00"))[1:],
                entries=(entry(pair_with(ANA), WEEK, at("10:00"), AS_OF),),
                changes=(keep(ANA, at("10:00"), Origin.FROZEN), _FRIDAY),
            ),
            id="held, and then deleted by one",
        ),
    ],
)
def test_what_the_rules_exempt_passes(scene: Scene) -> None:
    """The judge is no stricter than the rules."""
    assert scene.judge() == set()
