"""What stands in the calendars, and whose decision it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from providers.event import Event, Response, Show
from scheduler.company import Cadence, CadenceUnit
from scheduler.ledger.record import State
from scheduler.plan import Action, Origin, Outcome
from tests.planning.build import (
    ANN,
    AS_OF,
    BEN,
    FRIDAY,
    LEA,
    THURSDAY,
    W48,
    W49,
    at,
    booked,
    busy,
    changes,
    company,
    entry,
    only,
    ours,
    pair,
    person,
    plan,
    rules,
    unreadable,
)

TEN = at(THURSDAY, "10:00")
NOON = at(THURSDAY, "12:00")


def test_what_stands_well_is_kept() -> None:
    """An event of ours that breaks no rule stays, and nothing is written."""
    made = plan(ours(TEN), entries=[entry(ours(TEN)[0])])
    change = only(made)
    assert (change.action, change.origin, change.before, change.after) == (Action.KEEP, Origin.OURS, TEN, TEN)
    assert change.writes == ()


def test_a_meeting_over_ours_moves_ours() -> None:
    """Our own event is subtracted by identity, so a meeting that somebody put over it is seen, and ours moves."""
    made = plan([*ours(TEN), busy(ANN, TEN)])
    change = only(made)
    assert (change.action, change.before) == (Action.MOVE, TEN)
    assert change.after is not None
    assert not change.after.overlaps(TEN)
    assert change.why == "Ann has another meeting then"
    assert set(change.writes) == {LEA, ANN}


@pytest.mark.parametrize("mover", [0, 1])
def test_a_human_move_pins(mover: int) -> None:
    """Whoever of the two moves our event has decided: it stays there, even over another meeting."""
    copies = ours(TEN)
    copies[mover] = replace(copies[mover], span=NOON)
    change = only(plan([*copies, busy(ANN, NOON)], entries=[entry(ours(TEN)[0])]))
    assert (change.action, change.origin, change.after) == (Action.KEEP, Origin.PINNED, NOON)
    assert change.writes == (copies[1 - mover].calendar,), "the other copy follows"


def test_a_pin_needs_no_ledger() -> None:
    """With the ledger lost, the marker still tells a human's move from ours."""
    change = only(plan(ours(NOON, written=TEN)))
    assert (change.origin, change.after, change.writes) == (Origin.PINNED, NOON, ())


@pytest.mark.parametrize("deleter", [0, 1])
def test_a_human_deletion_skips_the_period(deleter: int) -> None:
    """One copy is gone that we wrote: the other goes too, and the period is skipped, not created again."""
    copies = ours(TEN)
    made = plan([copies[1 - deleter]], entries=[entry(copies[0])])
    change = only(made)
    assert (change.action, change.origin, change.writes) == (
        Action.CANCEL,
        Origin.DELETED,
        (copies[1 - deleter].calendar,),
    )
    assert [(one.period, one.outcome) for one in made.not_placed] == [(W48, Outcome.SKIP)]


@pytest.mark.parametrize("deleter", [0, 1])
def test_to_delete_what_was_held_is_to_tidy_up(deleter: int) -> None:
    """Held is held: with one copy gone since, nothing is cancelled, written again or skipped."""
    copies = ours(TEN)
    made = plan([copies[1 - deleter]], entries=[entry(copies[0])], as_of=TEN.end)
    change = only(made)
    assert (change.action, change.after, change.why, change.writes) == (Action.KEEP, TEN, "already held", ())
    assert made.not_placed == ()


@pytest.mark.parametrize("deleter", [0, 1])
def test_until_its_end_it_can_be_deleted(deleter: int) -> None:
    """Whoever deletes it while it should be held has called it off."""
    copies = ours(TEN)
    made = plan([copies[1 - deleter]], entries=[entry(copies[0])], as_of=TEN.end - timedelta(minutes=1))
    assert (only(made).action, only(made).origin) == (Action.CANCEL, Origin.DELETED)
    assert [(one.period, one.outcome) for one in made.not_placed] == [(W48, Outcome.SKIP)]


