"""Servers that send away, are slow, gone or somebody else's: none holds a night, fails it, or learns a secret."""

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from providers.lock import locked
from scheduler.tell.summary.message import Channel
from scheduler.telling import Secret, Security, Smtp, Summary
from tests.http.drip import Drip
from tests.servers.base import Answer, Request, Server
from tests.servers.mail import MailServer
from tests.servers.webhooks import Teams
from tests.tell.nights import mixed
from tests.tell.sending import TO, hooked, mailed, told, tomorrow, waiting


class Endless(Server):
    """Redirects for ever."""

    def handle(self, request: Request) -> Answer:
        """Send away."""
        return Answer(307, headers={"Location": request.path})


def test_redirects_are_not_followed(tmp_path: Path) -> None:
    """What is posted goes to the configured address or nowhere."""
    with Endless() as server:
        settings, environ = hooked(slack=f"{server.url}/verysecret")
        (problem,) = told(mixed(), settings, tmp_path, environ)
        assert "Slack answered 307" in problem
        assert server.calls == 1


@pytest.mark.parametrize(
    "address",
    ["http://hooks.example.com/verysecret", "not an address verysecret", "https://", "ftp://127.0.0.1/verysecret"],
)
def test_a_wrong_address_is_told_without_it(tmp_path: Path, address: str) -> None:
    """The address of a webhook is a secret."""
    settings, environ = hooked(slack=address)
    (problem,) = told(mixed(), settings, tmp_path, environ)
    assert "Slack" in problem
    assert "verysecret" not in problem


def test_a_server_that_is_gone_is_told_without_its_address(tmp_path: Path) -> None:
    """Nor does what a library says of it come through."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings, environ = hooked(slack=f"http://127.0.0.1:{port}/verysecret", teams=f"http://127.0.0.1:{port}/verysecret")
    problems = told(mixed(), settings, tmp_path, environ)
    assert len(problems) == 2
    assert not any("verysecret" in problem or str(port) in problem for problem in problems)


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    """By the variable, or by the file and what is wrong with it."""
    settings, _ = hooked(slack="x")
    assert "the environment variable SLACK is not set" in told(mixed(), settings, tmp_path)[0]
    file = tmp_path / "hook"
    file.write_text("https://hooks.example.com/verysecret")
    file.chmod(0o644)
    problems = told(mixed(), Summary(slack=Secret(file=file)), tmp_path)
    assert "others can read this file, and it holds a secret" in problems[0]


class SlowMail(Drip):
    """A mail server that greets a byte at a time, without being spoken to."""

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(0.02)
        for number in range(len(self.answer)):
            if self._gone(connection):
                self.left.set()
                return
            connection.sendall(self.answer[number : number + 1])


def test_slow_servers_cannot_hold_the_night(tmp_path: Path) -> None:
    """Each is left when the time is up; what was to be sent is kept. The one that is quick gets its message."""
    trickle = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + b"X-Slow: 1\r\n" * 1000
    with Drip(trickle) as slow, SlowMail(b"220-slow " * 1000) as slow_mail, Teams() as teams:
        host, _, port = slow_mail.url.removeprefix("http://").partition(":")
        settings, environ = hooked(slack=slow.url, teams=teams.hook)
        smtp = Smtp(host, int(port), Security.NONE, "schedule@example.com", TO)
        settings = replace(settings, smtp=smtp, deadline=timedelta(seconds=0.5))
        problems = told(mixed(), settings, tmp_path, environ)
        assert slow.left.wait(30)
        assert slow_mail.left.wait(30)
    assert sorted(problem.partition(":")[0] for problem in problems) == ["summary by Slack", "summary by mail"]
    assert len(teams.cards) == 1
    assert {message.channel for message in waiting(tmp_path)} == {Channel.SMTP, Channel.SLACK}


def test_another_run_that_sends_is_not_waited_for(tmp_path: Path) -> None:
    """What this one has to say is in the outbox, and goes with the next."""
    with MailServer() as server:
        with locked(tmp_path / "outbox" / ".lock", "the outbox"):
            problems: list[tuple[str, ...]] = []
            other = Thread(target=lambda: problems.append(told(mixed(), mailed(server), tmp_path)))
            other.start()
            other.join(60)
            assert problems == [()]
            assert server.taken == []
        assert told(tomorrow(), mailed(server), tmp_path) == ()
        assert len(server.taken) == 2
