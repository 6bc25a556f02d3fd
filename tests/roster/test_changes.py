"""Changes that contradict the company or each other are named, all at once; who is not known yet is data."""

from datetime import date
from pathlib import Path

from scheduler.config import load
from scheduler.roster import (
    Dissolved,
    Joined,
    Left,
    NewLeader,
    Split,
    TeamChange,
    Transfer,
    Unknown,
    edit,
    read_files,
    unknown,
)
from tests.config.samples import VALID
from tests.roster.samples import ANA, BRUNO, CHEN, DAN, EVA, NEW, problems_of, written


def test_every_problem_is_named_with_what_brought_it(tmp_path: Path) -> None:
    """Nobody of that name, no such team, a wrong former leader, twice the same person, what is missing of a new one."""
    path = written(tmp_path)
    changes: list[TeamChange] = [
        Joined(NEW, ANA, zone="Mars"),
        Joined(CHEN, BRUNO),
        Joined("fay@example.com", "dna@example.com", name="Fay"),
        Left("brumo@example.com"),
        Left(ANA),
        Transfer(BRUNO, CHEN, ANA),
        Transfer(BRUNO, ANA, ANA),
        NewLeader(ANA),
        Split(ANA, EVA, (), name="Eva", said="--split ana --into eva"),
        Dissolved(BRUNO),
        Joined("gus@example.com", None, name="Gus", provider="google"),
        Joined("hal@example.com", None, name="Hal", provider="gogle"),
        Joined("not an address", None, name="\x07"),
    ]
    assert (
        problems_of(path, changes)
        == [
            (
                f'--member {BRUNO} --from {ANA} --to {ANA}: "{BRUNO}" is changed '
                f"by --member {BRUNO} --from {CHEN} --to {ANA} already; say one of them"
            ),
            f'--joined {NEW}: "{ANA}" would leave, or lead no team, by another of the changes',
            f'--joined {CHEN}: "{BRUNO}" would leave, or lead no team, by another of the changes',
            (
                f'--joined {CHEN}: "{CHEN}" reports to {ANA}; '
                f"for another leader say --member {CHEN} --from {ANA} --to {BRUNO}"
            ),
            '--joined fay@example.com: "dna@example.com" is not one of the people; did you mean "ana@example.com"?',
            '--left brumo@example.com: "brumo@example.com" is not one of the people; did you mean "bruno@example.com"?',
            f'--member {BRUNO} --from {CHEN} --to {ANA}: "{BRUNO}" does not report to "{CHEN}"; they report to {ANA}',
            f'--member {BRUNO} --from {CHEN} --to {ANA}: "{BRUNO}" reports to {ANA} already',
            (
                f"--member {BRUNO} --from {CHEN} --to {ANA}: "
                f'"{ANA}" would leave, or lead no team, by another of the changes'
            ),
            f'--member {BRUNO} --from {ANA} --to {ANA}: from and to are both "{ANA}"',
            f'--new-leader {ANA}: "{ANA}" leads a team already',
            f'--new-leader {ANA}: "{ANA}" would leave, or lead no team',
            "--split ana --into eva: names nobody; say --members with who goes along",
            f'the team of {BRUNO}, which ends: "{BRUNO}" leads no team',
            f'--joined {NEW}: --zone: "Mars" is not a time zone; use an IANA name such as "Europe/Madrid"',
            (
                '--joined gus@example.com: --provider: "google" has no section [providers.google] '
                "in the configuration; add it first"
            ),
            '--joined hal@example.com: --provider: "gogle" is not a provider; did you mean "google"?',
            '--joined not an address: "not an address" is not an email address; use one such as "ana@example.com"',
            '--joined not an address: --name: "\\x07" holds a control character (U+0007); leave it out',
            f'--joined {NEW}: "{NEW}" is not known yet; say --name too',
        ]
        or problems_of(path, changes)[-1]
    )


def test_a_leader_leaves_nobody_without_a_word(tmp_path: Path) -> None:
    """Who leads them is said, or that the team ends."""
    path = written(tmp_path, VALID + f'[[people]]\nemail = "{DAN}"\nname = "Dan"\n[[teams]]\nleader = "{DAN}"\n')
    assert problems_of(path, [Left(ANA), Left(CHEN)]) == [
        f"--left {ANA}: leads {BRUNO}; say who leads them: --member {BRUNO} --from {ANA} --to …"
    ]
    assert set(edit(read_files(path), [Left(ANA), Dissolved(ANA)]).company.teams) == {DAN}


def test_who_is_known_is_not_described_again(tmp_path: Path) -> None:
    """Nor made a report, or a leader, of somebody who is not to be one."""
    path = written(tmp_path)
    assert problems_of(path, [Joined(BRUNO, ANA, name="Bru"), Joined("x@example.com", CHEN, name="X")]) == [
        f'--joined {BRUNO}: "{BRUNO}" is Bruno, known already; leave out --name',
        f'--joined {BRUNO}: "{BRUNO}" reports to {ANA} already',
        f'--joined x@example.com: "{CHEN}" leads no team; say --new-leader {CHEN} too',
    ]


def test_what_is_to_be_asked_of_whom(tmp_path: Path) -> None:
    """The name always; who hosts the calendar where that is not clear; everybody once."""
    path = written(tmp_path)
    changes: list[TeamChange] = [
        Joined("NEW@example.com", ANA, starts=date(2026, 12, 1)),
        Split(ANA, EVA, (CHEN,)),
        Left(BRUNO),
    ]
    assert unknown(changes, load(path)) == (
        Unknown(NEW, f"--joined {NEW}", "Europe/Madrid", ("name",), ("folder",)),
        Unknown(EVA, f"--new-leader {EVA}", "Europe/Madrid", ("name",), ("folder",)),
    )
    named = Joined(NEW, ANA, name="N")
    assert unknown([named], load(path))[0].needs == ()
    assert edit(read_files(path), [named]).company.people[NEW].name == "N"