def test_a_deletion_takes_along_what_was_put_off() -> None:
    """One dragged it to Friday, the other deleted it: the copy on Friday goes also when Thursday's time is over."""
    put_off = at(FRIDAY, "15:00")
    later = replace(ours(TEN)[1], span=put_off)
    for as_of in (AS_OF, TEN.end):
        change = only(plan([later], entries=[entry(ours(TEN)[0])], as_of=as_of))
        assert (change.action, change.origin, change.writes) == (Action.CANCEL, Origin.DELETED, (ANN,))


def test_a_deletion_stays_decided() -> None:
    """Once noted, a deletion is a skip in every later run, with nothing left to do."""
    made = plan([], entries=[entry(ours(TEN)[0], State.DELETED)])
    assert made.changes == ()
    assert [(one.period, one.outcome) for one in made.not_placed] == [(W48, Outcome.SKIP)]


def test_a_restored_event_counts_again() -> None:
    """Somebody who brings both copies back after a deletion has decided anew."""
    change = only(plan(ours(TEN), entries=[entry(ours(TEN)[0], State.DELETED)]))
    assert (change.action, change.after) == (Action.KEEP, TEN)


def test_an_interrupted_write_is_no_deletion() -> None:
    """A copy that is missing after a killed run is written again, not taken for one that a human deleted."""
    made = plan(ours(TEN)[:1], entries=[entry(ours(TEN)[0], State.WRITING)])
    change = only(made)
    assert (change.action, change.after, change.writes) == (Action.KEEP, TEN, (ANN,))
    assert made.not_placed == ()


def test_an_interrupted_move_is_completed() -> None:
    """Copies at two times that no human chose: the one that the ledger began to write is right."""
    copies = [ours(NOON)[0], ours(TEN)[1]]
    change = only(plan(copies, entries=[entry(ours(NOON)[0], State.WRITING)]))
    assert (change.action, change.after, change.writes) == (Action.KEEP, NOON, (ANN,))


def test_an_interrupted_cancel_is_completed() -> None:
    """What a killed cancel left over goes, and the period gets an event of a new generation."""
    made = plan(ours(TEN)[1:], entries=[entry(ours(TEN)[0], State.CANCELLING)])
    (cancel,) = changes(made, Action.CANCEL)
    (create,) = changes(made, Action.CREATE)
    assert (cancel.writes, cancel.generation, create.generation) == ((ANN,), 0, 1)


def test_without_a_ledger_a_missing_copy_is_mended() -> None:
    """With the ledger lost, markers rebuild everything but deletions."""
    change = only(plan(ours(TEN)[:1]))
    assert (change.action, change.writes) == (Action.KEEP, (ANN,))


def test_a_decline_asks_for_another_time() -> None:
    """A report who declines gets another time; the reason is told."""
    change = only(plan(ours(TEN, answer=Response.DECLINED)))
    assert (change.action, change.why) == (Action.MOVE, "Ann declined the old time")
    assert change.after != TEN


def test_a_decline_can_be_ignored() -> None:
    change = only(plan(ours(TEN, answer=Response.DECLINED), company(rules=rules(declined_moves=False))))
    assert change.action is Action.KEEP


@pytest.mark.parametrize(("hours", "origin"), [(23, Origin.FROZEN), (25, Origin.OURS)])
def test_what_starts_soon_is_frozen(hours: int, origin: Origin) -> None:
    """Inside the freeze nothing moves, not even from under another meeting or after a decline."""
    as_of = TEN.start - timedelta(hours=hours)
    change = only(plan([*ours(TEN, answer=Response.DECLINED), busy(ANN, TEN)], as_of=as_of))
    assert change.origin is origin
    assert (change.action is Action.KEEP) == (origin is Origin.FROZEN)


def test_what_people_booked_counts() -> None:
    """A 1-on-1 that the two booked is their period's occurrence: kept, shown as theirs, never doubled or changed."""
    change = only(plan(booked(TEN)))
    assert (change.action, change.origin, change.after, change.writes) == (Action.KEEP, Origin.BOOKED, TEN, ())


