"""A solver of some checkout of this project, at work in a process of its own."""

import pickle
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.leaders import Shape, make_leader
from bench.solving import plain
from solver.check import broken_rules, check
from solver.measure import measure
from solver.problem import Problem, Split
from solver.solution import LEVELS, Level, Solution

HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Answer:
    """A solution that obeys every rule, and what it took."""

    seconds: float
    """CPU seconds of all threads, from the problem to the solution."""
    memory: int
    """The most that the process had so far, in MiB."""
    solution: Solution
    """With the levels of the solver that found it."""
    values: tuple[int, ...]
    """Of the levels of this checkout, in their order: smaller is better."""

    def proven(self, names: Collection[str] = LEVELS) -> bool:
        """Whether these levels are proven."""
        return all(level.proven for level in self.solution.levels if level.name in names)


class Checkout:
    """Its solver, for the length of a `with` block, one problem after the other; the first loads the libraries."""

    def __init__(self, path: Path = HERE) -> None:
        self._path = path

    def __enter__(self) -> Self:
        command = [sys.executable, "-P", str(HERE / "bench" / "solving.py"), str(self._path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            self.solve(make_leader(Shape(2, 1, Split()), 0))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()

    def solve(self, problem: Problem) -> Answer:
        """Its answer, checked by this checkout.

        Another checkout may have other levels: its answer is measured by this one's, its claims are not looked at.

        Raises:
            SystemExit: the answer breaks a rule or claims what is not so, or there is none; with all that is wrong.
        """
        sent, to_be_read = self._process.stdin, self._process.stdout
        assert sent is not None
        assert to_be_read is not None
        try:
            pickle.dump(plain(problem), sent)
            sent.flush()
            seconds, memory, starts, lunches, levels = pickle.load(to_be_read)
        except (EOFError, BrokenPipeError):
            raise SystemExit(f"The solver in {self._path} ended without an answer.") from None
        solution = Solution(starts, lunches, tuple(Level(*level) for level in levels))
        wrong = check(problem, solution) if self._path == HERE else broken_rules(problem, starts, lunches)
        if wrong:
            raise SystemExit("\n".join((f"The solver in {self._path}:", *wrong)))
        return Answer(seconds, memory, solution, tuple(measure(problem, starts, lunches).values()))
