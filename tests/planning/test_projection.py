"""Calendars as other leaders' plans leave them."""

from dataclasses import replace

import pytest

from providers.event import Calendar, Event, Interval
from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.plan import Action, BlockKind, Plan
from scheduler.planning.inputs import read_availabilities
from scheduler.planning.make import make_plan
from scheduler.planning.projection import projected
from tests.planning.build import (
    ALWAYS,
    ANN,
    AS_OF,
    BEN,
    LEA,
    THURSDAY,
    at,
    booked,
    busy,
    calendars,
    company,
    entry,
    ours,
    pair,
    plan,
)

TEN, NOON = at(THURSDAY, "10:00"), at(THURSDAY, "12:00")


def led_by_ben() -> Company:
    """Lea leads Ann, and so does Ben."""
    whose = company([pair(ANN), pair(BEN)])
    team = replace(whose.teams[LEA], leader=BEN, pairs=(replace(pair(ANN), leader=BEN),))
    return replace(whose, teams={**whose.teams, BEN: team})


def ours_in(calendar: Calendar) -> list[Interval]:
    """When our 1-on-1s lie in a calendar."""
    return [event.span for event in calendar.events if event.marker is not None]


def blocks(whose: Company, known: dict[str, Calendar], email: str) -> list[tuple[Interval, BlockKind]]:
    """What takes somebody's time, as Ben's planning sees it."""
    read = read_availabilities(whose, whose.teams[BEN], known, ALWAYS)
    return [(block.span, block.kind) for block in read[email].blocks]


def test_what_is_created_takes_both_their_time() -> None:
    """Ben, as Ann's other leader, finds her taken; her calendar holds a copy of her own."""
    whose = led_by_ben()
    made = plan(whose=whose)
    after = projected(calendars([], whose.people), [made], but_for=BEN)
    created = {change.pair.member: change.after for change in made.changes if change.after is not None}
    assert ours_in(after[ANN]) == [created[ANN]]
    assert blocks(whose, after, ANN) == [(created[ANN], BlockKind.OTHER_ONE_ON_ONE)]
    assert sorted(ours_in(after[LEA])) == sorted(created.values())


def test_a_leaders_own_plan_is_not_projected() -> None:
    known = calendars([], [LEA, ANN])
    assert projected(known, [plan()], but_for=LEA) == known


def test_a_shared_meeting_is_in_both_calendars() -> None:
    """Where both are invited, only the leader's calendar is written; the member's copy follows."""
    known = {email: Calendar(email, invites=True) for email in (LEA, ANN)}
    whose = company()
    made = make_plan(whose, whose.teams[LEA], known, Memory(), AS_OF).plan
    after = projected(known, [made], but_for=BEN)
    (mine,), (theirs,) = after[LEA].events, after[ANN].events
    assert (mine.span, mine.follows) == (theirs.span, False)
    assert theirs.follows


def test_what_moves_has_left() -> None:
    """Both copies lie where they are planned to lie, and nowhere else."""
    known = [*ours(TEN), busy(ANN, TEN)]
    made = plan(known, entries=[entry(ours(TEN)[0])])
    (moved,) = made.changes
    assert moved.action is Action.MOVE
    after = projected(calendars(known), [made], but_for=BEN)
    assert ours_in(after[LEA]) == ours_in(after[ANN]) == [moved.after]


def test_what_is_cancelled_is_gone() -> None:
    whose = company([pair(BEN)], people=[replace(company().people[ANN])])
    made = plan(ours(TEN), whose, entries=[entry(ours(TEN)[0])])
    assert Action.CANCEL in [change.action for change in made.changes]
    after = projected(calendars(ours(TEN), whose.people), [made], but_for="nobody")
    assert ours_in(after[ANN]) == []


def test_a_copy_that_follows_lies_where_the_leaders_lies() -> None:
    """Its server has not told it yet that the meeting moved."""
    known = {email: replace(each, invites=True) for email, each in calendars(ours(TEN)).items()}
    (theirs,) = known[ANN].events
    known[ANN] = replace(known[ANN], events=(replace(theirs, span=NOON, follows=True),))
    made = plan(ours(TEN), entries=[entry(ours(TEN)[0])])
    assert ours_in(projected(known, [made], but_for=BEN)[ANN]) == [TEN]


def test_what_people_booked_stays_theirs() -> None:
    known = booked(TEN)
    assert projected(calendars(known), [plan(known)], but_for=BEN) == calendars(known)


def test_free_or_busy_alone_does_not_hide_a_meeting_of_another_leader() -> None:
    """What was read of a meeting that two share was taken out of the blocks; the other team's leader sees it again."""
    whose = led_by_ben()
    made = plan(ours(TEN), company(), entries=[entry(ours(TEN)[0])])
    known = {ANN: Calendar(ANN, listed=False, invites=True)}
    after = projected(known, [replace(made, changes=tuple(replace(c, writes=()) for c in made.changes))], but_for=BEN)
    assert ours_in(after[ANN]) == [TEN]
    assert (TEN, BlockKind.OTHER_ONE_ON_ONE) in blocks(whose, {BEN: Calendar(BEN), **after}, ANN)


def test_an_id_that_was_used_up_makes_no_second_copy() -> None:
    """It was written with the next generation, and calendars were read again."""
    made = plan()
    assert made.changes[0].generation == 0
    span = made.changes[0].after
    assert span is not None
    known = calendars(ours(span, generation=1))
    assert projected(known, [made], but_for=BEN) == known


@pytest.mark.parametrize("standing", [[], ours(TEN), [*ours(TEN), busy(ANN, TEN)], ours(NOON, written=TEN)[:1]])
def test_what_is_carried_out_already_changes_nothing(standing: list[Event]) -> None:
    made: Plan = plan(standing, entries=[entry(ours(TEN)[0])] if standing else [])
    once = projected(calendars(standing), [made], but_for=BEN)
    assert projected(once, [made], but_for=BEN) == once
