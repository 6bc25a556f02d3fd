"""To whom and where a night is told: `[log]`, `[metrics]`, `[summary]`."""

from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.telling import Log, LogForm, LogLevel, Metrics, Secret, Security, Smtp, Summary, Telling, When
from tests.config.samples import VALID, problems_of

LINES = VALID.count("\n")
SECRET = "hunter2-and-more"
HOOK = "https://hooks.example.com/services/T0/B0/verysecret"


def telling(folder: Path, keys: str) -> Telling:
    """What a configuration with these sections says."""
    path = folder / "config.toml"
    path.write_text(VALID + keys)
    return load(path).telling


def secret(folder: Path, name: str, content: str, mode: int = 0o600) -> Path:
    """A file with a secret."""
    path = folder / name
    path.write_text(content)
    path.chmod(mode)
    return path


def test_without_sections_nothing_is_told_but_in_the_log(tmp_path: Path) -> None:
    """Log as info; no metrics, no summary."""
    said = telling(tmp_path, "")
    assert said == Telling()
    assert said.log == Log(LogLevel.INFO, LogForm.AUTO)
    assert (said.summary.smtp, said.summary.slack, said.summary.teams) == (None, None, None)


def test_all_of_it_is_read(tmp_path: Path) -> None:
    """Each key of each section arrives; paths are beside the configuration."""
    password = secret(tmp_path, "mail-password", SECRET)
    hook = secret(tmp_path, "hook", HOOK)
    said = telling(
        tmp_path,
        """
[log]
level = "debug"
format = "json"
[metrics]
file = "schedule.prom"
pushgateway = "http://127.0.0.1:9091"
[summary]
when = "problems"
people = true
deadline = "3m"
[summary.smtp]
host = "mail.example.com"
security = "tls"
user = "us"
password_file = "mail-password"
from = "Schedule@example.com"
to = ["ops@example.com", "ops@example.com"]
[summary.slack]
webhook_file = "hook"
[summary.teams]
webhook_env = "HOOK"
""",
    )
    assert said == Telling(
        Log(LogLevel.DEBUG, LogForm.JSON),
        Metrics(tmp_path / "schedule.prom", "http://127.0.0.1:9091"),
        Summary(
            When.PROBLEMS,
            people=True,
            deadline=timedelta(minutes=3),
            smtp=Smtp(
                "mail.example.com",
                465,
                Security.TLS,
                "schedule@example.com",
                ("ops@example.com",),
                "us",
                Secret(file=password),
            ),
            slack=Secret(file=hook),
            teams=Secret(variable="HOOK"),
        ),
    )


SMTP = '[summary.smtp]\nhost = "mail.example.com"\nfrom = "s@example.com"\n'
CASES = [
    ('[log]\nlevel = "loud"', ['log.level: "loud" is not a level; use "debug", "info", "warning" or "error"']),
    ('[metrics]\nfile = "x.txt"', ['metrics.file: "x.txt": node_exporter reads only files whose names end in ".prom"']),
    ('[metrics]\npushgateway = "http://push.example.com"', ["metrics.pushgateway: "]),
    ('[summary]\nwhen = "sometimes"', ['summary.when: "sometimes" is not a kind of night; use "always"']),
    ('[summary]\nsms = "x"', ["summary.sms: is not a key here"]),
    ("[summary]\npeople = true", ["summary.people: people are written to by mail: add [summary.smtp]"]),
    (SMTP, ["summary.smtp.to: nobody gets the summary; name whom it is for"]),
    (SMTP + 'to = ["nobody"]', ['summary.smtp.to[0]: "nobody" is not an email address']),
    (SMTP + 'to = ["a@example.com"]\nport = 0', ["summary.smtp.port: must be from 1 to 65535"]),
    (SMTP + 'to = ["a@example.com"]\nuser = "u"', ["summary.smtp.user: there is a user, but no password"]),
    (
        SMTP + 'to = ["a@example.com"]\nuser = "u"\nsecurity = "none"\npassword_env = "P"',
        ['summary.smtp.security: the password would travel in the clear; use "starttls" or "tls"'],
    ),
    (
        "[summary.smtp]\nport = 25",
        [
            "summary.smtp.host: is missing",
            "summary.smtp.from: is missing",
        ],
    ),
    ("[summary.slack]", ["summary.slack: says not where the webhook's address is; add webhook_file or webhook_env"]),
    ("[summary.teams]\nwebhook_file = 'none.txt'", ["summary.teams.webhook_file: there is no file none.txt"]),
]


@pytest.mark.parametrize(("keys", "expected"), CASES)
def test_each_mistake_is_named(tmp_path: Path, keys: str, expected: list[str]) -> None:
    """With file, line and key."""
    found = problems_of(tmp_path, VALID + keys)
    for said in expected:
        assert any(said in problem and problem.startswith("config.toml: line ") for problem in found), found


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """Of all sections."""
    keys = '[log]\nlevel = 3\n[metrics]\nfile = "x"\n[summary]\ndeadline = "soon"\n[summary.slack]\nwebhook_env = "a b"'
    found = problems_of(tmp_path, VALID + keys)
    assert [problem.split(": ")[2] for problem in found] == [
        "log.level",
        "metrics.file",
        "summary.deadline",
        "summary.slack.webhook_env",
    ]


@pytest.mark.parametrize(
    "keys",
    [
        f'{SMTP}to = ["a@example.com"]\npassword = "{SECRET}"',
        f'{SMTP}to = ["a@example.com"]\nuser = "u"\npassword_env = "{SECRET} "',
        f'[summary.slack]\nwebhook_file = "{HOOK}"',
        f'[summary.slack]\nwebhook = "{HOOK}"',
        f'[summary.teams]\nurl = "{HOOK}"',
        f'[summary.teams]\nwebhook_env = "{HOOK}"',
    ],
)
def test_a_secret_itself_is_refused_and_not_repeated(tmp_path: Path, keys: str) -> None:
    """No secret stands in the configuration; who puts one there is told so, without it."""
    found = "\n".join(problems_of(tmp_path, VALID + keys))
    assert found
    assert SECRET not in found
    assert "verysecret" not in found


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (HOOK, 0o644, "others can read this file, and it holds a secret"),
        ("", 0o600, "holds something else than one line"),
        (f"{HOOK}\n{HOOK}\n", 0o600, "holds something else than one line"),
        ("verysecret", 0o600, "does not hold the address of a webhook"),
        ("http://hooks.example.com/verysecret", 0o600, "holds an address that is not safe"),
        ("https://[verysecret", 0o600, "does not hold the address of a webhook"),
    ],
)
def test_a_file_that_holds_no_address_is_refused(tmp_path: Path, content: str, mode: int, said: str) -> None:
    """Or one that others can read; nothing of it is repeated."""
    secret(tmp_path, "hook", content, mode)
    found = "\n".join(problems_of(tmp_path, VALID + '[summary.slack]\nwebhook_file = "hook"'))
    assert said in found
    assert "verysecret" not in found
