"""The random search of `make fuzz`: all property tests, round after round with another seed, until the time is over.

A round is a run of pytest of its own, with a seed that repeats all of it. Loaded into that run as a plugin, this
module tells how.
"""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from random import SystemRandom

import pytest

REPEAT = "repeat it with: "


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """After a round: one command for each property that does not hold."""
    python = os.path.relpath(sys.executable, config.invocation_params.dir)
    again = [python, "-m", "pytest", *_options(config.getoption("--hypothesis-seed"))]
    for report in [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]:
        terminalreporter.write_line(REPEAT + shlex.join([*again, report.nodeid]))


def search(minutes: float, seeds: Iterator[int], options: list[str]) -> int:
    """Make rounds until the time is over; the exit code is pytest's, of the worst round.

    Args:
        minutes: no round is begun later; the first one always is.
        seeds: one for each round; the search ends with them.
        options: more of pytest's, such as the files to search.
    """
    end = time.monotonic() + 60 * minutes
    rounds, finds = 0, []
    code = int(pytest.ExitCode.OK)
    for seed in seeds:
        print(f"round {rounds + 1}, seed {seed}", flush=True)
        command = [sys.executable, "-m", "pytest", "-p", "tests.fuzz", "-m", "hypothesis", *_options(seed), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                finds += [line.rstrip()] if line.startswith(REPEAT) else []
        rounds, code = rounds + 1, max(code, process.returncode)
        if process.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or time.monotonic() >= end:
            break
    print(f"{rounds} rounds, {len(finds)} finds", *finds, sep="\n", flush=True)
    return code


def _options(seed: int) -> list[str]:
    """Those of pytest by which a round is repeated."""
    return ["--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}"]


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__, allow_abbrev=False)
    parser.add_argument("--minutes", type=float, default=10.0, help="begin no round later than that (default: 10)")
    parser.add_argument("--seed", type=int, help="make one round, with this seed")
    asked, options = parser.parse_known_args()
    chance = SystemRandom()
    seeds = (chance.getrandbits(32) for _ in count()) if asked.seed is None else iter([asked.seed])
    return search(asked.minutes, seeds, options)


if __name__ == "__main__":
    sys.exit(_main())
