"""What a ledger gives out another of either kind takes in and is equal; what is old goes, but for what still counts."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from providers.event import Interval
from scheduler.errors import BadInput
from scheduler.ledger.record import Entry, LeaderRecord, State
from scheduler.ledger.runs import begin_run, end_run, last_nights, note_leader, run_of, runs
from scheduler.ledger.state import export_state, import_state, prune_state
from scheduler.ledger.store import Where, open_ledger, recall
from tests.ledger.entries import LEADER, NOON, entry
from tests.ledger.test_journal import decision, leader, missed, run

WEEK = timedelta(weeks=1)
OTHERS = ("sqlite", "postgresql")


def filled(place: Where) -> list[str]:
    """A ledger that knows something of every kind; what it gives out."""
    with open_ledger(place) as ledger:
        ledger.put(entry(), replace(entry("ünï@example.com"), declined=True, moved=2, state=State.DELETED))
        ledger.held({"mia@example.com": 3}, NOON)
        ledger.sealed_with("4k0p2b6q", NOON)
        ledger.lease(["group"], "one", WEEK)
    begin_run(place, run(1))
    note_leader(place, run(1).run, leader(missed=1, fingerprint="5" * 64), [decision(), missed("ann@example.com")])
    begin_run(place, run(2))
    end_run(place, run(2).run, NOON, "all well")
    return exported(place)


def exported(place: Where) -> list[str]:
    """What a ledger gives out."""
    lines: list[str] = []
    assert export_state(place, lines.append) == len(lines) - 2
    return lines


@pytest.mark.parametrize("kind", OTHERS)
def test_the_other_database_is_equal(
    place: Where, kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From each kind into each; everything but leases, which are of the moment."""
    lines = filled(place)
    other: Where = tmp_path_factory.mktemp("other") / "ledger"
    if kind == "postgresql":
        other = request.getfixturevalue("new_database")()
    assert import_state(other, (f"{line}\n" for line in lines)) == len(lines) - 2
    assert exported(other) == lines
    assert recall(other, LEADER) == recall(place, LEADER)
    assert (runs(other, 9), run_of(other, run(1).run)) == (runs(place, 9), run_of(place, run(1).run))
    assert last_nights(other, [LEADER]) == last_nights(place, [LEADER])
    assert {json.loads(line).get("table") for line in lines[1:-1]} == {
        "occurrence",
        "held",
        "seal",
        "run",
        "leader_run",
        "decision",
        "missed",
        "last_night",
    }


def test_what_is_not_there_is_nothing(place: Where, new_place: Callable[[], Where]) -> None:
    """It can be given out and taken in."""
    lines = exported(place)
    assert import_state(new_place(), lines) == 0


def without_last(lines: list[str]) -> list[str]:
    return lines[:-1]


def without_a_row(lines: list[str]) -> list[str]:
    return [*lines[:2], *lines[3:]]


def without_zone(lines: list[str]) -> list[str]:
    return [line.replace("+00:00", "") for line in lines]


def with_more(lines: list[str]) -> list[str]:
    return [*lines, lines[1]]


def with_another_column(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace('"uid"', '"title"'), *lines[2:]]


def with_another_type(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace('"generation": 0', '"generation": "0"'), *lines[2:]]


def of_another_version(lines: list[str]) -> list[str]:
    return [lines[0].replace('"0004"', '"0001"'), *lines[1:]]


def of_another_kind(lines: list[str]) -> list[str]:
    return ["a,b", *lines]


def of_no_line(_lines: list[str]) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (without_last, "the last line is missing: it was cut off"),
        (without_a_row, "it says 11 rows, and 10 came before"),
        (without_zone, "line 2: start_at cannot be '2026-11-26T12:00:00'"),
        (with_more, "line 14: nothing may follow"),
        (with_another_column, "line 2: it is no row of a table that is known here"),
        (with_another_type, "line 2: generation cannot be '0'"),
        (of_another_version, "line 1: it is of schema 0001"),
        (of_another_kind, "line 1: this is not what `schedule state export` writes"),
        (of_no_line, "line 1: this is not what `schedule state export` writes"),
    ],
)
def test_what_is_broken_is_taken_in_not_at_all(
    new_place: Callable[[], Where], broken: Callable[[list[str]], list[str]], words: str
) -> None:
    """The line is named, and the ledger stays as empty as it was."""
    lines, other = filled(new_place()), new_place()
    with pytest.raises(BadInput) as refused:
        import_state(other, broken(lines))
    assert words in str(refused.value)
    assert len(exported(other)) == 2


def test_nothing_is_taken_in_where_something_is_known(place: Where) -> None:
    """Two ledgers cannot be made one."""
    lines = filled(place)
    with pytest.raises(BadInput, match="holds something already"):
        import_state(place, lines)
    assert exported(place) == lines


def weeks_ago(weeks: int, member: str = "mia@example.com", state: State = State.WRITTEN) -> Entry:
    """A 1-on-1 of half an hour that ended so many weeks before noon."""
    end = NOON - weeks * WEEK
    one = entry(member, f"2026-W{48 - weeks}", state=state)
    return replace(one, span=Interval(end - timedelta(minutes=30), end))


def test_what_is_old_goes(place: Where) -> None:
    """1-on-1s that ended before and runs that began before; of each pair the newest stays, and when it last met."""
    ben = "ben@example.com"
    stay = (weeks_ago(3), weeks_ago(13), weeks_ago(20, ben), weeks_ago(15, ben, State.DELETED))
    with open_ledger(place) as ledger:
        ledger.put(*stay, weeks_ago(14), weeks_ago(21, ben), weeks_ago(14, "cat@example.com", State.CANCELLED))
    old = replace(run(1), run="old", started=NOON - 14 * WEEK)
    for each in (old, run(1)):
        begin_run(place, each)
        note_leader(place, each.run, LeaderRecord(LEADER, "written", NOON), [decision()])
    assert prune_state(place, NOON, 13) == {"run": 1, "occurrence": 3}
    assert set(recall(place, LEADER).entries) == set(stay)
    assert [one.record.run for one in runs(place, 9)] == [run(1).run]
    assert not any('"old"' in line for line in exported(place))
    assert prune_state(place, NOON, 13) == {"run": 0, "occurrence": 0}