@pytest.mark.parametrize(
    "event",
    [
        {"partner": None},
        {"all_day": True},
        {"title_matches": False},
        {"partner": BEN},
    ],
)
def test_other_meetings_do_not_count(event: dict[str, object]) -> None:
    """A meeting with others too, with somebody else, for whole days, or of another title is no 1-on-1 of the two."""
    one = [replace(copy, **event) for copy in booked(TEN)]  # type: ignore[arg-type]
    assert len(changes(plan(one), Action.CREATE)) == 1


def test_a_declined_booking_does_not_count() -> None:
    copies = booked(TEN)
    copies[1] = replace(copies[1], response=Response.DECLINED)
    assert len(changes(plan(copies), Action.CREATE)) == 1


def test_a_booking_on_a_focus_day_counts_too() -> None:
    """People decide for themselves; we still never add another one."""
    change = only(plan(booked(at(THURSDAY - timedelta(days=2), "10:00"))))
    assert change.origin is Origin.BOOKED


def test_a_booking_beside_ours_changes_neither() -> None:
    """People who book an extra one besides ours get both: ours stays ours."""
    change = only(plan([*ours(TEN), *booked(at(FRIDAY, "10:00"))]))
    assert (change.action, change.origin, change.after) == (Action.KEEP, Origin.OURS, TEN)


def test_a_pair_that_no_longer_meets_is_cancelled() -> None:
    """After somebody left the team, what is ahead goes, from both calendars."""
    team = company([pair(BEN)], people=[person(ANN)])
    made = plan(ours(TEN), team)
    (cancel,) = changes(made, Action.CANCEL)
    assert (cancel.pair.member, set(cancel.writes)) == (ANN, {LEA, ANN})


def test_a_slower_cadence_cancels_what_is_not_due() -> None:
    fortnightly = company([pair(cadence=Cadence(2, CadenceUnit.WEEKS))], horizon_weeks=2)
    made = plan([*ours(TEN), *ours(at(THURSDAY + timedelta(days=7), "10:00"), W49)], fortnightly)
    assert [(change.action, change.period) for change in made.changes] == [
        (Action.KEEP, W48),
        (Action.CANCEL, W49),
    ]


def test_an_unknown_calendar_is_left_alone() -> None:
    """Unknown is not free: what stands is kept, nothing is booked, and a missing copy proves no deletion."""
    standing: list[Event] = ours(TEN)[:1]
    made = plan(standing, entries=[entry(standing[0])], unknown=[unreadable(ANN)])
    change = only(made)
    assert (change.action, change.writes) == (Action.KEEP, ())
    assert [(one.outcome, one.period) for one in made.not_placed] == [(Outcome.LEFT_ALONE, W48)]
    assert "the file is broken" in made.not_placed[0].why
    assert made.warnings == ("the file is broken",)


def test_an_unknown_calendar_gets_nothing_new() -> None:
    made = plan([], unknown=[unreadable(ANN)])
    assert made.changes == ()
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]


@pytest.mark.parametrize("unread", [[LEA], [ANN], [LEA, ANN]])
def test_what_cannot_be_seen_is_not_deleted(unread: list[str]) -> None:
    """An event that we wrote and that nobody can see, for a calendar cannot be read, is neither gone nor made again."""
    made = plan([], entries=[entry(ours(TEN)[0])], unknown=[unreadable(email) for email in unread])
    assert made.changes == ()
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]


def test_a_broken_event_elsewhere_hides_no_deletion() -> None:
    """Where a calendar is unreadable for an hour in another week, a lost event is left alone, not created anew."""
    gap = at(THURSDAY + timedelta(days=14), "10:00", 60)
    made = plan([], entries=[entry(ours(TEN)[0])], unknown=[unreadable(LEA, span=gap), unreadable(ANN, span=gap)])
    assert made.changes == ()
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]


def test_unknown_touches_only_its_own_weeks() -> None:
    """A broken event in the second week leaves the first as plannable as ever."""
    gap = at(THURSDAY + timedelta(days=7), "10:00", 60)
    made = plan([], company(horizon_weeks=2), unknown=[unreadable(ANN, span=gap)])
    assert [change.period for change in changes(made, Action.CREATE)] == [W48]
    assert [(one.outcome, one.period) for one in made.not_placed] == [(Outcome.LEFT_ALONE, W49)]


