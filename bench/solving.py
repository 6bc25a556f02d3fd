"""Solves problems as they come, with the solver of a checkout: `python -P bench/solving.py CHECKOUT`.

A process of its own: its memory is the solver's alone, and the solver is that of the checkout and of no other. Reads a
pickled problem after the other from its input, as `plain` makes it, and writes an `Answered` as a pickled tuple after
each.
"""

import pickle
import resource
import sys
import time
from dataclasses import fields, is_dataclass
from math import inf
from pathlib import Path
from typing import Any

CLASS = "class"
MEBI = 2**20
UNIT = 1 if sys.platform == "darwin" else 2**10
"""Bytes in which the system counts a process's memory."""


def plain(value: Any) -> Any:
    """A problem without its classes, which are others in another checkout: their names, and fields by name."""
    if is_dataclass(value):
        return {CLASS: type(value).__name__} | {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def whole(value: Any, classes: Any) -> Any:
    """What `plain` made plain, with a checkout's classes; fields that they do not have are left out."""
    if isinstance(value, dict) and CLASS in value:
        kind = getattr(classes, value[CLASS])
        return kind(**{one.name: whole(value[one.name], classes) for one in fields(kind) if one.name in value})
    return tuple(whole(one, classes) for one in value) if isinstance(value, tuple) else value


def main(checkout: str) -> None:
    """Answers until there is nothing left to read."""
    sys.path.insert(0, checkout)
    from solver import problem as classes  # of the checkout
    from solver import solve as module
    from solver.parameters import Limits

    if not Path(module.__file__).resolve().is_relative_to(Path(checkout).resolve()):
        sys.exit(f"There is no solver in {checkout}.")
    # A busy machine takes longer, and would have other answers if the clock ended a search.
    unhurried: Any = {"deadline": inf} if "deadline" in {one.name for one in fields(Limits)} else {}
    limits = Limits(**unhurried)
    sent, to_be_read = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            problem = whole(pickle.load(sent), classes)
        except EOFError:
            return
        began = time.process_time()
        solution = module.solve(problem, limits)
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT // MEBI
        levels = tuple((level.name, level.value, level.bound) for level in solution.levels)
        pickle.dump((seconds, memory, tuple(solution.starts), tuple(solution.lunches), levels), to_be_read)
        to_be_read.flush()


if __name__ == "__main__":
    main(sys.argv[1])
