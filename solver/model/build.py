"""The whole program of a domain, and how solutions of it and plans become one another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from solver.cost import Cost
from solver.day.path import path_through
from solver.model.courses import Course, add_course, chosen_labels, packing
from solver.model.domain import DayOf, Domain
from solver.model.levels import add_move_budget
from solver.model.people import add_people, add_stays
from solver.model.who import PairRhythm, Who, who
from solver.program import Program

Starts = Mapping[int, int | None]
"""By occurrence: where it starts, or that it has no place."""


@dataclass(slots=True)
class Model:
    """A program with every hard rule, and no objective yet."""

    program: Program
    """Whoever adds rows to it narrows what is asked."""
    domain: Domain
    """What it was made of."""
    decisions: Who
    """Who starts where, and rhythm."""
    courses: dict[DayOf, Course]
    """The network of every day of the domain."""
    packing: tuple[Cost, Cost] = field(default_factory=lambda: (Cost(), Cost()))
    """Clusters and fragments."""
    completions: list[Callable[[list[int]], None]] = field(default_factory=list)
    """What gives further variables their values, once the others have theirs."""

    def starts(self, values: Sequence[int]) -> dict[int, int | None]:
        """Where a solution of the program lets everybody start."""
        found: dict[int, int | None] = {}
        for index, starts in self.decisions.starts.items():
            chosen = (start for start, variables in starts.items() if any(values[number] for number in variables))
            found[index] = next(chosen, None)
        return found

    def values(self, starts: Starts) -> list[int] | None:
        """Every variable's best value for a plan; None: the program does not have the plan."""
        values = [0] * len(self.program)
        for index, possible in self.decisions.starts.items():
            start = starts[index]
            if start is None:
                if index not in self.decisions.unplaced:
                    return None
                values[self.decisions.unplaced[index]] = 1
            elif start not in possible:
                return None
            else:
                values[possible[start][-1]] = 1
        for rhythm in self.decisions.rhythms:
            self._agree(rhythm, starts, values)
        for course in self.courses.values():
            if not _flow(course, starts, values):
                return None
        for complete in self.completions:
            complete(values)
        return values

    def _agree(self, rhythm: PairRhythm, starts: Starts, values: list[int]) -> None:
        """Choose the key that most of the pair's meetings share."""
        keys = {
            index: next(item.key for item in self.domain.starts[index] if item.start == starts[index])
            for index in self.domain.occurrences
            if self.domain.problem.occurrences[index].pair == rhythm.pair and starts[index] is not None
        }
        shared = {key: rhythm.stands[key] + sum(other == key for other in keys.values()) for key in sorted(rhythm.keys)}
        best = max(shared, key=lambda key: shared[key], default=None)
        if best is None or shared[best] < 2:
            values[rhythm.alone] = 1
            if rhythm.credit != rhythm.alone:
                values[rhythm.credit] = int(bool(keys))
            return
        values[rhythm.keys[best]] = 1
        for index, key in keys.items():
            start = starts[index]
            if key == best and start is not None:
                values[rhythm.agrees[index, start]] = 1
                values[self.decisions.starts[index][start][-1]] = 0


def build(domain: Domain, *, rhythm: bool, priced: bool = True) -> Model | None:
    """The program of a domain; None: some day has no legal course at all.

    Args:
        rhythm: whether to ask for the pairs' rhythm; levels above it do not need to.
        priced: whether to ask for clusters and fragments; the same.
    """
    program = Program()
    decisions = who(program, domain, rhythm=rhythm)
    courses: dict[DayOf, Course] = {}
    for day in domain.days:
        course = add_course(program, domain, decisions, day, priced=priced)
        if course is None:
            return None
        courses[day] = course
    add_people(program, domain, decisions, courses)
    add_stays(program, domain, decisions)
    add_move_budget(program, domain, decisions)
    return Model(program, domain, decisions, courses, packing(list(courses.values())))


def _flow(course: Course, starts: Starts, values: list[int]) -> bool:
    """Send the unit through the day along its cheapest path."""
    steps = path_through(course.network, chosen_labels(course.frame, course.held, starts))
    if steps is None:
        return False
    for node, number in steps:
        values[course.arcs[node][number]] = 1
    return True
