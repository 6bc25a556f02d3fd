"""Meetings that two calendars share: the leader's copy decides, the member's follows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from providers.attendee_copies import recognise
from providers.event import Calendar, Event, Interval, Response, Show
from scheduler.company import Company
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import Action, Origin, Outcome, Plan
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.planning.make import make_plan
from scheduler.preview import show
from tests.planning.build import (
    ALWAYS,
    ANN,
    AS_OF,
    BEN,
    FRIDAY,
    LEA,
    THURSDAY,
    W48,
    at,
    busy,
    calendars,
    changes,
    company,
    entry,
    only,
    ours,
    pair,
    person,
    plan,
    unreadable,
)

TEN, NOON = at(THURSDAY, "10:00"), at(THURSDAY, "12:00")
WIRE = "{}@service.example"
"""UIDs on the wire are not those of the ledger."""


def shared(span: Interval, *, follower: Interval | None = None, **how: object) -> list[Event]:
    """One meeting: the leader's copy, and the member's as it comes, without a marker."""
    mine, theirs = ours(span, **how)  # type: ignore[arg-type]
    uid = WIRE.format(mine.uid)
    return [
        replace(mine, uid=uid),
        Event(ANN, uid, follower or span, Show.BUSY, response=theirs.response, people=2),
    ]


def hosted(
    events: Iterable[Event], whose: Company, *, invite: Sequence[str] = (LEA, ANN), blocks: Sequence[str] = ()
) -> dict[str, Calendar]:
    """Calendars, of which some are of services that invite, and of some of those only free and busy can be seen."""
    read = {
        email: replace(calendar, invites=email in invite, listed=email not in blocks)
        for email, calendar in calendars(events, whose.people).items()
    }
    return recognise(read)


def planned(
    events: Iterable[Event],
    entries: Iterable[Entry] = (),
    *,
    whose: Company | None = None,
    as_of: datetime = AS_OF,
    unknown: Iterable[Calendar] = (),
    **how: Sequence[str],
) -> Plan:
    """Plan Lea's week."""
    whose = whose or company()
    known = hosted(events, whose, **how) | {each.email: replace(each, invites=True) for each in unknown}
    return make_plan(whose, whose.teams[LEA], known, Memory(tuple(entries)), as_of).plan


def wrote(state: State = State.WRITTEN, span: Interval = TEN) -> Entry:
    """What the ledger knows of the meeting: its UID is not that of the wire."""
    return entry(ours(span)[0], state)


def test_a_new_meeting_is_written_once() -> None:
    """Where both providers invite, only the leader's calendar is written."""
    assert only(planned([])).writes == (LEA,)


@pytest.mark.parametrize("invite", [(), (LEA,), (ANN,)])
def test_a_pair_of_two_kinds_has_two_copies(invite: tuple[str, ...]) -> None:
    """Where one of the two calendars is a folder of files, both are written."""
    assert only(planned([], invite=invite)).writes == (LEA, ANN)


def test_what_stands_well_is_kept() -> None:
    """The member's copy blocks nothing, whichever UID the service gave it."""
    change = only(planned(shared(TEN), [wrote()]))
    assert (change.action, change.origin, change.after, change.writes) == (Action.KEEP, Origin.OURS, TEN, ())


@pytest.mark.parametrize("state", [State.WRITTEN, State.WRITING])
def test_a_copy_that_has_not_come_yet_proves_nothing(state: State) -> None:
    """An invitation on its way is neither a deletion nor to be mended."""
    change = only(planned(shared(TEN)[:1], [wrote(state)]))
    assert (change.action, change.after, change.writes) == (Action.KEEP, TEN, ())


def test_a_copy_that_lags_pins_nothing() -> None:
    """The member's copy still lies where the meeting was: nobody moved it, and it does not block."""
    change = only(planned(shared(TEN, follower=NOON), [wrote()]))
    assert (change.action, change.origin, change.after, change.writes) == (Action.KEEP, Origin.OURS, TEN, ())


def test_a_copy_that_lags_leaves_its_time_to_others() -> None:
    """Where the member's copy still lies, the moved meeting may lie again: the copy takes nobody's time."""
    taken = [(THURSDAY, "09:00", 175), (THURSDAY, "12:30", 270), (FRIDAY, "09:00", 480)]
    full = [busy(LEA, at(day, clock, minutes)) for day, clock, minutes in taken]
    change = only(planned([*shared(TEN, follower=NOON), *full], [wrote()]))
    assert (change.action, change.after) == (Action.MOVE, NOON)


def test_the_leader_moves_it() -> None:
    """Whoever moves the leader's copy has decided, even over another meeting; nothing is to be written."""
    moved = shared(NOON, written=TEN)
    change = only(planned([*moved, busy(ANN, NOON)], [wrote()]))
    assert (change.action, change.origin, change.after, change.writes) == (Action.KEEP, Origin.PINNED, NOON, ())


def test_the_leader_deletes_it() -> None:
    """The meeting is gone from the leader's calendar: that week is skipped, and a copy that lags is nobody's worry."""
    made = planned(shared(TEN)[1:], [wrote()])
    change = only(made)
    assert (change.action, change.origin, change.writes) == (Action.CANCEL, Origin.DELETED, ())
    assert [(one.period, one.outcome) for one in made.not_placed] == [(W48, Outcome.SKIP)]
    assert "from the calendar of Lea" in change.why


