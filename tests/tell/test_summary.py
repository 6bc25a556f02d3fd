"""Messages after a night, to servers that take or refuse them as real ones do."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.tell.summary.message import Channel, from_json, to_json
from scheduler.tell.summary.webhooks import card, slack
from scheduler.tell.summary.words import summary as summary_of
from scheduler.tell.summary.words import worth_sending
from scheduler.telling import Secret, Security, When
from tests.servers.base import Answer, Fault, Request
from tests.servers.mail import MailServer
from tests.servers.tokens.safe import trusted
from tests.servers.webhooks import Slack, Teams, wrong_with
from tests.tell.nights import AGENDA, AS_OF, NIGHTS, mixed, night, quiet
from tests.tell.sending import PASSWORD, TO, hooked, mailed, told, tomorrow, waiting


def test_a_mail_says_what_the_night_came_to(tmp_path: Path) -> None:
    """Numbers first, then what failed and what to do, who was missed and why, who left 1-on-1s behind."""
    with MailServer() as server:
        assert told(mixed(orphans=["Zed left 4 1-on-1s"]), mailed(server), tmp_path) == ()
    (mail,) = server.taken
    assert mail.to == TO
    assert mail.mail["Subject"].strip() == "1-on-1s of Example, 26 Nov: 3 leaders not done, 1 missed, 4 changes written"
    assert mail.mail["Auto-Submitted"] == "auto-generated"
    for said in (
        "Leaders: 1 unchanged, 2 written, 1 partly, 1 refused, 1 failed",
        "1-on-1s: 5 placed, 2 new, 1 moved, 1 cancelled",
        "Failed: Di Roe. the calendar cannot be read; sign in again",
        "Missed: Bo Li and fay@example.com, 2026-W49. no time at which both are free Would help: a 25-minute 1-on-1",
        "Not written: El Fox and Han Ito, 2026-W49. the service was busy; the next night completes it",
        "Zed left 4 1-on-1s",
    ):
        assert said in mail.text
    assert AGENDA not in mail.text


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mail_is_encrypted_and_signed_in_as_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    """The password comes from a file; the server's certificate is checked against whom this machine trusts."""
    for name, value in trusted(tmp_path).items():
        monkeypatch.setenv(name, value)
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n")
    password.chmod(0o600)
    with MailServer(starttls=security is Security.STARTTLS, tls=security is Security.TLS, password=PASSWORD) as server:
        settings = mailed(server, security=security, user="schedule", password=Secret(file=password))
        assert told(mixed(), settings, tmp_path) == ()
    (mail,) = server.taken
    assert mail.encrypted
    assert mail.signed_in


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_gets_no_password(tmp_path: Path, security: Security) -> None:
    """Nothing is sent; it says why."""
    with MailServer(starttls=security is Security.STARTTLS, tls=security is Security.TLS, password=PASSWORD) as server:
        settings = mailed(server, security=security, user="schedule", password=Secret(variable="P"))
        (problem,) = told(mixed(), settings, tmp_path, {"P": PASSWORD})
    assert "the certificate of localhost is not trusted on this machine" in problem
    assert server.taken == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(tmp_path: Path) -> None:
    """Where encryption was asked for, it is never done without."""
    with MailServer() as server:
        (problem,) = told(mixed(), mailed(server, security=Security.STARTTLS), tmp_path)
    assert "does not offer what [summary.smtp] asks for" in problem
    assert server.taken == []
    assert len(waiting(tmp_path)) == 1


def test_a_wrong_password_is_told_without_it(tmp_path: Path) -> None:
    """And is nowhere in the outbox."""
    with MailServer(password="another") as server:
        settings = mailed(server, user="schedule", password=Secret(variable="P"))
        (problem,) = told(mixed(), settings, tmp_path, {"P": PASSWORD})
    assert "did not accept user and password" in problem
    assert PASSWORD not in problem
    assert all(PASSWORD.encode() not in path.read_bytes() for path in (tmp_path / "outbox").iterdir())


def test_a_run_is_told_once(tmp_path: Path) -> None:
    """A night that is taken up again, or tells twice, sends nothing twice; the next night is told anew."""
    with MailServer() as server, Slack() as channel:
        settings, environ = hooked(slack=channel.hook)
        settings = replace(settings, smtp=mailed(server).smtp)
        for _ in range(3):
            assert told(mixed(), settings, tmp_path, environ) == ()
        assert (len(server.taken), len(channel.posted)) == (1, 1)
        told(tomorrow(), settings, tmp_path, environ)
        assert (len(server.taken), len(channel.posted)) == (2, 2)


