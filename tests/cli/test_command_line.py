"""What may be typed, and what the command makes of it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, tree

BIN = Path(sys.executable).parent
_FINGERPRINT = re.compile("[0-9a-f]{64}")


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        ("2026-11-24", "Tue 24 Nov 2026 00:00"),
        ("2026-11-24T10:00", "Tue 24 Nov 2026 10:00"),
        ("2026-11-24 10:00", "Tue 24 Nov 2026 10:00"),
        ("2026-11-24T10:00:00Z", "Tue 24 Nov 2026 11:00"),
        ("2026-11-24T10:00-05:00", "Tue 24 Nov 2026 16:00"),
    ],
)
def test_times_are_of_the_company_s_clocks(company: SmallCompany, time: str, shown: str) -> None:
    """A day begins at midnight in the company's zone, Madrid; an offset says otherwise."""
    assert f"as of {shown} · times in Europe/Madrid" in company.run("--dry-run", "--as-of", time, as_of=None).out


def test_the_company_s_zone_counts_also_when_writing(company: SmallCompany) -> None:
    """In November, 12:00 in Madrid is 11:00 UTC: a plan of eleven in Madrid may be applied at ten, not in December."""
    assert company.run("--save", "plan.json", as_of="2026-11-23T10:00").code == 0
    assert company.run("apply", "plan.json", "--yes", leader=None, as_of="2026-12-04T10:00").code == 3
    assert company.run("apply", "plan.json", "--yes", leader=None, as_of="2026-11-23T11:00").code == 0


OPTIONS = [
    ("check", ("--as-of", "2020-01-01")),
    ("check --as-of 2019-12-20", ("--weeks", "3")),
    ("check", ("--config", "other.toml")),
    ("demo --weeks 1", ("--as-of", "2026-11-22T23:00")),
    ("demo --as-of 2026-11-22", ("--weeks", "1")),
    ("demo --weeks 1 --as-of 2026-11-22", ("--format", "json")),
    ("demo --weeks 1 --as-of 2026-11-22", ("--changes-only",)),
    ("demo --weeks 1 --as-of 2026-11-22", ("-q",)),
    ("cancel", ("--leader", "ann")),
    ("cancel --leader ann --yes", ("--quiet",)),
    (f"apply plan.json --yes --as-of {AS_OF}", ("--config", "other.toml")),
    (f"apply plan.json --yes --as-of {AS_OF}", ("--format", "json")),
    (f"apply plan.json --as-of {AS_OF}", ("-y",)),
    ("apply plan.json --yes", ("--as-of", "2026-12-24")),
    ("init --company A --leader a@b --report c@d", ("--config", "new.toml")),
    ("init --company A --leader a@b --report c@d", ("--force",)),
    ("auth logout", ("--config", "no.toml")),
]


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_an_option_stands_before_or_after_a_command(tmp_path: Path, command: str, option: tuple[str, ...]) -> None:
    """It means the same in both places, and something: without it the command does otherwise."""
    before, after, without = (
        told(tmp_path / str(number), arguments)
        for number, arguments in enumerate(
            ((*option, *command.split()), (*command.split(), *option), tuple(command.split()))
        )
    )
    assert before == after
    assert before != without


def told(root: Path, arguments: tuple[str, ...]) -> object:
    """Everything that a command does in a fresh company, but for fingerprints, which tell where it lies."""
    company = SmallCompany(root).write()
    company.meeting(ANN, "2020-01-02 09:00")
    assert company.run("--save", "plan.json").code == 0
    other = company.config.read_text().replace('"Ann"', '"Anna"')
    (company.root / "other.toml").write_text(other)
    done = company.run(*arguments, leader=None, as_of=None)
    return done.code, _FINGERPRINT.sub("", done.out), done.err, sorted(tree(company.root)), company.times()


def test_the_nearest_place_counts(company: SmallCompany) -> None:
    """An option given on both sides is as it stands after the command's name."""
    done = company.run("--weeks", "9", "demo", "--weeks", "1", "--as-of", AS_OF, leader=None)
    assert re.search("W48, ", done.out)


