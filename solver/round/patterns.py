"""The sets of slots that one person may meet in, as bit masks: bit `t` is slot `t`.

A pattern has as many slots as the person has meetings, only slots in which one of them can be, and all in which one is
fixed. It has one gap fewer than it has runs of neighbouring slots.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from solver.round.problem import Round

MOST = 1500
"""Of more patterns than this, so many are taken, spread evenly over all of them."""


@dataclass(frozen=True, slots=True)
class Days:
    """What one person's patterns are made of."""

    slots: int
    size: int
    """How many meetings they have: at least one."""
    usable: int
    """A mask: where any of them may be."""
    required: int
    """A mask: where one of them is fixed."""


def days(problem: Round) -> dict[int, Days]:
    """By person; who has no meeting has no pattern."""
    found: dict[int, Days] = {}
    for meeting in problem.meetings:
        mask = sum(1 << slot for slot in problem.allowed(meeting))
        for person in (meeting.first, meeting.second):
            known = found.get(person, Days(problem.slots, 0, 0, 0))
            fixed = known.required | (mask if meeting.fixed is not None else 0)
            found[person] = Days(problem.slots, known.size + 1, known.usable | mask, fixed)
    return dict(sorted(found.items()))


def gaps(mask: int) -> int:
    """How many gaps lie between the slots of a mask that is not empty."""
    return (mask & ~(mask << 1)).bit_count() - 1


class Patterns:
    """One person's patterns, counted by a recursion from the last slot to the first."""

    def __init__(self, day: Days) -> None:
        self.day = day

        @cache
        def count(slot: int, met: bool, left: int, runs: int) -> int:
            """Ways to spend the slots from `slot` on with `left` meetings in `runs` new runs."""
            if left < 0 or runs < 0 or left > day.slots - slot:
                return 0
            if slot == day.slots:
                return int(left == 0 and runs == 0)
            return sum(count(slot + 1, *rest) for rest in self._ways(slot, met, left, runs))

        self._count = count

    def _ways(self, slot: int, met: bool, left: int, runs: int) -> Iterator[tuple[bool, int, int]]:
        """What may follow this slot: without a meeting, then with one."""
        if not self.day.required >> slot & 1:
            yield False, left, runs
        if self.day.usable >> slot & 1:
            yield True, left - 1, runs if met else runs - 1

    def exist(self, gaps: int) -> bool:
        """Whether a pattern has exactly so many gaps."""
        return self._count(0, False, self.day.size, gaps + 1) > 0

    def possible(self) -> list[int]:
        """The numbers of gaps that a pattern may have, least first."""
        return [gaps for gaps in range(self.day.size) if self.exist(gaps)]

    def with_gaps(self, gaps: int) -> list[int]:
        """Patterns with exactly so many gaps: all of them, or `MOST`."""
        total = self._count(0, False, self.day.size, gaps + 1)
        taken = min(total, MOST)
        return [self._ranked(index * total // taken, gaps + 1) for index in range(taken)]

    def _ranked(self, rank: int, runs: int) -> int:
        """The pattern with this number, in the order of `_ways`."""
        mask, met, left = 0, False, self.day.size
        for slot in range(self.day.slots):
            for way in self._ways(slot, met, left, runs):
                ways = self._count(slot + 1, *way)
                if rank < ways:
                    break
                rank -= ways
            met, left, runs = way
            mask |= met << slot
        return mask