def test_what_cannot_be_sent_is_kept_and_sent_after_the_next_night(tmp_path: Path) -> None:
    """Once, with what it said in its night."""
    with Slack() as channel:
        channel.inject(Fault(Answer(500)))
        settings, environ = hooked(slack=channel.hook)
        (problem,) = told(mixed(), settings, tmp_path, environ)
        assert problem == "summary by Slack: Slack answered 500; it is tried again after the next night"
        assert channel.posted == []
        assert told(tomorrow(), settings, tmp_path, environ) == ()
        first, second = channel.posted
        assert "3 leaders not done" in first
        assert "all as it was" in second
        assert waiting(tmp_path) == []


def test_what_could_not_be_sent_for_a_week_is_given_up(tmp_path: Path) -> None:
    """It says nothing to anybody any more; and a month later nothing of it is left."""
    settings, environ = hooked(slack="http://127.0.0.1:1/none")
    assert len(told(mixed(), settings, tmp_path, environ)) == 1
    assert len(waiting(tmp_path)) == 1
    late = replace(tomorrow(), ended=AS_OF + timedelta(days=8), dry_run=False)
    told(late, replace(settings, when=When.PROBLEMS), tmp_path, environ)
    assert waiting(tmp_path) == []
    assert all(b"Di Roe" not in path.read_bytes() for path in (tmp_path / "outbox").glob("*.json"))
    told(replace(late, ended=AS_OF + timedelta(days=60)), replace(settings, when=When.PROBLEMS), tmp_path, environ)
    assert [*(tmp_path / "outbox").glob("*.json")] == []


def test_a_recipient_who_cannot_be_reached_now_gets_it_later_and_others_get_it_once(tmp_path: Path) -> None:
    """One that is refused for good is told, and not tried again."""
    refuses = {"people@example.com": 450, "gone@example.com": 550}
    with MailServer(refuses=refuses) as server:
        settings = mailed(server, to=(*TO, "gone@example.com"))
        problems = told(mixed(), settings, tmp_path)
        assert [problem.partition(": ")[2] for problem in problems] == [
            "localhost did not take a mail to people@example.com (450)",
            "localhost did not take a mail to gone@example.com (550)",
        ]
        server.refuses = {}
        assert told(tomorrow(), replace(settings, when=When.PROBLEMS), tmp_path) == ()
    assert [mail.to for mail in server.taken] == [("ops@example.com",), ("people@example.com",)]
    assert server.taken[0].mail["Message-ID"] == server.taken[1].mail["Message-ID"]


def test_a_mail_that_is_not_taken_now_is_kept(tmp_path: Path) -> None:
    """Whatever the code."""
    with MailServer(data_code=451) as server:
        assert "did not take a mail (451)" in told(mixed(), mailed(server), tmp_path)[0]
        server.data_code = 250
        assert told(tomorrow(), replace(mailed(server), when=When.PROBLEMS), tmp_path) == ()
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("when", "sent"),
    [(When.ALWAYS, (True, True, True)), (When.CHANGES, (False, True, True)), (When.PROBLEMS, (False, False, True))],
)
def test_only_what_is_worth_saying_is_sent(when: When, sent: tuple[bool, ...]) -> None:
    """A quiet night, one with changes, one on which somebody has to see to something."""
    changes = night(mixed().leaders[0])
    assert tuple(worth_sending(each, when) for each in (night(quiet(1)), changes, mixed())) == sent
    assert worth_sending(night(quiet(1), orphans=["Zed"]), When.PROBLEMS)
    assert worth_sending(night(quiet(1), stopped="too much"), When.PROBLEMS)


def test_a_preview_sends_and_keeps_nothing(tmp_path: Path) -> None:
    """Nothing, anywhere."""
    with MailServer() as server:
        assert told(mixed(dry_run=True), mailed(server), tmp_path) == ()
    assert server.connections == 0
    assert [*tmp_path.iterdir()] == []


def test_slack_gets_text_in_which_nothing_is_markup(tmp_path: Path) -> None:
    """A name cannot notify a channel or hide a link."""
    hostile = LeaderNight("a@example.com", "<!channel> & <https://evil.example|click>", Ending.FAILED, why="x")
    with Slack() as channel:
        settings, environ = hooked(slack=channel.hook)
        assert told(night(hostile), settings, tmp_path, environ) == ()
    (text,) = channel.posted
    assert "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;" in text


def test_teams_gets_an_adaptive_card(tmp_path: Path) -> None:
    """With the subject, the numbers as facts, and a block for each thing to see to."""
    with Teams() as channel:
        settings, environ = hooked(teams=channel.hook)
        assert told(mixed(), settings, tmp_path, environ) == ()
    (posted,) = channel.cards
    assert channel.refused == []
    assert [element["type"] for element in posted["body"][:2]] == ["TextBlock", "FactSet"]
    assert {"title": "Missed", "value": "1"} in posted["body"][1]["facts"]
    assert any("Di Roe" in element.get("text", "") for element in posted["body"])