@pytest.mark.parametrize(
    ("option", "command"),
    [
        (("--leader", "lea"), "check"),
        (("--weeks", "2"), "auth status"),
        (("--max-moves", "1"), "demo"),
        (("--save", "x"), "demo"),
        (("-y",), "check"),
        (("-q",), "init"),
    ],
)
def test_an_option_that_a_command_would_not_heed(company: SmallCompany, option: tuple[str, ...], command: str) -> None:
    """It is refused, not passed over."""
    done = company.run(*option, *command.split(), leader=None, as_of=None)
    assert done.code == 2
    assert f"does not go with {command.split()[0]}" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chekc", "Did you mean 'check'?"),
        ("aply plan.json", "Did you mean 'apply'?"),
        ("ana@example.com", "schedule --leader ana@example.com"),
        ("--leaders ana", "--leader"),
        ("--dryrun", "--dry-run"),
        ("check --confg x", "--config"),
        ("auth googel", "google"),
        ("demo --chnges-only", "--changes-only"),
    ],
)
def test_what_is_mistyped_is_told_with_what_was_meant(company: SmallCompany, typed: str, meant: str) -> None:
    """Commands and options alike: the nearest is named, and nothing is done."""
    done = company.run(*typed.split(), leader=None, as_of=None)
    assert done.code == 2
    assert meant in done.err
    assert done.out == ""


def test_without_anything_there_is_help(company: SmallCompany) -> None:
    """`schedule` alone tells what there is to type."""
    done = company.run(leader=None, as_of=None)
    assert done.code == 2
    assert "schedule --leader ana --dry-run" in done.err
    assert "Commands:" in done.err


def test_the_version_in_short(company: SmallCompany) -> None:
    """-V is --version."""
    assert company.run("-V", leader=None, as_of=None) == company.run("--version", leader=None, as_of=None)


@pytest.mark.parametrize("command", [("--leader", "lea"), ("apply", "plan.json")])
def test_without_a_terminal_it_refuses_before_it_reads(company: SmallCompany, command: tuple[str, ...]) -> None:
    """With calendars that cannot be read: what is told is that nobody can answer, and to add --yes."""
    assert company.run("--save", "plan.json").code == 0
    company.calendars.rename(company.root / "moved")
    done = company.run(*command, leader=None)
    assert (done.code, done.out) == (3, "")
    assert "add --yes" in done.err
    assert company.run(*command, "--yes", leader=None).code == 4


def test_save_says_how_to_write_what_was_saved(tmp_path: Path) -> None:
    """With --force where the plan moves much, and with the configuration where one was named."""
    company = SmallCompany(tmp_path / "company", weeks=6).write()
    assert company.run("--yes").code == 0
    for time in company.times()[LEA][:2]:
        company.meeting(ANN, time.rpartition("-")[0])
    company.config.rename(company.root / "my own.toml")
    done = company.run("--config", "my own.toml", "--save", "my plan.json")
    command = done.err.rpartition("To write it: schedule ")[2].strip()
    assert command == "apply 'my plan.json' --config 'my own.toml' --force"
    assert "add --force" in done.err
    written = company.run("apply", "my plan.json", "--config", "my own.toml", "--force", "--yes", leader=None)
    assert written.err == "Written: 2 moved.\n"


