"""Two machines that share one ledger on a server: each with locks and snapshots of its own, and the same key."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import CalendarFailure
from scheduler.ledger.leases import lease, release
from scheduler.write.leased import leased
from scheduler.write.writers import Patience
from tests.cli.company import ANN, AS_OF, BEN, CAT, LEA
from tests.cli.process import Result, Run
from tests.cli.test_mixed import Mixed
from tests.night.test_services import held, made
from tests.postgresql import databases
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer
from tests.servers.tokens import GoogleTokens, MicrosoftTokens

_ONE_FILE = 'path = "state/ledger.sqlite"'


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty schema; its URL."""
    with databases() as new:
        yield new


@pytest.fixture
def mixed(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[tuple[Mixed, str]]:
    """The company, and its database: machines "a" and "b" have a configuration each."""
    with GoogleServer() as google, GraphServer() as graph, GoogleTokens() as tokens, MicrosoftTokens() as microsoft:
        company = made(tmp_path / "company", tmp_path, google, graph, tokens, microsoft)
        url = new_database().replace(":***@", "@")
        text = company.company.config.read_text()
        assert _ONE_FILE in text
        for machine in "ab":
            its_own = text.replace(_ONE_FILE, f'url = "{url}"\nfolder = "state-{machine}"')
            (company.company.root / f"{machine}.toml").write_text(its_own)
        yield company, url
        google.check()
        assert graph.violations == []


def start(mixed: Mixed, machine: str, *options: str) -> Run:
    """Start `schedule nightly` on a machine."""
    arguments = ("nightly", "--config", f"{machine}.toml", *options)
    how: dict[str, Any] = {"leader": None, "as_of": AS_OF, "environ_too": mixed.trust}
    return mixed.company.start(*arguments, **how)


def night(mixed: Mixed, machine: str, *options: str) -> Result:
    """Run it, and wait."""
    return start(mixed, machine, *options).wait()


def test_two_machines_at_once_write_each_event_once(mixed: tuple[Mixed, str]) -> None:
    """However their nights interleave: one event each, nobody is mailed twice, and nothing is left to do."""
    company, _ = mixed
    root = company.company.root
    assert night(company, "a", "--only", "ann").code == 0
    (root / "state-b").mkdir()
    shutil.copy(root / "state-a" / "marker.key", root / "state-b" / "marker.key")
    runs = [start(company, machine) for machine in "ab"]
    done = [run.wait() for run in runs]
    assert [each.code for each in done] == [0, 0], done
    assert held(company) == {LEA: 2, CAT: 1}
    assert [mail.to for mail in company.google.mails] == [BEN]
    last = night(company, "b")
    assert (last.code, "0 changes written" in last.out) == (0, True), last


def test_whose_calendar_another_machine_writes_to(new_database: Callable[[], str]) -> None:
    """Another machine writes to Ann: whoever is to write to her and to Lea is told so, and holds nobody up."""
    url = new_database()
    assert lease(url, [ANN], "another machine", timedelta(hours=1)) == {ANN}
    with (
        pytest.raises(CalendarFailure, match=f"{ANN}: another machine"),
        leased(url, {LEA, ANN}, Patience(0.0), "this one"),
    ):
        raise AssertionError("it does not begin")
    assert lease(url, [LEA], "a third", timedelta(hours=1)) == {LEA}
    release(url, [LEA], "a third")
    release(url, [ANN], "another machine")
    with leased(url, {LEA, ANN}, Patience(0.0), "this one"):
        assert lease(url, [ANN], "another machine", timedelta(hours=1)) == frozenset()
    assert lease(url, [ANN], "another machine", timedelta(hours=1)) == {ANN}


def test_a_ledger_in_a_file_is_one_machines(tmp_path: Path) -> None:
    """Its runs are kept apart by the locks of calendars: nothing is leased."""
    ledger = tmp_path / "ledger.sqlite"
    with leased(ledger, {ANN}, Patience(0.0), "this one"):
        assert not ledger.exists()
