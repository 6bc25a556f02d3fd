"""How much of one person's data is read: counted work, so that the answer is the same on every machine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

_Item = TypeVar("_Item")


class OverBudget(Exception):
    """One person's data is more than a calendar of a person; says how, as the end of a sentence about the calendar."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on one person. The defaults are far beyond any calendar that people keep."""

    octets: int = 64 * 2**20
    """Bytes of all files."""
    components: int = 100_000
    """Files, and what stands between a BEGIN and its END: events, alarms, time zones."""
    occurrences: int = 50_000
    """Instances of events in the window."""
    steps: int = 1_000_000
    """Content lines that are looked at, dates in lists, instances that a rule is asked for; at most some microseconds
    each."""

    def read(self, octets: int) -> None:
        """Account for bytes.

        Raises:
            OverBudget: there are too many.
        """
        self.octets -= octets
        if self.octets < 0:
            raise OverBudget("is larger than 64 MB")

    def component(self) -> None:
        """Account for a component or a file.

        Raises:
            OverBudget: there are too many.
        """
        self.components -= 1
        if self.components < 0:
            raise OverBudget("holds more than 100,000 events, alarms and the like")

    def occurrence(self) -> None:
        """Account for an instance of an event.

        Raises:
            OverBudget: there are too many.
        """
        self.occurrences -= 1
        if self.occurrences < 0:
            raise OverBudget("holds more than 50,000 events in the weeks that are read")

    def step(self, steps: int = 1) -> None:
        """Account for work.

        Raises:
            OverBudget: it is too much.
        """
        self.steps -= steps
        if self.steps < 0:
            raise OverBudget("holds lists or repetition rules that take too long to work through")

    def counted(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The items, each accounted for as a step.

        Raises:
            OverBudget: there are too many.
        """
        for item in items:
            self.step()
            yield item