def test_changes_only(tmp_path: Path) -> None:
    """The plan without timetables and proof."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    said = company.run("--dry-run", "--changes-only").out
    assert "1-on-1s of Lea" in said
    assert "+ new" in said
    assert "──" not in said
    assert "How good it is" not in said


def test_quiet_says_nothing_where_nobody_has_to_see_to_anything(company: SmallCompany) -> None:
    """A night on which all is well makes no mail: it writes, and says nothing."""
    done = company.run("--yes", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert len(company.ours(LEA)) == 1
    assert company.run("--yes", "-q") == done


def test_quiet_says_what_somebody_has_to_see_to(company: SmallCompany) -> None:
    """Whom the plan misses and why, what could not be read, and no timetable."""
    company.meeting(LEA, "2026-11-26 09:00", 180)
    company.meeting(LEA, "2026-11-27 09:00", 180)
    done = company.run("--yes", "-q")
    assert done.code == 0
    assert "unplaced    Ann" in done.out
    assert "Lea is busy" in done.out
    assert "──" not in done.out


@pytest.mark.parametrize("option", ["--quiet", "--changes-only"])
def test_a_document_is_whole(company: SmallCompany, option: str) -> None:
    """JSON is for machines: part of it would be another format."""
    done = company.run("--dry-run", "--format", "json", option)
    assert (done.code, done.out) == (2, "")
    assert option in done.err


def completed(company: SmallCompany, *words: str, shell: str = "bash") -> list[str]:
    """What a shell is told for the last of the words, and nothing on standard error."""
    environ = {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "HOME": str(company.root),
        "_SCHEDULE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(("schedule", *words)),
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words)),
    }
    done = subprocess.run(
        [BIN / "schedule"], cwd=company.root, env=environ, capture_output=True, text=True, check=True, timeout=600
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_shells_complete_leaders(company: SmallCompany) -> None:
    """From the configuration, in bash, zsh and fish; also from a CSV file of people, and after --config."""
    assert completed(company, "--leader", "l") == [f"plain,{LEA}"]
    assert completed(company, "--leader", "l", shell="zsh")[:3] == ["plain", LEA, "Lea"]
    assert completed(company, "--leader", "l", shell="fish")[0].startswith(f"plain,{LEA}")
    assert completed(company, "--leader", "x") == []
    (company.root / "people.csv").write_text(
        "\ufeffName;Email;Leader\nCara;cara@example.com;\nDov;dov@example.com;Cara@example.com\n", encoding="utf-8"
    )
    other = company.config.read_text().replace("[company]", '[company]\npeople_file = "people.csv"')
    (company.root / "other.toml").write_text(other)
    assert completed(company, "--config", "other.toml", "--leader", "c") == ["plain,cara@example.com"]


@pytest.mark.parametrize("content", [None, "", "[company", "teams = 1", "[company]\npeople_file = 'no.csv'"])
def test_completing_is_never_noisy(company: SmallCompany, content: str | None) -> None:
    """A configuration that is missing or wrong completes nothing, and says nothing."""
    company.config.unlink()
    if content is not None:
        company.config.write_text(content)
    assert completed(company, "--leader", "") == []


def test_completing_does_not_wait_for_a_pipe(company: SmallCompany) -> None:
    """Where the configuration is no ordinary file, nothing is read."""
    company.config.unlink()
    os.mkfifo(company.config)
    assert completed(company, "--leader", "") == []


def test_shells_complete_commands_and_options(company: SmallCompany) -> None:
    """With a line about each, and without loading what the commands need."""
    assert completed(company, "che") == ["plain,check"]
    assert "plain,--changes-only" in completed(company, "demo", "--c")
    program = "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    environ = {"_SCHEDULE_COMPLETE": "bash_complete", "COMP_WORDS": "schedule ", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nfrom scheduler.cli import main\nsys.argv[0] = 'schedule'\n{program}"],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "plain,init" in done.stdout
    assert {"pydantic", "rich", "scheduler.cli.check"}.isdisjoint(done.stderr.split())


def test_bash_completes(company: SmallCompany) -> None:
    """The script that the documentation names, in a real bash."""
    script = """
        eval "$(_SCHEDULE_COMPLETE=bash_source schedule)"
        complete -p schedule >/dev/null
        COMP_WORDS=(schedule --leader l); COMP_CWORD=2
        _schedule_completion schedule
        printf '%s' "${COMPREPLY[*]}"
    """
    environ = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(company.root)}
    done = subprocess.run(
        ["bash", "-euc", script], cwd=company.root, env=environ, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (LEA, "")


def test_the_documentation_names_every_shell() -> None:
    """As click expects it of its users."""
    text = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
    for shell in ("bash", "zsh", "fish"):
        assert f"_SCHEDULE_COMPLETE={shell}_source schedule" in text


def test_json_of_apply_is_the_plan(company: SmallCompany) -> None:
    """--format means the same with apply: the document, and nothing else on standard output."""
    assert company.run("--save", "plan.json").code == 0
    done = company.run("apply", "plan.json", "--yes", "--format", "json", leader=None)
    assert json.loads(done.out) == json.loads((company.root / "plan.json").read_text())
