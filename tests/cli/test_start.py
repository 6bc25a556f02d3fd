"""How the command starts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.company import AS_OF, SmallCompany

HEAVY = (
    "alembic",
    "cryptography",
    "google",
    "google_auth_oauthlib",
    "googleapiclient",
    "httplib2",
    "icalendar",
    "jinja2",
    "keyring",
    "msal",
    "oauthlib",
    "ortools",
    "pandas",
    "prometheus_client",
    "pydantic",
    "requests",
    "rich",
    "sqlalchemy",
    "structlog",
)
_ASKED = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr))
from scheduler.cli import main
main()
"""
COMMANDS = ("apply", "auth", "cancel", "check", "demo", "init")
OF_SERVICES = {"google", "googleapiclient", "httplib2", "keyring", "msal", "oauthlib", "requests"}


def asked(*arguments: str) -> tuple[str, set[str]]:
    """What a fresh interpreter answers, and the packages that it loaded for that."""
    done = subprocess.run([sys.executable, "-c", _ASKED, *arguments], capture_output=True, text=True, check=True)
    return done.stdout, set(json.loads(done.stderr))


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_loads_nothing_heavy(option: str) -> None:
    """`schedule --help` and `--version` load none of the large libraries."""
    said, loaded = asked(option)
    assert said
    assert loaded.isdisjoint(HEAVY)
    assert "click" in loaded


def test_help_tells_of_every_command() -> None:
    """The help names each command, each option of a run, and the exit codes."""
    said, _ = asked("--help")
    for word in (*COMMANDS, "--leader", "--dry-run", "--yes", "--save", "--as-of", "--weeks", "--format", "--force"):
        assert word in said
    assert "Exit codes" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    """`schedule COMMAND --help` says what it does, and loads neither the solver nor what talks to services for it."""
    said, loaded = asked(command, "--help")
    assert said.startswith("Usage: ")
    assert loaded.isdisjoint({"ortools", *OF_SERVICES})


def test_a_run_for_one_leader_loads_nothing_that_tells_of_nights(tmp_path: Path) -> None:
    """Neither the log's nor the metrics' library, nor what sends mail."""
    company = SmallCompany(tmp_path).write()
    said, loaded = asked("--config", str(company.config), "--leader", "lea", "--dry-run", "--as-of", AS_OF)
    assert "1-on-1s of Lea" in said
    assert loaded.isdisjoint({"prometheus_client", "smtplib", "structlog"})
