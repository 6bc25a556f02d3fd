"""The solver against others on the same leaders, in one run: what each has after one and after ten seconds.

    python bench/peers.py                                  # the table of docs/performance.md
    python bench/peers.py --rows 8x1 --seeds 5 --limits 1

Greedy first-fit, HiGHS alone (`bench/mip.py`), CP-SAT as in a textbook (`bench/textbook.py`), and Timefold
(`bench/local_search.py`) where it and Java are installed: it is no dependency of the project. All have the real rules
and levels, and place the first 1-on-1s of one leader. The limit is in CPU seconds from the problem to the answer; the
median of what was really taken stands beside it. The solver itself has none here. Every answer is judged by
`broken_rules` and `measure`; values are means over the answers that break no rule.
"""

import argparse
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.checkout import Checkout
from bench.greedy import first_fit
from bench.leaders import Shape, make_leader
from bench.places import Places, find_places
from bench.proposal import Proposal
from bench.rows import LAYOUTS, ROWS, Row
from solver.check import broken_rules
from solver.measure import measure
from solver.problem import Problem, Split
from solver.solution import LEVELS

SIZES = ("8x1", "8x4", "15x4")
MORE = ("8x4-quarters", "30x1")
"""Measured only where they are asked for."""
SHOWN = tuple(name for name in LEVELS if name not in ("postponed", "moves", "fairness"))
"""Nothing can be postponed or moved here."""
COLUMNS = ("problems", "layout", "solver", "limit", "CPU s", *SHOWN, "proven", "break a rule", "better/equal/worse")
WIDTHS = (24, 9, 17, 5, 6, *map(len, SHOWN), 8, 12, 0)
WARM = 3.0
"""CPU seconds that a peer has for a first, small leader: Java takes them to get going."""
GREEDY, OURS = "greedy first-fit", "ours"
Peer = Callable[[Places, float], Proposal]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, as the judges see it."""

    seconds: float
    values: tuple[int, ...]
    proven: bool
    broken: tuple[str, ...]


def greedy(places: Places, limit: float) -> Proposal:
    """No limit is needed."""
    return Proposal(*first_fit(places))


def highs(places: Places, limit: float) -> Proposal:
    """Imported where it runs."""
    from bench.mip import solve_by_highs

    return solve_by_highs(places, limit)


def textbook(places: Places, limit: float) -> Proposal:
    """Imported where it runs."""
    from bench.textbook import solve_by_textbook

    return solve_by_textbook(places, limit)


def timefold(places: Places, limit: float) -> Proposal:
    """Imported where it runs, for that starts a Java machine."""
    from bench.local_search import solve_by_timefold

    return solve_by_timefold(places, limit)


PEERS: Mapping[str, Peer] = {GREEDY: greedy, "HiGHS": highs, "CP-SAT, textbook": textbook, "Timefold": timefold}


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for every size, layout, limit and solver."""
    options = _options(arguments)
    peers = [name for name in PEERS if name in options.peers]
    if "Timefold" in peers and (missing := _no_timefold()):
        print(f"Timefold is left out: {missing}.\n")
        peers.remove("Timefold")
    _print(COLUMNS, options.markdown)
    if options.markdown:
        _print(["---"] * len(COLUMNS), options.markdown)
    with ExitStack() as stack:
        ours = stack.enter_context(Checkout())
        processes = {name: stack.enter_context(_process()) for name in peers}
        warm = make_leader(Shape(2, 1, Split()), 0)
        for name, process in processes.items():  # the first solve loads the libraries
            process.submit(judged, name, warm, WARM).result()
        for row in (row for row in ROWS if row.name in options.rows):
            for layout in options.layouts:
                problems = [row.problem(layout, seed) for seed in range(options.seed, options.seed + options.seeds)]
                best = [_our_own(ours, problem) for problem in problems]
                _print(_line(row, layout, OURS, "–", best, best), options.markdown)
                for name, limit in _pairs(peers, options.limits):
                    process = processes[name]
                    answers = [process.submit(judged, name, problem, limit).result() for problem in problems]
                    told = "–" if name == GREEDY else f"{limit:g} s"
                    _print(_line(row, layout, name, told, answers, best), options.markdown)


def judged(name: str, problem: Problem, limit: float) -> Judged:
    """What a peer answers, in its own process."""
    began = time.process_time()
    proposal = PEERS[name](find_places(problem), limit)
    seconds = time.process_time() - began
    values = measure(problem, proposal.starts, proposal.lunches)
    proven = all(values[level] == proposal.bounds.get(level) for level in LEVELS)
    broken = broken_rules(problem, proposal.starts, proposal.lunches)
    return Judged(seconds, tuple(values.values()), proven, broken)


def _our_own(checkout: Checkout, problem: Problem) -> Judged:
    answer = checkout.solve(problem)
    return Judged(answer.seconds, answer.values, answer.proven(), ())


def _process() -> ProcessPoolExecutor:
    """One for each peer, so that none waits for another's threads or has its memory."""
    return ProcessPoolExecutor(1, get_context("spawn"), _say_aside)


def _say_aside() -> None:
    """What libraries print is no part of the table."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _pairs(peers: Sequence[str], limits: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Each limit with each peer; greedy once."""
    for limit in limits:
        for name in peers:
            if name != GREEDY or limit == limits[0]:
                yield name, limit


def _line(row: Row, layout: str, name: str, limit: str, answers: Sequence[Judged], best: Sequence[Judged]) -> list[str]:
    """The last cell says how the answers compare with ours, level by level in the strict order."""
    valid = [answer for answer in answers if not answer.broken]
    means = dict(zip(LEVELS, zip(*(answer.values for answer in valid), strict=True), strict=False))
    compared = [(answer.values, ours.values) for answer, ours in zip(answers, best, strict=True) if not answer.broken]
    better, equal = (sum(one < other for one, other in compared), sum(one == other for one, other in compared))
    return [
        row.title,
        layout,
        name,
        limit,
        f"{median(answer.seconds for answer in answers):.2f}",
        *(f"{mean(means[level]):.1f}" if valid else "–" for level in SHOWN),
        f"{sum(answer.proven and not answer.broken for answer in answers)} of {len(answers)}",
        f"{len(answers) - len(valid)}",
        "" if name == OURS else f"{better}/{equal}/{len(answers) - better - equal}",
    ]


def _no_timefold() -> str | None:
    """Why it cannot run here."""
    try:
        installed = importlib.util.find_spec("timefold.solver") is not None
    except ModuleNotFoundError:
        installed = False
    if not installed:
        return "the package timefold is not installed"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java"
    return None


def _print(cells: Sequence[str], markdown: bool) -> None:
    if markdown:
        print(f"| {' | '.join(cells)} |", flush=True)
    else:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", choices=(*SIZES, *MORE), default=list(SIZES), help="reports x weeks")
    parser.add_argument("--layouts", nargs="+", choices=tuple(LAYOUTS), default=list(LAYOUTS))
    parser.add_argument("--seeds", type=int, default=5, help="how many of each row and layout")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--limits", nargs="+", type=float, default=[1.0, 10.0], help="CPU seconds")
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=list(PEERS))
    parser.add_argument("--markdown", action="store_true", help="print a table for a page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
