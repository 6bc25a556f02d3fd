"""How many gaps rounds have, how many of them are proven, and in what time.

    python bench/rounds.py                             # the table of docs/performance.md
    python bench/rounds.py --kinds mixed --seeds 2 --each

A round has 50 people, 300 pairs, 22 slots and 20 rooms. Seven people in ten are unavailable in up to three slots.
`mixed`: anybody meets anybody. `sides`: 25 people on each of two sides, who meet people of the other one. `ordered`:
as mixed, with 20 pairs that come before another one and 5 that are fixed.
"""

import argparse
import sys
import time
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from solver.round.check import broken_round_rules
from solver.round.problem import Meeting, Round
from solver.round.solve import STEPS, solve

KINDS = ("mixed", "sides", "ordered")
SLOTS, ROOMS, SPARE = 22, 20, 4


def make_round(kind: str, seed: int, people: int = 50, pairs: int = 300) -> Round:
    """One of them; the same in every process."""
    chance = Random(seed)
    chosen: set[tuple[int, int]] = set()
    meets = [0] * people
    while len(chosen) < pairs:
        if kind == "sides":
            one, other = chance.randrange(people // 2), chance.randrange(people // 2, people)
        else:
            one, other = sorted(chance.sample(range(people), 2))
        if (one, other) not in chosen and max(meets[one], meets[other]) < SLOTS - SPARE:
            chosen.add((one, other))
            meets[one] += 1
            meets[other] += 1
    free = []
    for person in range(people):
        slots = set(range(SLOTS))
        if chance.random() < 0.7:
            for _ in range(chance.randint(1, 3)):
                if len(slots) > meets[person] + 2:
                    slots.discard(chance.randrange(SLOTS))
        free.append(frozenset(slots))
    two = sorted(chosen)
    fixed: dict[int, int] = {}
    before: list[tuple[int, int]] = []
    if kind == "ordered":
        before = [(min(drawn), max(drawn)) for drawn in (chance.sample(range(pairs), 2) for _ in range(20))]
        for number in chance.sample(sorted(set(range(pairs)) - {each for pair in before for each in pair}), 5):
            one, other = two[number]
            possible = sorted(free[one] & free[other] - set(fixed.values()))
            fixed[number] = chance.choice(possible)
    meetings = tuple(Meeting(one, other, fixed.get(number)) for number, (one, other) in enumerate(two))
    return Round(SLOTS, ROOMS, tuple(free), meetings, tuple(before), 2)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seeds", type=int, default=10, help="how many of each kind")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--steps", type=int, default=STEPS, help="of the search")
    parser.add_argument("--each", action="store_true", help="tell every seed's gaps, bound and time")
    options = parser.parse_args()
    print("| round | gaps | bound | proven | within 5 % of the bound | median s | max s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for kind in options.kinds:
        gaps, bounds, seconds = [], [], []
        for seed in range(options.seeds):
            problem = make_round(kind, seed, options.people, options.pairs)
            began = time.process_time()
            found = solve(problem, options.steps)
            seconds.append(time.process_time() - began)
            if found.slots is None or broken_round_rules(problem, found.slots):
                sys.exit(f"{kind} {seed}: no valid timetable was found")
            gaps.append(found.gaps)
            bounds.append(found.bound)
            if options.each:
                print(f"{kind} {seed}: {found.gaps} gaps, bound {found.bound}, {seconds[-1]:.1f} s", flush=True)
        both = list(zip(gaps, bounds, strict=True))
        proven = sum(gap <= bound for gap, bound in both)
        near = sum(gap <= 1.05 * bound for gap, bound in both)
        cells = [kind, f"{min(gaps)} to {max(gaps)}", f"{min(bounds)} to {max(bounds)}", f"{proven} of {len(both)}"]
        cells += [f"{near} of {len(both)}", f"{median(seconds):.1f}", f"{max(seconds):.1f}"]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
