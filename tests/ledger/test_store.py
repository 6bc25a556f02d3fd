"""What is put into the ledger comes out of it, and reading leaves no trace."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.event import Interval
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import Entry, Memory, State
from scheduler.ledger.store import Where, default_path, open_ledger, recall, recall_all, written_in
from tests.ledger.entries import LEADER, NOON, entry, tree
from tests.ledger.process import ROOT

names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
entries = st.builds(
    Entry,
    leader=st.sampled_from([LEADER, "other@example.com"]),
    member=names,
    kind=st.sampled_from(["report", "skip-level"]),
    period=st.sampled_from(["2026-W48", "2026-W49"]),
    generation=st.integers(0, 2**31 - 1),
    uid=names,
    span=st.builds(Interval, moments, moments),
    state=st.sampled_from(State),
    at=moments,
    moved=st.integers(0, 2**31 - 1),
    declined=st.booleans(),
)


def test_a_missing_ledger_is_empty_and_stays_missing(tmp_path: Path) -> None:
    """Reading makes neither the file nor its folder."""
    assert recall(tmp_path / "folder" / "ledger", LEADER) == Memory()
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40)
@given(given_entries=st.lists(entries, max_size=8))
def test_what_was_put_last_is_recalled(new_place: Callable[[], Where], given_entries: list[Entry]) -> None:
    """By leader, member, kind and period the last entry stands; a leader gets their own, sorted; times are UTC.

    Anybody is told until when leaders have what was not taken out.
    """
    place = new_place()
    with open_ledger(place) as ledger:
        ledger.put(*given_entries[:4])
        ledger.put(*given_entries[4:])
    last = {(one.leader, one.member, one.kind, one.period): one for one in given_entries}
    expected = [one for one in last.values() if one.leader == LEADER]
    found = recall(place, LEADER).entries
    assert list(found) == sorted(expected, key=lambda one: (one.period, one.member, one.kind))
    stands = [one for one in last.values() if one.state not in (State.CANCELLED, State.DELETED)]
    ends = {
        leader: [one.span.end for one in stands if one.leader == leader] for leader in (LEADER, "other@example.com")
    }
    assert recall(place, "nobody@example.com").last == {leader: max(each) for leader, each in ends.items() if each}
    assert all(time.tzinfo is UTC for one in found for time in (one.span.start, one.span.end, one.at))


def test_a_new_generation_replaces_the_old(place: Where) -> None:
    """The key is leader, member, kind and period."""
    with open_ledger(place) as ledger:
        ledger.put(entry(state=State.CANCELLED), entry(kind="skip-level"))
        ledger.put(entry(generation=1))
    assert recall(place, LEADER).entries == (entry(generation=1), entry(kind="skip-level"))


def test_everybody_s_count_is_recalled(place: Where) -> None:
    """Counts are kept by email, for all leaders; a new one replaces the old one and leaves the others."""
    with open_ledger(place) as ledger:
        ledger.held({"mia@example.com": 3, "ben@example.com": 5}, NOON)
        ledger.held({"mia@example.com": 0}, NOON)
        ledger.held({}, NOON)
        ledger.put()
    assert recall(place, LEADER) == Memory((), {"ben@example.com": 5, "mia@example.com": 0})


def test_a_time_without_zone_is_refused(place: Where) -> None:
    """Nothing is guessed, and nothing of the call is written."""
    naive = NOON.replace(tzinfo=None)
    with open_ledger(place) as ledger, pytest.raises(Exception, match="has no time zone"):
        ledger.put(entry(), entry("ben@example.com", start=naive))
    assert recall(place, LEADER) == Memory()


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    """It says who meets whom."""
    path = tmp_path / "new" / "folder" / "ledger"
    with open_ledger(path) as ledger:
        ledger.put(entry())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_reading_changes_nothing_on_a_read_only_tree(tmp_path: Path) -> None:
    """No file, no time of change, nothing beside the ledger."""
    path = tmp_path / "led ger?#%.db"
    with open_ledger(path) as ledger:
        ledger.put(entry())
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    before = tree(tmp_path)
    assert recall(path, LEADER).entries == (entry(),)
    assert tree(tmp_path) == before
    tmp_path.chmod(0o700)


def test_writing_leaves_the_ledger_alone_in_its_folder(tmp_path: Path) -> None:
    """No journal stays behind."""
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put(entry())
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_the_default_is_in_the_user_s_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The platform says where; on Linux XDG_DATA_HOME does."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path().parent.name == "schedule"
    assert default_path().name == "ledger.sqlite"
    assert sys.platform != "linux" or tmp_path in default_path().parents


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("recall(path.with_name('missing'), 'lea@example.com')", "sqlalchemy"),
        ("recall(path, 'lea@example.com')", "alembic"),
        ("open_ledger(path).__enter__()", "alembic"),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(tmp_path: Path, code: str, absent: str) -> None:
    """SQLAlchemy only where a ledger exists, alembic only where its schema is old: each costs 0.2 s."""
    with open_ledger(tmp_path / "ledger"):
        pass
    program = f"""
import sys
from pathlib import Path
from scheduler.ledger.store import open_ledger, recall
path = Path({os.fspath(tmp_path / "ledger")!r})
{code}
print({absent!r} in sys.modules)
"""
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"


def test_a_ledger_is_opened_by_its_url(tmp_path: Path) -> None:
    """The same ledger as by its path."""
    path = tmp_path / "data" / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.put(entry())
    assert recall(path, LEADER) == recall(f"sqlite:///{path}", LEADER)
    assert recall(path, LEADER).entries == (entry(),)
    assert recall(f"sqlite:///{path}.not", LEADER) == Memory()


@pytest.mark.parametrize("url", ["", "ledger", "sqlite://", "sqlite:///", "sqlite://host/x", "oracle://me:secret@db/x"])
def test_a_url_that_names_no_ledger(url: str) -> None:
    """One sentence, without what may be a password."""
    uses: list[Callable[[], object]] = [lambda: recall(url, LEADER), lambda: open_ledger(url)]
    for use in uses:
        with pytest.raises(CalendarFailure, match="the ledger's URL") as refused:
            use()
        assert "secret" not in str(refused.value)


def test_everybodys_entries_of_a_window(place: Where) -> None:
    """Those that touch it, of every leader; not those that only border on it."""
    mine, other = entry(), replace(entry(), leader="zoe@example.com")
    with open_ledger(place) as ledger:
        ledger.put(mine, other)
    span = mine.span
    assert written_in(place, span) == {mine, other}
    assert written_in(place, Interval(span.end, span.end + timedelta(days=9))) == frozenset()
    assert written_in(place, Interval(span.start - timedelta(days=9), span.start)) == frozenset()


def test_a_ledger_that_is_not_there_has_nothing_in_a_window(new_place: Callable[[], Where]) -> None:
    """Nor of any leader; nor does asking make one."""
    place = new_place()
    assert written_in(place, entry().span) == frozenset()
    assert recall_all(place, [LEADER]) == {LEADER: Memory()}
    assert not isinstance(place, Path) or not place.exists()


def test_the_key_that_seals_is_noted(place: Where) -> None:
    """One at a time; a leader's entries stay."""
    with open_ledger(place) as ledger:
        ledger.put(entry())
        for key in ("4k0p2b6q", "8u3v1c9d"):
            ledger.sealed_with(key, NOON)
    memory = recall(place, LEADER)
    assert (memory.entries, memory.key) == ((entry(),), "8u3v1c9d")
