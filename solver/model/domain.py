"""What is still possible: the starts of each occurrence, who may be missed, and how many 1-on-1s a day may have."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from solver.candidates import Candidate, Candidates, find_candidates
from solver.problem import Problem

T = TypeVar("T")
DayOf = tuple[int, int]
"""(leader, index of the day)."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of a problem, and what is known of its best solutions."""

    candidates: Candidates
    """Of the whole problem."""
    occurrences: tuple[int, ...]
    """Those that are to be decided."""
    starts: Mapping[int, tuple[Candidate, ...]]
    """By occurrence that is to be decided."""
    days: tuple[DayOf, ...]
    """Those on which they may lie, and whose lunches and free time count."""
    placed: frozenset[int] = frozenset()
    """Occurrences that have a place in every solution that is still of interest."""
    missing: frozenset[int] = frozenset()
    """Occurrences that have none: no start at all in the whole problem. What only a narrowed domain leaves without a
    start is not among them."""
    counts: Mapping[DayOf, frozenset[int]] = field(default_factory=dict)
    """How many 1-on-1s may be placed on a day; where nothing is said, any number."""
    memory: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was computed of this domain and is asked for again; `kept` fills it."""

    @property
    def problem(self) -> Problem:
        """The whole one, of which this may be a part."""
        return self.candidates.problem

    def kept(self, key: object, compute: Callable[[], T]) -> T:
        """What `compute` says, asked once."""
        if key not in self.memory:
            self.memory[key] = compute()
        found: T = self.memory[key]
        return found

    def on_day(self, day: DayOf) -> Sequence[tuple[int, Candidate]]:
        """What the day's leader may have on it."""
        return self.kept("days", self._by_day).get(day, [])

    def _by_day(self) -> dict[DayOf, list[tuple[int, Candidate]]]:
        found: dict[DayOf, list[tuple[int, Candidate]]] = {}
        pairs = self.problem.pairs
        for index in self.occurrences:
            leader = pairs[self.problem.occurrences[index].pair].leader
            for candidate in self.starts[index]:
                found.setdefault((leader, candidate.day), []).append((index, candidate))
        return found

    def restricted(self, keep: Mapping[int, Collection[int]]) -> "Domain":
        """Some occurrences may start at these ticks only."""
        starts = {
            index: tuple(item for item in mine if item.start in keep[index]) if index in keep else mine
            for index, mine in self.starts.items()
        }
        return replace(self, starts=starts)

    def without_late(self) -> "Domain":
        """Nothing lies in a later week than the one it is due in."""
        starts = {index: tuple(item for item in mine if item.late == 0) for index, mine in self.starts.items()}
        return replace(self, starts=starts)

    def with_counts(self, counts: Mapping[DayOf, frozenset[int]]) -> "Domain":
        """Some days have one of these numbers of 1-on-1s."""
        return replace(self, counts={**self.counts, **counts})


def whole(problem: Problem) -> Domain:
    """Everything that is possible at all."""
    candidates = find_candidates(problem)
    return Domain(
        candidates,
        tuple(range(len(problem.occurrences))),
        dict(enumerate(candidates.starts)),
        tuple((number, day) for number, leader in enumerate(problem.leaders) for day in range(len(leader.days))),
        missing=frozenset(index for index, starts in enumerate(candidates.starts) if not starts),
    )


def part(domain: Domain, occurrences: Sequence[int], days: Sequence[DayOf]) -> Domain:
    """Some of the occurrences, which lie on these days whatever the others do."""
    chosen = frozenset(occurrences)
    return replace(
        domain,
        occurrences=tuple(occurrences),
        starts={index: domain.starts[index] for index in occurrences},
        days=tuple(days),
        placed=domain.placed & chosen,
        missing=domain.missing & chosen,
    )
