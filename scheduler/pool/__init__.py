"""Where pure work is done: in this process, in some of its own (`processes`), or by workers of Dask (`cluster`).

Results do not depend on where.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
CHUNK = 12
"""At most so many tasks go to a worker at once."""
CHUNKS = 4
"""Each worker gets at least so many chunks, where there are enough tasks: none waits long for the last one."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of a result: whoever worked on the task died, each time that it was tried."""

    why: str
    """A sentence for a person."""


class Pool(Protocol):
    """Some workers that do the same to many tasks."""

    def map(self, function: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> list[R | Lost]:
        """The result of each task, in their order; an exception of one of them is raised here.

        Args:
            function: pure, and importable by name.
            shared: what all tasks look at: brought to each worker once, as long as it is the same object.
            tasks: these, what is shared and the results can be pickled.
        """
        ...


class Here:
    """The one worker that is this process."""

    def map(self, function: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> list[R | Lost]:
        """See `Pool.map`."""
        return [function(shared, task) for task in tasks]


def chunks(tasks: int, workers: int) -> list[range]:
    """The numbers of so many tasks, in pieces of which a worker gets one at a time."""
    size = max(1, min(CHUNK, tasks // (workers * CHUNKS)))
    return [range(begin, min(begin + size, tasks)) for begin in range(0, tasks, size)]


def left(tasks: Sequence[object], results: Collection[int]) -> list[int]:
    """The numbers of tasks that have no result."""
    return [index for index in range(len(tasks)) if index not in results]