def test_somebody_away_is_skipped() -> None:
    """Out of office is not a failure: a skip with its reason; an event that stood there goes."""
    holiday = busy(ANN, at(THURSDAY - timedelta(days=3), "00:00", 7 * 24 * 60), Show.AWAY, all_day=True)
    made = plan([*ours(TEN), holiday])
    change = only(made)
    assert change.action is Action.CANCEL
    assert [(one.outcome, one.why) for one in made.not_placed] == [
        (Outcome.SKIP, "Ann is away on Thu 26 Nov and Fri 27 Nov, when the two could meet")
    ]


def test_a_leader_who_is_away_is_one_reason_for_all() -> None:
    """Whoever works when: everybody is skipped for the same reason, so that it can be told once."""
    holiday = busy(LEA, at(THURSDAY - timedelta(days=3), "00:00", 7 * 24 * 60), Show.AWAY, all_day=True)
    thursdays = tuple(span for span in person(BEN).hours if span.weekday == 3)
    made = plan([holiday], company([pair(ANN), pair(BEN)], people=[person(BEN, hours=thursdays)]))
    assert [(one.pair.member, one.outcome, one.why) for one in made.not_placed] == [
        (ANN, Outcome.SKIP, "Lea is away"),
        (BEN, Outcome.SKIP, "Lea is away"),
    ]


def test_a_leader_away_on_thursday_meets_on_friday() -> None:
    absent = busy(LEA, at(THURSDAY, "00:00", 24 * 60), Show.AWAY, all_day=True)
    made = plan([absent], company([pair(ANN), pair(BEN)]))
    starts = [change.after.start.date() for change in changes(made, Action.CREATE) if change.after]
    assert starts == [FRIDAY, FRIDAY]


def test_a_public_holiday_blocks() -> None:
    """Thanksgiving: a member in New York meets on Friday."""
    made = plan([], company(people=[person(ANN, country="US")]))
    (create,) = changes(made, Action.CREATE)
    assert create.after is not None
    assert create.after.start.date() == FRIDAY


def test_what_was_held_is_not_planned_again() -> None:
    """On Friday morning, Thursday's 1-on-1 has been held."""
    change = only(plan(ours(TEN), as_of=at(FRIDAY, "09:00").start))
    assert (change.action, change.why) == (Action.KEEP, "already held")


def test_the_past_is_never_created() -> None:
    as_of = at(FRIDAY, "14:00").start
    (create,) = changes(plan([], as_of=as_of), Action.CREATE)
    assert create.after is not None
    assert create.after.start >= as_of + timedelta(hours=1), "with the notice that the rules ask for"


def test_a_late_run_plans_from_next_week() -> None:
    made = plan([], as_of=at(FRIDAY, "16:30").start)
    assert made.weeks == (W49,)


def test_at_most_so_many_moves() -> None:
    """`--max-moves 0`: what is in conflict stays, is told, and keeps its time."""
    made = plan([*ours(TEN), busy(ANN, TEN)], max_moves=0)
    change = only(made)
    assert (change.action, change.after) == (Action.KEEP, TEN)
    assert "another meeting" in change.why
    (stuck,) = made.not_placed
    assert stuck.outcome is Outcome.UNPLACED
    assert "--max-moves" in (stuck.relaxation or "")


def test_a_new_duration_is_a_move() -> None:
    """An hour instead of half of one changes the event's end, where it stands if it can."""
    change = only(plan(ours(TEN), company([pair(duration=timedelta(minutes=60))])))
    assert change.action is Action.MOVE
    assert change.after == at(THURSDAY, "10:00", 60)
    assert "60 minutes" in change.why


def test_as_of_is_the_only_clock() -> None:
    """The same input gives the same plan."""
    assert plan(ours(TEN), as_of=AS_OF) == plan(ours(TEN), as_of=AS_OF)
