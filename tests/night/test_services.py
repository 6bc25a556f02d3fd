"""Nights of a company of several hosts: Lea (Google) leads Ann (Google) and Ben (Outlook); Ann leads Cat (files)."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.company import ANN, AS_OF, BEN, CAT, LEA, SmallCompany
from tests.cli.process import Result
from tests.cli.test_mixed import Mixed
from tests.servers.base import Answer, Fault
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens.safe import trusted

STRIDE = 6
"""Of the steps every sixth one is met."""
_ONE_TEAM = f'reports = ["{ANN}", "{BEN}", "{CAT}"]'
_TWO_TEAMS = f'reports = ["{ANN}", "{BEN}"]\n\n[[teams]]\nleader = "{ANN}"\nreports = ["{CAT}"]'


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[Mixed]:
    """Everybody's calendars are empty."""
    with GoogleServer() as google, GraphServer() as graph, GoogleTokens() as tokens, MicrosoftTokens() as microsoft:
        yield made(tmp_path / "company", tmp_path, google, graph, tokens, microsoft)
        google.check()
        assert graph.violations == []


def made(
    root: Path, trust: Path, google: GoogleServer, graph: GraphServer, tokens: GoogleTokens, microsoft: MicrosoftTokens
) -> Mixed:
    """The company, of two teams."""
    company = Mixed(SmallCompany(root, (ANN, BEN, CAT)), google, graph, tokens, microsoft, trusted(trust))
    company.write()
    text = company.company.config.read_text()
    assert _ONE_TEAM in text
    company.company.config.write_text(text.replace(_ONE_TEAM, _TWO_TEAMS))
    return company


def night(mixed: Mixed, *options: str, **how: Any) -> Result:
    """Run `schedule nightly`."""
    return mixed.company.run("nightly", *options, leader=None, as_of=AS_OF, environ_too=mixed.trust, **how)


def held(mixed: Mixed) -> dict[str, int]:
    """How many 1-on-1s of ours each calendar holds."""
    google = {
        email: sum(
            not event.copies[email].deleted
            for event in mixed.google.mailboxes[LEA].events.values()
            if email in event.copies
        )
        for email in (LEA,)
    }
    return {**google, CAT: len(mixed.company.ours(CAT))}


def test_a_night_on_services(mixed: Mixed) -> None:
    """Written once, told to nobody who need not know, and left alone from then on."""
    first = night(mixed)
    assert first.code == 0, first
    assert set(mixed.meetings()) == {ANN, BEN}
    assert len(mixed.company.ours(CAT)) == 1
    assert {mail.to for mail in mixed.google.mails} == {BEN}
    times = mixed.starts()
    mixed.google.log.clear()
    mixed.graph.log.clear()
    second = night(mixed)
    assert second.code == 0, second
    assert mixed.starts() == times
    changing = [
        request
        for server in (mixed.google, mixed.graph)
        for request in server.log
        if request.method != "GET" and not any(word in request.path for word in ("batch", "freeBusy", "getSchedule"))
    ]
    assert changing == []
    reads = [request for request in mixed.google.log if request.path.endswith("/events")]
    assert len(reads) == 2, "Lea's and Ann's, once each, whoever meets them"


def test_a_night_tells_how_often_it_asked(mixed: Mixed) -> None:
    """As many requests as each service saw, batches once, and which of them were repeated; of files it asks nobody."""
    mixed.graph.inject(Fault(Answer(503, headers={"Retry-After": "0"})), match=lambda request: request.part_of is None)
    config, file = mixed.company.config, mixed.company.root / "schedule.prom"
    config.write_text(config.read_text() + f'\n[metrics]\nfile = "{file}"\n')
    done = night(mixed, "--format", "json")
    assert done.code == 0, done
    told = {each["service"]: each["number"] for each in json.loads(done.out)["calls"]}
    assert told == {"google": mixed.google.calls, "outlook": mixed.graph.calls}
    lines = file.read_text().splitlines()
    assert 'schedule_night_retries{service="google"} 0.0' in lines
    assert 'schedule_night_retries{service="outlook"} 1.0' in lines
    assert mixed.google.calls > 2
    assert mixed.graph.calls > 1


def test_a_service_that_is_down_leaves_its_people_alone(mixed: Mixed) -> None:
    """Outlook is down: Ben's is left as it is and told, Ann's and Cat's are written; the next night writes Ben's."""
    mixed.graph.inject(Fault(Answer(503, headers={"Retry-After": "3600"})), times=20)
    done = night(mixed)
    assert done.code in (0, 5)
    assert BEN in " ".join(done.out.split())
    assert set(mixed.meetings()) == {ANN}
    assert len(mixed.company.ours(CAT)) == 1
    mixed.graph.heal()
    assert night(mixed).code == 0
    assert set(mixed.meetings()) == {ANN, BEN}


def test_killed_at_any_call(tmp_path: Path) -> None:
    """Killed right before a call that changes something, a file or a commit: the next night completes it.

    Each 1-on-1 stands once, and Ben gets one mail at most beside that of an undisturbed night.
    """
    for step in range(1, 100, STRIDE):
        with GoogleServer() as google, GraphServer() as graph, GoogleTokens() as tokens, MicrosoftTokens() as microsoft:
            mixed = made(tmp_path / str(step), tmp_path, google, graph, tokens, microsoft)
            first = night(mixed, step=step)
            if first.code == 0:
                break
            assert first.code == -signal.SIGKILL, first
            assert night(mixed).code == 0
            assert held(mixed) == {LEA: 2, CAT: 1}, f"at step {step}"
            assert {mail.to for mail in google.mails} <= {BEN}
            assert len(google.mails) <= 2
            google.check()
            assert graph.violations == []
    assert step >= 8, "the steps were not met"
