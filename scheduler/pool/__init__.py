"""Where pure work is done: in this process, or in some of its own (`processes`). Results do not depend on where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


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
