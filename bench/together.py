"""How well and how fast seeded companies are planned as one.

    python bench/together.py                                    # the rows of docs/scale.md, one seed each
    python bench/together.py --leaders 200 --every 15 --seeds 5

For each company: the first levels with the bound of the whole, what planning its leaders one after the other, from the
top down, comes to, and what it took. Every plan is judged against all others; a wrong one ends the run.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.companies import AS_OF, Town, town
from scheduler.ledger.record import Memory
from scheduler.outcome import CompanyLevel, Together
from scheduler.plan import Outcome, Plan
from scheduler.planning.make import make_plan
from scheduler.planning.projection import projected
from scheduler.planning.together import plan_together
from scheduler.planning.verify import faults
from scheduler.pool.processes import Processes

ROWS = ((20, 15), (60, 15), (200, 15), (20, 5), (60, 5), (200, 5))
"""(leaders, minutes between starts)."""
SHOWN = ("missed", "postponed", "layout", "moves", "evenness", "clusters")
MISSED = 10
"""What each 1-on-1 costs that is missed, as none of these pairs ever met."""
COLUMNS = (
    "leaders",
    "every",
    "seed",
    "top down: missed",
    *SHOWN,
    "wall s",
    "CPU s",
    "CPU s per leader",
    "MiB here",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A company as it was planned, and what that took."""

    together: Together
    wall: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for every company."""
    options = _options(arguments)
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}", flush=True)
    rows = [(count, every) for count in options.leaders for every in options.every] or ROWS
    for leaders, every in rows:
        for seed in range(options.seed, options.seed + options.seeds):
            where = town(leaders, seed, every=every, weeks=options.weeks)
            before = _top_down(where) if options.baseline else None
            print(_line(leaders, every, seed, before, _measured(where, options.workers)), flush=True)


def _measured(where: Town, workers: int) -> Measured:
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    began = time.perf_counter()
    with Processes(workers, ["scheduler.planning.together.worker"]) as pool:
        together = plan_together(where.company, list(seen), seen, {}, AS_OF, pool=pool)
    wall = time.perf_counter() - began
    wrong = [*together.failed.values(), *_wrong(where, together)]
    if wrong:
        raise SystemExit("\n".join(wrong))
    return Measured(together, wall)


def _wrong(where: Town, together: Together) -> Iterator[str]:
    """What the planner could not have written, beside everybody else's plan."""
    around = _around(where)
    for leader, plan in together.plans.items():
        others = [together.plans[other] for other in around[leader]]
        known = projected(where.seen(leader), others, but_for=leader)
        yield from faults(plan, where.company, where.company.teams[leader], known, Memory())


def _around(where: Town) -> dict[str, list[str]]:
    """By leader: those who lead them, and those whom they lead."""
    teams = where.company.teams
    around: dict[str, list[str]] = {leader: [] for leader in teams}
    for leader, team in teams.items():
        for member in (pair.member for pair in team.pairs if pair.member in teams):
            around[leader].append(member)
            around[member].append(leader)
    return around


def _top_down(where: Town) -> int:
    """How many are missed if leaders are planned one after the other, those who lead leaders first."""
    around = _around(where)
    plans: dict[str, Plan] = {}
    for leader, team in where.company.teams.items():
        others = [plans[other] for other in around[leader] if other in plans]
        known = projected(where.seen(leader), others, but_for=leader)
        plans[leader] = replace(make_plan(where.company, team, known, Memory(), AS_OF).plan, inputs=(), days=())
    return sum(one.outcome is Outcome.UNPLACED for plan in plans.values() for one in plan.not_placed)


def _line(leaders: int, every: int, seed: int, before: int | None, measured: Measured) -> str:
    levels = {level.name: level for level in measured.together.levels}
    seconds = sum(measured.together.seconds.values())
    cells = [
        leaders,
        every,
        seed,
        "–" if before is None else before,
        *(_told(levels[name]) for name in SHOWN),
        f"{measured.wall:.0f}",
        f"{seconds:.0f}",
        f"{seconds / leaders:.2f}",
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _told(level: CompanyLevel) -> str:
    """The value, with its bound where that is another one; `?` where nothing is known of it."""
    unit = MISSED if level.name == "missed" else 1
    value = level.value // unit
    if level.bound is None:
        return f"{value} ?"
    return f"{value}" if level.bound == level.value else f"{value} (≥ {-(-level.bound // unit)})"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaders", type=int, nargs="+", default=[])
    parser.add_argument("--every", type=int, nargs="+", choices=(5, 15, 30), default=[15])
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-baseline", dest="baseline", action="store_false", help="do not plan them top down")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
