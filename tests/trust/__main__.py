"""Simulate nights, and print what people did, what failed, and what was wrong.

python -m tests.trust --nights 365 --leaders 28 --seed 1
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.trust.year import Year

MUST_BE_NONE = ("duplicates", "lost", "created again", "moved though pinned", "foreign events touched")


def main() -> int:
    """Simulate, and print a table; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--leaders", type=int, default=28)
    parser.add_argument("--span", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        year = Year(options.leaders, options.span, options.seed, Path(folder))
        for _ in range(options.nights):
            year.night()
            year.day()
            if year.totals["nights"] % 20 == 0:
                print(f"{year.totals['nights']} nights, {len(year.wrong)} wrong", file=sys.stderr, flush=True)
    print("| what | how often |\n| --- | --- |")
    rows = {**year.totals, **year.people.did, "requests that failed": year.service.faults}
    for what, number in rows.items():
        if what not in MUST_BE_NONE:
            print(f"| {what} | {number:,} |")
    for what in MUST_BE_NONE:
        print(f"| **{what}** | **{year.totals[what]}** |")
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(*year.wrong[:50], sep="\n", file=sys.stderr)
    return 1 if year.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
