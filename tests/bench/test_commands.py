"""Claims about the commands that measure, each run once on something tiny."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bench.checkout import Checkout
from bench.leaders import Shape, make_leader
from bench.peers import judged
from bench.rows import Row
from bench.solver import cases, main
from solver.problem import Layout, Problem, Split, WholeDay

ROOT = Path(__file__).resolve().parents[2]


def make_small(reports: int, layout: Layout, seed: int) -> Problem:
    return make_leader(Shape(reports, 2, layout, every=15), seed)


def run(*arguments: str) -> str:
    """What a command prints; it must end well."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_solver_is_measured_against_another_checkout() -> None:
    """Here against itself: the same answers, level by level."""
    told = run("bench/solver.py", "--rows", "8x1", "--layouts", "split", "--seeds", "1", "--against", ".")
    assert "8 × 1, every 5 minutes" in told
    assert "the other solver" in told
    assert told.endswith("All in all, against the other solver: 0 better, 1 equal, 0 worse\n")


def test_the_solver_makes_a_table() -> None:
    """A head, a line below it, and a line for each row and layout, all with the same cells."""
    told = run("bench/solver.py", "--rows", "8x1", "--seeds", "1", "--markdown")
    lines = told.splitlines()
    assert len(lines) == 4
    assert {line.count(" | ") for line in lines} == {8}


def test_a_second_night_is_made_of_a_first() -> None:
    """Everything stands where the solver placed it."""
    row = Row("night", "a second night", partial(make_small, 2), unchanged=0.5)
    (case,) = cases(row, "split", [0])
    with Checkout() as checkout:
        assert [one.current for one in case.problem.occurrences] == list(
            checkout.solve(make_small(2, Split(), 0)).solution.starts
        )


def test_a_folder_without_a_solver_is_told(tmp_path: Path) -> None:
    """And not compared with whatever solver is installed."""
    with pytest.raises(SystemExit, match=r"^The solver in .* ended without an answer\.$"), Checkout(tmp_path):
        pass


def test_an_unknown_row_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With the names of those that there are."""
    with pytest.raises(SystemExit):
        main(["--rows", "9x9"])
    assert "no row is called '9x9'; there are 8x1, 8x4, " in capsys.readouterr().err


def test_peers_are_measured_together() -> None:
    """A line for the solver and one for each peer; none breaks a rule."""
    peers = ("greedy first-fit", "HiGHS", "CP-SAT, textbook")
    command = ("bench/peers.py", "--rows", "8x1", "--layouts", "split", "--seeds", "1", "--limits", "0.5", "--markdown")
    told = run(*command, "--peers", *peers).splitlines()
    assert [line.split(" | ")[2] for line in told[2:]] == ["ours", *peers]
    assert [line.split(" | ")[-2] for line in told[2:]] == ["0"] * 4


@pytest.mark.parametrize("layout", [Split(), WholeDay(), WholeDay(4)], ids=["split", "whole-day", "on Fridays"])
def test_who_has_a_proof_agrees(layout: Layout) -> None:
    """HiGHS and the textbook's CP-SAT, with nothing in common with the solver, find the same best values."""
    problem = make_small(2, layout, 3)
    with Checkout() as checkout:
        ours = checkout.solve(problem)
    for name in ("HiGHS", "CP-SAT, textbook"):
        peer = judged(name, problem, 60.0)
        assert (peer.broken, peer.proven, peer.values) == ((), True, ours.values)


def test_whole_companies_are_measured() -> None:
    """A head, a line below it, and a line for the company, all with the same cells."""
    told = run("bench/together.py", "--leaders", "2", "--every", "30", "--workers", "1").splitlines()
    assert [line.count("|") for line in told] == [told[0].count("|")] * 3
    assert told[2].startswith("| 2 | 30 | 0 | ")


def test_rounds_make_a_table() -> None:
    """A head, a line below it, and a line for each kind; every answer was judged on the way."""
    told = run(
        "bench/rounds.py", "--kinds", "mixed", "--seeds", "1", "--people", "20", "--pairs", "60", "--steps", "1000"
    )
    assert {line.count(" | ") for line in told.splitlines()} == {6}
    assert "| mixed | " in told