def test_an_interrupted_create_is_done_again() -> None:
    """No copy, and a write that was begun: the same event is created again."""
    change = only(planned([], [wrote(State.WRITING)]))
    assert (change.action, change.generation, change.writes) == (Action.CREATE, 0, (LEA,))


def test_a_leaders_calendar_that_cannot_be_read_proves_nothing() -> None:
    made = planned(shared(TEN)[1:], [wrote()], unknown=[unreadable(LEA)])
    assert made.changes == ()
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]


def test_the_leaders_copy_knows_the_answer() -> None:
    """A member who declines asks for another time, although their own copy is gone or tells another answer."""
    declined = shared(TEN, answer=Response.DECLINED)
    for seen in (declined, declined[:1], [declined[0], replace(declined[1], response=Response.ACCEPTED)]):
        change = only(planned(seen, [wrote()]))
        assert (change.action, change.writes) == (Action.MOVE, (LEA,))
        assert change.after is not None
        assert not change.after.overlaps(TEN)


def test_an_answer_in_the_members_copy_alone_moves_nothing() -> None:
    """The organizer's server has not been told yet."""
    mine, theirs = shared(TEN)
    change = only(planned([mine, replace(theirs, response=Response.DECLINED)], [wrote()]))
    assert (change.action, change.after) == (Action.KEEP, TEN)


def test_a_meeting_over_it_moves_it() -> None:
    """Somebody else's meeting in the member's calendar is seen beside the copy of ours."""
    change = only(planned([*shared(TEN), busy(ANN, TEN)], [wrote()]))
    assert (change.action, change.why, change.writes) == (Action.MOVE, "Ann has another meeting then", (LEA,))


def test_a_former_pair_is_cancelled_once() -> None:
    """In the leader's calendar; the member's need not be readable."""
    whose = company([pair(BEN)], people=[person(ANN)])
    made = planned(shared(TEN)[:1], [wrote()], whose=whose, invite=(LEA, ANN, BEN), unknown=[unreadable(ANN)])
    (cancel,) = changes(made, Action.CANCEL)
    assert cancel.writes == (LEA,)


def test_the_copy_of_another_leaders_meeting_blocks() -> None:
    """Ann is led by Ben too: planned for Lea, the copy of Ben's meeting takes Ann's time like any 1-on-1."""
    marker = replace(ours(TEN)[0].marker, leader=BEN)  # type: ignore[type-var]
    theirs = Event(BEN, "theirs", TEN, Show.BUSY, marker=marker, written=TEN)
    follower = Event(ANN, "theirs", TEN, Show.BUSY)
    whose = company([pair(ANN), pair(BEN)])
    known = hosted([theirs, follower], whose, invite=(LEA, ANN, BEN))
    (block,) = read_availabilities(whose, whose.teams[LEA], known, ALWAYS)[ANN].blocks
    assert block.kind == "other 1-on-1"


def free_or_busy(email: str, *spans: Interval) -> list[Event]:
    """What free and busy tell."""
    return [Event(email, "", span, Show.BUSY) for span in spans]


def test_free_or_busy_is_enough_where_a_block_is_ours() -> None:
    """A block of exactly our meeting's span is our meeting: it stays, and the rest of the day can be planned."""
    change = only(planned([shared(TEN)[0], *free_or_busy(ANN, TEN)], [wrote()], blocks=[ANN]))
    assert (change.action, change.after, change.writes) == (Action.KEEP, TEN, ())


def test_a_block_beyond_ours_leaves_it_where_it_is() -> None:
    """Another meeting may lie over ours, and may not: the 1-on-1 stays, nothing is written, and the page says why."""
    longer = Interval(TEN.start, TEN.end + timedelta(minutes=30))
    made = planned([shared(TEN)[0], *free_or_busy(ANN, longer)], [wrote()], blocks=[ANN])
    change = only(made)
    assert (change.action, change.after, change.writes) == (Action.KEEP, TEN, ())
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]
    zones = {LEA: "Europe/Madrid", ANN: "Europe/Madrid"}
    page = " ".join(show(made, {LEA: "Lea", ANN: "Ann"}, zones, width=100, colour=False, encoding="utf-8").split())
    assert "another meeting may lie over it; it stays" in page


def test_free_or_busy_proves_no_deletion() -> None:
    """A meeting that cannot be seen is not one that is gone."""
    made = planned([], [wrote()], blocks=[LEA, ANN])
    assert made.changes == ()
    assert [one.outcome for one in made.not_placed] == [Outcome.LEFT_ALONE]


def test_an_answer_does_not_make_a_plan_stale() -> None:
    """A plan depends on a refusal, and on where the meeting is; not on an acceptance, nor on when the copy comes."""
    whose = company()

    def seen(events: list[Event]) -> object:
        return inputs(read_availabilities(whose, whose.teams[LEA], hosted(events, whose), ALWAYS), AS_OF)

    fresh = shared(TEN, answer=Response.NEEDS_ACTION)
    accepted = [replace(event, etag="2") for event in shared(TEN)[:1]]
    assert seen(fresh) == seen(fresh[:1]) == seen(accepted)
    for edited in (shared(TEN, answer=Response.DECLINED), shared(NOON)):
        assert differences(seen(fresh), seen(edited))  # type: ignore[arg-type]


def test_files_are_compared_as_a_whole() -> None:
    """Where nobody is invited, any edit of our event makes a plan stale, as the file is written anew."""
    edited = [replace(event, etag="2") for event in ours(TEN)]
    assert differences(plan(ours(TEN)).inputs, plan(edited).inputs)
