"""What is still possible: the starts of each occurrence, who may be missed, and how many 1-on-1s a day may have."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from solver.candidates import Candidate, Candidates, find_candidates
from solver.problem import Problem

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

    @property
    def problem(self) -> Problem:
        """The whole one, of which this may be a part."""
        return self.candidates.problem

    def on_day(self, day: DayOf) -> Iterator[tuple[int, Candidate]]:
        """What the day's leader may have on it."""
        leader, number = day
        pairs = self.problem.pairs
        for index in self.occurrences:
            if pairs[self.problem.occurrences[index].pair].leader == leader:
                for candidate in self.starts[index]:
                    if candidate.day == number:
                        yield index, candidate

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