@settings(max_examples=40)
@given(NIGHTS)
def test_any_night_makes_messages_that_are_taken(night: Night) -> None:
    """A card of at most 28 KB, a text that Slack does not cut, a mail whose head is whole; and the outbox keeps it."""
    for channel in (Channel.SLACK, Channel.TEAMS):
        message = summary_of(night, "Example & Co", channel)
        assert from_json(to_json(message)) == message
        if channel is Channel.TEAMS:
            posted = Request("POST", "/", {"sig": "verysecret"}, {}, card(message))
            assert wrong_with(posted) == ""
        else:
            assert 0 < len(json.loads(slack(message))["text"]) < 4000


def test_a_night_of_two_thousand_failures_still_fits(tmp_path: Path) -> None:
    """A card says what it leaves out."""
    many = [
        LeaderNight(f"l{n}@example.com", f"Leader {n} {'é' * 60}", Ending.FAILED, why=f"cause {n}: {'x' * 600}")
        for n in range(2000)
    ]
    with Teams() as teams, Slack() as channel:
        settings, environ = hooked(teams=teams.hook, slack=channel.hook)
        assert told(night(*many), settings, tmp_path, environ) == ()
    assert "the rest stands in the log" in teams.cards[0]["body"][-1]["text"]
    assert "the rest stands in the log" in channel.posted[0]


def test_an_outbox_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """It fails no night."""
    (tmp_path / "outbox").write_text("a file")
    with MailServer() as server:
        (problem,) = told(mixed(), mailed(server), tmp_path)
    assert f"the outbox {tmp_path}/outbox cannot be used" in problem


def test_what_is_no_message_in_the_outbox_is_left_alone(tmp_path: Path) -> None:
    """Nobody's file is deleted, and nothing is stopped by it."""
    (tmp_path / "outbox").mkdir()
    for name, content in (("x.json", b"{"), ("y.json", b"[1]"), ("z.json", b"\xff"), ("note.txt", b"mine")):
        (tmp_path / "outbox" / name).write_bytes(content)
    with MailServer() as server:
        assert told(mixed(), mailed(server), tmp_path) == ()
    assert len(server.taken) == 1
    assert (tmp_path / "outbox" / "x.json").read_bytes() == b"{"


def test_the_outbox_is_its_owners_alone(tmp_path: Path) -> None:
    """It names people; of what was sent, nothing is left but that it was."""
    with MailServer() as server:
        told(mixed(), mailed(server), tmp_path)
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "outbox").glob("*.json"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"Di Roe" not in path.read_bytes()


def test_people_get_mails_about_their_own_one_on_ones(tmp_path: Path) -> None:
    """Each on their own clock, with whom and when; no reason, which may be somebody else's business; once."""
    with MailServer() as server:
        settings = replace(mailed(server, to=()), people=True)
        assert told(mixed(), settings, tmp_path) == ()
        assert told(mixed(), settings, tmp_path) == ()
    by_person = {mail.to[0]: mail for mail in server.taken}
    assert len(server.taken) == len(by_person) == 4
    assert by_person.keys() == {f"{name}@example.com" for name in ("ana", "ben", "chen", "dai")}
    ben = by_person["ben@example.com"]
    assert ben.mail["Subject"] == "1 of your 1-on-1s changed"
    assert ben.text.strip() == "New: with Ana Costa, Thu 3 Dec 05:00–05:30 (America/New_York)"
    ana = by_person["ana@example.com"]
    assert "Moved: with chen@example.com, Fri 4 Dec 11:00–11:30 → Thu 3 Dec 11:00–11:30 (Europe/Lisbon)" in ana.text
    assert not any("Chen is away" in mail.text for mail in server.taken)


def test_without_being_asked_nobody_gets_a_mail_of_their_own(tmp_path: Path) -> None:
    """It is off unless it is switched on."""
    with MailServer() as server:
        told(mixed(), mailed(server), tmp_path)
    assert [mail.to for mail in server.taken] == [TO]


def test_people_who_could_not_be_told_tonight_are_told_after_the_next_night(tmp_path: Path) -> None:
    """Those who were told are not told again."""
    with MailServer(refuses={"ben@example.com": 450}) as server:
        settings = replace(mailed(server, to=()), people=True)
        assert len(told(mixed(), settings, tmp_path)) == 1
        server.refuses = {}
        assert told(tomorrow(), settings, tmp_path) == ()
    assert sorted(mail.to[0].partition("@")[0] for mail in server.taken) == ["ana", "ben", "chen", "dai"]
