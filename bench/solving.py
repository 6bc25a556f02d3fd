"""Solves problems as they come, with the solver of a checkout: `python -P bench/solving.py CHECKOUT`.

A process of its own: its memory is the solver's alone, and the solver is that of the checkout and of no other. Reads a
pickled `Problem` after the other from its input, and writes an `Answered` as a pickled tuple after each.
"""

import pickle
import resource
import sys
import time
from pathlib import Path
from typing import Any

MEBI = 2**20
UNIT = 1 if sys.platform == "darwin" else 2**10
"""Bytes in which the system counts a process's memory."""


def main(checkout: str) -> None:
    """Answers until there is nothing left to read."""
    sys.path.insert(0, checkout)
    from solver import solve as module  # of the checkout

    if not Path(module.__file__).resolve().is_relative_to(Path(checkout).resolve()):
        sys.exit(f"There is no solver in {checkout}.")
    sent, to_be_read = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            problem: Any = pickle.load(sent)
        except EOFError:
            return
        began = time.process_time()
        solution = module.solve(problem)
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT // MEBI
        levels = tuple((level.name, level.value, level.bound) for level in solution.levels)
        pickle.dump((seconds, memory, tuple(solution.starts), tuple(solution.lunches), levels), to_be_read)
        to_be_read.flush()


if __name__ == "__main__":
    main(sys.argv[1])
