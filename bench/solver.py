"""How fast seeded leaders are solved, how often with a proof, and how a greedy first-fit does on the same ones.

Run it with `make bench`, or as `python bench/solver.py --reports 8 --weeks 4 --instances 20`.
"""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.greedy import first_fit
from bench.leaders import Shape, make_leader, shapes, the_next_night
from solver.check import broken_rules, check
from solver.measure import measure
from solver.parameters import Limits
from solver.problem import Problem
from solver.solution import LEVELS, Solution
from solver.solve import solve

COMPARED = ("missed", "layout", "rhythm")


@dataclass(frozen=True, slots=True)
class Run:
    """One leader, solved."""

    seconds: float
    solution: Solution
    greedy: dict[str, int]

    @property
    def proven(self) -> bool:
        return all(level.proven for level in self.solution.levels)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for every size and layout."""
    options = _options(arguments)
    limits = Limits(level=options.limit)
    solve(make_leader(Shape(2, 1, shapes([2], [1])[0].layout), 0))  # the first solve loads the library
    print(
        f"{options.instances} leaders each from seed {options.seed}, starts every {options.every} minutes, "
        f"{options.limit} per level; CPU seconds of one thread"
    )
    for shape in shapes(options.reports, options.weeks, options.every):
        runs: list[Run] = []
        second: list[Run] = []
        for seed in range(options.seed, options.seed + options.instances):
            problem = make_leader(shape, seed)
            runs.append(_run(problem, limits))
            if options.second_night:
                second.append(_run(the_next_night(problem, runs[-1].solution.starts, seed), limits))
        print(_line(shape.name, runs), flush=True)
        if second:
            print(_line("  its second night", second), flush=True)


def _run(problem: Problem, limits: Limits) -> Run:
    began = time.process_time()
    solution = solve(problem, limits)
    seconds = time.process_time() - began
    wrong = check(problem, solution)
    if wrong:
        raise SystemExit("\n".join(wrong))
    starts, lunches = first_fit(problem)
    from_scratch = all(occurrence.current is None for occurrence in problem.occurrences)
    if from_scratch and broken_rules(problem, starts, lunches):
        raise SystemExit("The greedy baseline breaks a rule.")
    return Run(seconds, solution, dict(measure(problem, starts, lunches)))


def _line(name: str, runs: Sequence[Run]) -> str:
    seconds = sorted(run.seconds for run in runs)
    p90 = seconds[math.ceil(0.9 * len(seconds)) - 1]
    proven = sum(run.proven for run in runs)
    levels = [run.solution.levels for run in runs]
    open_levels = ", ".join(
        f"{name} {sum(found[number].proven for found in levels)} "
        f"(value {mean(found[number].value for found in levels):.1f}, "
        f"bound {mean(found[number].bound for found in levels):.1f})"
        for number, name in enumerate(LEVELS)
        if not all(found[number].proven for found in levels)
    )
    against = ", ".join(
        f"{level} {mean(found[LEVELS.index(level)].value for found in levels):.1f}"
        f" / {mean(run.greedy[level] for run in runs):.1f}"
        for level in COMPARED
    )
    return (
        f"{name:20} median {median(seconds):6.2f} s  p90 {p90:6.2f} s  all proven {proven:2} of {len(runs)}  "
        f"solver / greedy: {against}" + (f"  not all proven: {open_levels}" if open_levels else "")
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[5, 8, 15, 30])
    parser.add_argument("--weeks", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--instances", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=5, help="minutes between starts, a multiple of 5")
    parser.add_argument("--limit", type=float, default=Limits().level, help="deterministic time for each level")
    parser.add_argument("--second-night", action="store_true", help="solve each again after a few changes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
