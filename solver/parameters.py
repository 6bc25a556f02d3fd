"""How much work the solver may do. Work is counted, not seconds: the same input gives the same answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """In CP-SAT's deterministic time: the same work on every machine, about a second each on an ordinary core."""

    outline: float = 1.0
    """For each search of the first four levels, in each part of the problem that is independent in them."""
    detail: float = 3.0
    """For each packing, in each independent part: clusters, fragments and preferences, mostly in one objective. A
    rhythm that is refuted asks for another packing, with as much again; a large program is packed in a few searches,
    each of which has at least a quarter of what the one before it had."""


LARGE = 6000
"""A program with more variables is first looked at for an answer without any deviation."""
SMALL = 4000
"""A program with at most so many is searched at once."""
