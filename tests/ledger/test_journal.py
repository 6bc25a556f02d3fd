"""What runs note of themselves is there for whoever asks later, and for the next run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.event import Interval
from scheduler.ledger.record import (
    MISSED,
    Decision,
    DecisionState,
    LastNight,
    LeaderRecord,
    Missed,
    RunKind,
    RunRecord,
    RunStory,
)
from scheduler.ledger.runs import begin_run, end_run, last_nights, note_leader, note_leaders, run_of, runs
from scheduler.ledger.store import Where, open_ledger, recall, recall_all
from tests.ledger.entries import LEADER, NOON

ZOE = "zoe@example.com"
HALF_AN_HOUR = Interval(NOON, NOON + timedelta(minutes=30))
LATER = Interval(NOON + timedelta(hours=1), NOON + timedelta(minutes=90))


def run(number: int = 1, kind: RunKind = RunKind.NIGHT) -> RunRecord:
    """The `number`-th run: one a day."""
    begun = NOON + timedelta(days=number)
    return RunRecord(f"{begun:%Y-%m-%dT%H%M%SZ}-7f3a", kind, "planner", begun, begun)


def leader(email: str = LEADER, **more: object) -> LeaderRecord:
    """A leader for whom all was written."""
    record = LeaderRecord(email, "written", NOON, weeks=("2026-W48", "2026-W49"), missed=0)
    return replace(record, **more)  # type: ignore[arg-type]


def decision(member: str = "mia@example.com", action: str = "create", **more: object) -> Decision:
    """Somebody gets a new 1-on-1."""
    made = Decision(
        member, "report", "2026-W48", action, None, HALF_AN_HOUR, "the best time", "ours", 0, DecisionState.CONFIRMED
    )
    return replace(made, **more)  # type: ignore[arg-type]


def missed(member: str, period: str = "2026-W48") -> Decision:
    """Somebody has no place."""
    return decision(member, MISSED, period=period, after=None, why="no time is free", state=DecisionState.TOLD)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
spans = st.none() | st.sampled_from([HALF_AN_HOUR, LATER])
decisions = st.builds(
    Decision,
    member=words,
    kind=st.sampled_from(["report", "skip-level"]),
    period=st.sampled_from(["2026-W48", "2026-W49"]),
    action=st.sampled_from(["create", "move", MISSED]),
    before=spans,
    after=spans,
    why=words,
    origin=st.sampled_from(["ours", "pinned"]),
    generation=st.integers(0, 2**31 - 1),
    state=st.sampled_from(DecisionState),
)
leaders = st.builds(
    LeaderRecord,
    leader=st.sampled_from([LEADER, ZOE]),
    ending=st.sampled_from(["written", "failed"]),
    at=st.just(NOON),
    why=words,
    kept=st.integers(0, 9),
    written=st.integers(0, 9),
    proven=st.none() | st.booleans(),
    missed=st.none() | st.integers(0, 9),
    weeks=st.sampled_from([(), ("2026-W48",), ("2026-W48", "2026-W49")]),
    fingerprint=st.sampled_from(["", "5" * 64]),
    quiet=st.booleans(),
)


@settings(max_examples=25)
@given(noted=st.lists(st.tuples(leaders, st.lists(decisions, max_size=4)), max_size=4))
def test_what_was_noted_last_is_told(
    new_place: Callable[[], Where], noted: list[tuple[LeaderRecord, list[Decision]]]
) -> None:
    """Of each leader what was noted last, whole and in its order, leaders by email; also while the run goes on."""
    place = new_place()
    begin_run(place, run())
    with open_ledger(place) as ledger:
        for record, made in noted:
            note_leader(ledger, run().run, record, made)
    last = {record.leader: (record, tuple(made)) for record, made in noted}
    assert run_of(place, run().run) == RunStory(run(), tuple(last[email] for email in sorted(last)))
    assert run_of(place, run().run, ZOE) == RunStory(
        run(), tuple(last[email] for email in sorted(last) if email == ZOE)
    )


def test_a_run_that_was_killed_has_no_end(place: Where) -> None:
    """One that ended says when and how."""
    begin_run(place, run(1))
    begin_run(place, run(2))
    end_run(place, run(2).run, NOON, "all well")
    found = [(one.record.run, one.record.ended, one.record.result) for one in runs(place, 10)]
    assert found == [(run(2).run, NOON, "all well"), (run(1).run, None, "")]


def test_the_newest_runs_in_numbers(place: Where) -> None:
    """The newest first, as many as asked; how it ended for how many, what was written, how many were missed."""
    for number in (1, 2, 3):
        begin_run(place, run(number))
    written = [decision(), decision("ben@example.com"), decision(action="move", before=LATER)]
    failed = decision(state=DecisionState.FAILED)
    note_leader(place, run(3).run, leader(missed=1), [*written, failed, missed("cat@example.com")])
    note_leader(place, run(3).run, leader(ZOE, ending="failed", missed=None))
    newest, before = runs(place, 2)
    assert (newest.record.run, before.record.run) == (run(3).run, run(2).run)
    assert (newest.leaders, newest.changes, newest.missed) == (
        {"written": 1, "failed": 1},
        {"create": 2, "move": 1},
        1,
    )
    assert (before.leaders, before.changes, before.missed) == ({}, {}, 0)
    assert [one.record.run for one in runs(place, 10, ZOE)] == [run(3).run]


def test_a_run_is_found_by_the_beginning_of_its_name(place: Where) -> None:
    """Where only one begins so; `%` and `_` are letters like others."""
    begin_run(place, run(1))
    begin_run(place, run(2))
    found = {name: run_of(place, name) for name in ("2026-11-27", "2026-11", "%", "2026_11-27", "nothing")}
    assert found == {
        "2026-11-27": RunStory(run(1), ()),
        "2026-11": None,
        "%": None,
        "2026_11-27": None,
        "nothing": None,
    }


def test_the_next_night_is_told_of_the_last(place: Where) -> None:
    """Of each leader what the newest run noted, whichever run that was; of nobody else."""
    assert last_nights(place, [LEADER]) == {}
    note_leaders(place, run(1).run, [(leader(fingerprint="1" * 64), []), (leader(ZOE, fingerprint="2" * 64), [])])
    note_leader(place, run(2).run, leader(fingerprint="3" * 64, quiet=True, weeks=("2026-W49",), at=NOON))
    expected = {LEADER: LastNight("3" * 64, ("2026-W49",), True, NOON)}
    assert last_nights(place, [LEADER, "nobody@example.com"]) == expected
    assert last_nights(place, [LEADER, ZOE])[ZOE].fingerprint == "2" * 64


def test_who_was_missed_is_remembered(place: Where) -> None:
    """Of the weeks of the newest plan as it says; of earlier weeks as last planned; of others' nothing."""
    begun = [missed("ann@example.com"), missed("ben@example.com", "2026-W49")]
    note_leader(place, run(1).run, leader(missed=2), begun)
    note_leader(place, run(1).run, leader(ZOE, missed=1), [missed("dan@example.com")])
    now = leader(weeks=("2026-W49", "2026-W50"), missed=1)
    note_leader(place, run(2).run, now, [missed("cat@example.com", "2026-W50")])
    known = (Missed("ann@example.com", "report", "2026-W48"), Missed("cat@example.com", "report", "2026-W50"))
    assert recall(place, LEADER).missed == known
    of_zoe = (Missed("dan@example.com", "report", "2026-W48"),)
    both = recall_all(place, [LEADER, ZOE])
    assert (both[LEADER].missed, both[ZOE].missed) == (known, of_zoe)


def test_a_plan_that_was_not_written_misses_nobody(place: Where) -> None:
    """A run that was refused leaves what is known of the weeks as it was."""
    note_leader(place, run(1).run, leader(missed=1), [missed("ann@example.com")])
    note_leader(place, run(2).run, leader(ending="refused", missed=None), [missed("ben@example.com")])
    assert recall(place, LEADER).missed == (Missed("ann@example.com", "report", "2026-W48"),)


def test_what_is_noted_together_is_noted_whole_or_not_at_all(place: Where) -> None:
    """A row that cannot be written leaves none of the others."""
    broken = leader(ZOE, at=NOON.replace(tzinfo=None))
    with open_ledger(place) as ledger, pytest.raises(Exception, match="has no time zone"):
        ledger.note_leaders(run().run, [(leader(), [decision()]), (broken, [])])
    assert last_nights(place, [LEADER, ZOE]) == {}
