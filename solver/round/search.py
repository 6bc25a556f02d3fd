"""Betters an answer by simulated annealing over Kempe chains.

The meetings of two slots form paths and cycles of people; exchanging the two slots along one of them keeps everybody in
one place, and changes whose slots are taken only at the two ends of a path. Not gaps are minimised, but by how many
meetings each person's slots differ from their nearest pattern with the number of gaps that is aimed at: a person who
is one meeting off can pass that on to another along a path at no cost, where the number of gaps would rise in between.

Work is counted in steps, and chance comes from a fixed seed: the same input gives the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from solver.round.patterns import gaps
from solver.round.problem import Round

HOT, COLD = 0.17, 0.12
"""Temperatures, in meetings that are off: at first and at last, falling geometrically."""
_EVERY = 256
"""Steps after which the temperature is set anew."""


@dataclass(frozen=True, slots=True)
class _State:
    """What may be done with one person's mask."""

    moves: tuple[tuple[int, int, int], ...]
    """(slot that is left, slot that is taken, what the distance grows by): those that do not make it larger."""
    growth: Mapping[int, int]
    """By `left * slots + taken`, for every such change: what the distance grows by, between -1 and 1."""
    distance: int
    gaps: int


class _States:
    """The states of one person, each worked out when it is met for the first time."""

    def __init__(self, problem: Round, usable: int, patterns: Sequence[int]) -> None:
        self._slots = problem.slots
        self._usable = usable
        self._patterns = patterns
        self._known: dict[int, _State] = {}

    def of(self, mask: int) -> _State:
        """Of this mask."""
        state = self._known.get(mask)
        if state is None:
            state = self._known[mask] = self._make(mask)
        return state

    def _make(self, mask: int) -> _State:
        """The distance is that of the nearest pattern; each change brings any pattern by at most one nearer."""
        distances = [(pattern & ~mask).bit_count() for pattern in self._patterns]
        least = min(distances)
        nearest = [each for each, distance in zip(self._patterns, distances, strict=True) if distance == least]
        next_ones = [each for each, distance in zip(self._patterns, distances, strict=True) if distance == least + 1]
        moves, growth = [], {}
        for left in range(self._slots):
            if not mask >> left & 1:
                continue
            nearer, level = _taken(1 << left, nearest, next_ones)
            for taken in range(self._slots):
                if self._usable & ~mask & 1 << taken:
                    grown = -1 if nearer >> taken & 1 else 0 if level >> taken & 1 else 1
                    growth[left * self._slots + taken] = grown
                    if grown <= 0:
                        moves.append((left, taken, grown))
        return _State(tuple(moves), growth, least, gaps(mask))


def _taken(left: int, nearest: Sequence[int], next_ones: Sequence[int]) -> tuple[int, int]:
    """Masks of the slots that, taken instead of this one, make the distance smaller; leave it as it is, or smaller."""
    nearer = level = 0
    for pattern in nearest:
        if pattern & left:
            level |= pattern
        else:
            nearer |= pattern
            level = -1
    for pattern in next_ones:
        if not pattern & left:
            level |= pattern
    return nearer, level


