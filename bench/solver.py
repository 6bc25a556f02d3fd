"""How fast seeded leaders are solved, how often with a proof, and how near to one without.

    python bench/solver.py                                      # every row, 20 seeds: the table of docs/performance.md
    python bench/solver.py --rows 8x4 overfull --seeds 5        # some of them
    python bench/solver.py --rows mixed --against ../old        # which of two solvers has the better answers

CPU seconds, Python included, from the problem to the answer. Every answer is checked; a wrong one ends the run.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.checkout import Answer, Checkout
from bench.nights import second_night
from bench.rows import LAYOUTS, OWN, ROWS, Row, chosen
from solver.problem import Problem
from solver.solution import LEVELS

FIRST = LEVELS[:5]
"""Missed, postponed, layout, moves, evenness: what people notice first."""
COLUMNS = ("problems", "layout", "median", "p95", "max (s)", "proven", "first five", "MiB", "gap where not proven")
WIDTHS = (58, 9, 6, 6, 7, 8, 10, 4, 0)
BETTER, EQUAL, WORSE = "better", "equal", "worse"


@dataclass(frozen=True, slots=True)
class Case:
    """One problem of a row."""

    seed: int
    problem: Problem


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for every row and layout, and with another solver how they compare."""
    options = _options(arguments)
    _print(COLUMNS, options.markdown)
    if options.markdown:
        _print(["---"] * len(COLUMNS), options.markdown)
    total = dict.fromkeys((BETTER, EQUAL, WORSE), 0)
    later: list[str] = []
    seeds = range(options.seed, options.seed + options.seeds)
    for row in chosen(options.rows):
        for layout in row.layouts:
            if layout not in (*options.layouts, OWN):
                continue
            own = list(cases(row, layout, seeds))
            ours = _answers(own)
            _print(_line(row.title, layout, ours), options.markdown)
            told = [_each(case, answer) for case, answer in zip(own, ours, strict=True) if options.each]
            if options.against is not None:
                theirs = _answers(own, options.against)
                _print(_line("  the other solver", layout, theirs), options.markdown)
                words = [_compared(one.values, other.values) for one, other in zip(ours, theirs, strict=True)]
                told += _comparison(own, words, ours, theirs)
                for word in words:
                    total[word] += 1
            if options.markdown:  # a table has no lines in between
                later += [f"{row.title}, {layout}", *told] if told else []
            elif told:
                print("\n".join(told), flush=True)
    if options.against is not None:
        later.append("All in all, against the other solver: " + _counts(total))
    if later:
        print("", *later, sep="\n")


def cases(row: Row, layout: str, seeds: Sequence[int]) -> Iterator[Case]:
    """The problems of a row; those of a second night begin where this solver ended the first."""
    if row.unchanged is None:
        for seed in seeds:
            yield Case(seed, row.problem(layout, seed))
        return
    with Checkout() as checkout:
        for seed in seeds:
            first = row.problem(layout, seed)
            starts = checkout.solve(first).solution.starts
            yield Case(seed, second_night(first, starts, row.unchanged, seed))


def _answers(cases: Sequence[Case], path: Path | None = None) -> list[Answer]:
    """All in one process, and in none that solved anything else: its memory is that of the row."""
    with Checkout() if path is None else Checkout(path) as checkout:
        return [checkout.solve(case.problem) for case in cases]


def _line(title: str, layout: str, answers: Sequence[Answer]) -> list[str]:
    seconds = sorted(answer.seconds for answer in answers)
    return [
        title,
        layout,
        f"{median(seconds):.2f}",
        f"{seconds[math.ceil(0.95 * len(seconds)) - 1]:.2f}",
        f"{seconds[-1]:.2f}",
        f"{sum(answer.proven() for answer in answers)} of {len(answers)}",
        f"{sum(answer.proven(FIRST) for answer in answers)} of {len(answers)}",
        f"{max(answer.memory for answer in answers)}",
        _gaps(answers) or "–",
    ]


def _gaps(answers: Sequence[Answer]) -> str:
    """Of each level, the mean of value minus bound over the answers in which it is not proven, and how many."""
    gaps: dict[str, list[int]] = {name: [] for name in LEVELS}
    for answer in answers:
        for level in answer.solution.levels:
            if not level.proven:
                gaps[level.name].append(level.value - level.bound)
    return ", ".join(f"{name} {mean(found):.1f} ({len(found)})" for name, found in gaps.items() if found)


def _comparison(
    cases: Sequence[Case], words: Sequence[str], ours: Sequence[Answer], theirs: Sequence[Answer]
) -> Iterator[str]:
    """How each seed compares in the strict order of the levels, and both answers where ours is worse."""
    counts = {word: words.count(word) for word in (BETTER, EQUAL, WORSE)}
    told = " ".join(f"{case.seed}:{word}" for case, word in zip(cases, words, strict=True))
    yield f"    against the other: {_counts(counts)}  [{told}]"
    for case, word, one, other in zip(cases, words, ours, theirs, strict=True):
        if word == WORSE:
            yield f"    worse, seed {case.seed} ({', '.join(LEVELS)}):"
            yield f"      ours   {_values(one)}"
            yield f"      theirs {'  '.join(map(str, other.values))}"


def _compared(ours: tuple[int, ...], theirs: tuple[int, ...]) -> str:
    return EQUAL if ours == theirs else BETTER if ours < theirs else WORSE


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def _each(case: Case, answer: Answer) -> str:
    return f"    seed {case.seed:3} {answer.seconds:7.2f} s  {_values(answer)}"


def _values(answer: Answer) -> str:
    """Values, with the bound where it is another one."""
    return "  ".join(
        f"{level.value}" if level.proven else f"{level.value} (≥ {level.bound})" for level in answer.solution.levels
    )


def _print(cells: Sequence[str], markdown: bool) -> None:
    if markdown:
        print(f"| {' | '.join(cell.strip() for cell in cells)} |", flush=True)
    else:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join(row.name for row in ROWS)
    parser.add_argument("--rows", nargs="+", default=[], metavar="ROW", help=f"or what they begin with: {names}")
    parser.add_argument("--layouts", nargs="+", choices=tuple(LAYOUTS), default=list(LAYOUTS))
    parser.add_argument("--seeds", type=int, default=20, help="how many of each row and layout")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--against", type=Path, metavar="PATH", help="another checkout, whose solver gets the same")
    parser.add_argument("--each", action="store_true", help="tell every seed's time, values and bounds")
    parser.add_argument("--markdown", action="store_true", help="print a table for a page")
    options = parser.parse_args(arguments)
    try:
        chosen(options.rows)
    except KeyError as unknown:
        parser.error(f"no row is called {unknown}; there are {names}")
    return options


if __name__ == "__main__":
    main()