class Search:
    """One answer that is being bettered."""

    def __init__(self, problem: Round, patterns: Mapping[int, Sequence[int]], slots: Sequence[int]) -> None:
        """Starts at an answer; `patterns` are, by person with a meeting, those that are aimed at."""
        self._problem = problem
        self._slots = list(slots)
        self._both = [one.first + one.second for one in problem.meetings]
        self._rooms = [problem.rooms] * problem.slots
        self._at = [[-1] * problem.slots for _ in problem.free]
        """By person and slot: the meeting, or -1."""
        usable = [0] * len(problem.free)
        self._masks = [0] * len(problem.free)
        self._allowed: list[list[bool]] = []
        for number, (meeting, slot) in enumerate(zip(problem.meetings, slots, strict=True)):
            allowed = problem.allowed(meeting)
            self._allowed.append([each in allowed for each in range(problem.slots)])
            self._rooms[slot] -= 1
            for person in (meeting.first, meeting.second):
                self._at[person][slot] = number
                self._masks[person] |= 1 << slot
                usable[person] |= sum(1 << each for each in allowed)
        self._states = {person: _States(problem, usable[person], each) for person, each in patterns.items()}
        self._now = {person: states.of(self._masks[person]) for person, states in self._states.items()}
        self._order: dict[int, list[tuple[int, int]]] = {}
        for pair in problem.before:
            for number in pair:
                self._order.setdefault(number, []).append(pair)
        self._best = (self._total, tuple(slots)) if self._fair else None

    @property
    def best(self) -> tuple[int, tuple[int, ...]] | None:
        """Gaps, and slots by meeting, of the best fair answer that was met; None: none was."""
        return self._best

    @property
    def _total(self) -> int:
        return sum(state.gaps for state in self._now.values())

    @property
    def _fair(self) -> bool:
        numbers = [state.gaps for state in self._now.values()]
        return not numbers or max(numbers) - min(numbers) <= self._problem.fair

    def run(self, steps: int, seed: int, enough: int) -> None:
        """Search for so many steps, or until an answer has no more gaps than are enough."""
        chance = Random(seed).random
        people: list[int] = []
        worse = 0.0
        total = self._total
        least = self._best[0] if self._best is not None else total + 1
        for step in range(steps):
            if least <= enough:
                return
            if step % _EVERY == 0:
                worse = exp(-1 / (HOT * (COLD / HOT) ** (step / steps)))
                people = [person for person, state in self._now.items() if state.moves]
                if not people:
                    return
            person = people[int(chance() * len(people))]
            moves = self._now[person].moves
            if not moves:
                continue
            left, taken, grown = moves[int(chance() * len(moves))]
            chain, end = self._chain(person, left, taken)
            if not chain:
                continue
            here, there = (taken, left) if len(chain) % 2 == 0 else (left, taken)
            grown += self._now[end].growth[here * self._problem.slots + there]
            if grown > 0 and (grown > 1 or chance() > worse):
                continue
            if (len(chain) % 2 and not self._rooms[taken]) or not self._in_order(chain, left, taken):
                continue
            total += self._exchange(person, end, chain, left, taken)
            if total < least and self._fair:
                least = total
                self._best = (total, tuple(self._slots))

    def _chain(self, person: int, left: int, taken: int) -> tuple[list[int], int]:
        """The meetings from this person on that alternate between two slots, and who is at the other end.

        No meetings: one of them is not allowed in the other slot.
        """
        chain: list[int] = []
        at, both, allowed = self._at, self._both, self._allowed
        while True:
            meeting = at[person][left]
            if meeting < 0:
                return chain, person
            if not allowed[meeting][taken]:
                return [], person
            chain.append(meeting)
            person = both[meeting] - person
            left, taken = taken, left

    def _in_order(self, chain: Sequence[int], left: int, taken: int) -> bool:
        """Whether what comes before others still does with the two slots exchanged."""
        if not self._order:
            return True
        moved = {number: left if self._slots[number] == taken else taken for number in chain}
        return all(
            moved.get(one, self._slots[one]) < moved.get(other, self._slots[other])
            for number in chain
            for one, other in self._order.get(number, ())
        )

    def _exchange(self, person: int, end: int, chain: Sequence[int], left: int, taken: int) -> int:
        """Exchange the slots along a chain; by how many the gaps grow."""
        if len(chain) % 2:
            self._rooms[taken] -= 1
            self._rooms[left] += 1
        ends = (person, end)
        row = self._at[person]
        row[left], row[taken] = row[taken], row[left]
        here, there = taken, left
        for number in chain:
            person = self._both[number] - person
            row = self._at[person]
            row[left], row[taken] = row[taken], row[left]
            self._slots[number] = here
            here, there = there, here
        grown = 0
        for each in ends:
            self._masks[each] ^= 1 << left | 1 << taken
            state = self._states[each].of(self._masks[each])
            grown += state.gaps - self._now[each].gaps
            self._now[each] = state
        return grown
