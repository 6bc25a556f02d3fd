"""One holder of every variable, and how each auxiliary one follows from the decisions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, IntVar

from solver.model.candidates import Candidates
from solver.model.filling import Room
from solver.model.neighbourhoods import Neighbourhood
from solver.problem import Occurrence, Span

Values = Sequence[int]
"""The value of every variable, by its index."""


@dataclass(frozen=True, slots=True)
class Placing:
    """One occurrence at one start."""

    index: int
    """Of the occurrence."""
    occurrence: Occurrence
    start: int
    variable: IntVar

    @property
    def block(self) -> Span:
        """What it takes of the leader's time."""
        return Span(self.start - self.occurrence.prep, self.end)

    @property
    def end(self) -> int:
        return self.start + self.occurrence.duration


class Variables:
    """The decisions: a Boolean per occurrence and start, one for leaving it unplaced, one per possible lunch."""

    def __init__(self, candidates: Candidates) -> None:
        self.model = CpModel()
        self.candidates = candidates
        self.problem = candidates.problem
        self.placed: list[dict[int, IntVar]] = []
        """By occurrence: start to Boolean."""
        self.unplaced: list[IntVar] = []
        self.lunch: dict[tuple[int, int], dict[int, IntVar]] = {}
        """By (leader, index of day): start to Boolean; `lunch.add_lunch` fills it."""
        self.meeting: dict[int, dict[int, list[IntVar]]] = {}
        """By person and tick: the starts that would take it; of everybody whose 1-on-1s could collide."""
        self.eating: dict[int, dict[int, list[IntVar]]] = {}
        """By person and tick: the lunches that would take it."""
        self.rooms: dict[tuple[int, int], list[Room]] = {}
        """By (leader, index of day); `rooms.find_rooms` fills it."""
        self._by_day: dict[tuple[int, int], list[Placing]] = {}
        self._formulas: list[tuple[list[int], Callable[[Values], Sequence[int]]]] = []
        for index, starts in enumerate(candidates.starts):
            placed = {candidate.start: self.boolean() for candidate in starts}
            leader = self.problem.pairs[self.problem.occurrences[index].pair].leader
            for candidate in starts:
                placing = Placing(index, self.problem.occurrences[index], candidate.start, placed[candidate.start])
                self._by_day.setdefault((leader, candidate.day), []).append(placing)
            unplaced = self.boolean()
            self.model.add_exactly_one([*placed.values(), unplaced])
            self.placed.append(placed)
            self.unplaced.append(unplaced)
        self._collect_meetings()

    def boolean(self) -> IntVar:
        return self.model.new_bool_var("")

    def derived(self, formula: Callable[[Values], int], most: int = 1) -> IntVar:
        """An auxiliary variable from 0 to `most` that `formula` gives the best value of.

        The formula may read decisions and variables that were derived before.
        """
        variable = self.model.new_int_var(0, most, "")
        self._formulas.append(([variable.index], lambda values: (formula(values),)))
        return variable

    def derived_booleans(self, count: int, formula: Callable[[Values], Sequence[int]]) -> list[IntVar]:
        """The same for several Booleans whose values are found together."""
        variables = [self.boolean() for _ in range(count)]
        self._formulas.append(([variable.index for variable in variables], formula))
        return variables

    def on_day(self, leader: int, day: int) -> list["Placing"]:
        """What may be placed on one of the leader's days."""
        return self._by_day.get((leader, day), [])

    def taking(self, person: int, tick: int) -> list[IntVar]:
        """Everything to be decided that would take the person's tick."""
        return self.meeting.get(person, {}).get(tick, []) + self.eating.get(person, {}).get(tick, [])

    def complete(self, starts: Sequence[int | None], lunches: Sequence[Sequence[int | None]]) -> list[int]:
        """The value of every variable, from the decisions alone."""
        values = [0] * len(self.model.proto.variables)
        for placed, unplaced, start in zip(self.placed, self.unplaced, starts, strict=True):
            values[(unplaced if start is None else placed[start]).index] = 1
        for (leader, day), possible in self.lunch.items():
            lunch = lunches[leader][day]
            if lunch is not None:
                values[possible[lunch].index] = 1
        for indices, formula in self._formulas:
            for index, value in zip(indices, formula(values), strict=True):
                values[index] = value
        return values

    def completed(self, values: Values) -> list[int]:
        """The same decisions with the best value of every auxiliary variable."""
        return self.complete(self.starts(values), self.lunches(values))

    @contextmanager
    def only(self, part: Neighbourhood, values: Values) -> Iterator[None]:
        """In this context every decision outside the part is as in `values`."""
        outside = [
            variable.index
            for index, (placed, unplaced) in enumerate(zip(self.placed, self.unplaced, strict=True))
            if index not in part.occurrences
            for variable in (*placed.values(), unplaced)
        ]
        for (leader, day), possible in self.lunch.items():
            if self.problem.leaders[leader].days[day].week not in part.weeks:
                outside += [variable.index for variable in possible.values()]
        # Exactly one of each kind is chosen, so that the chosen ones decide the others.
        chosen = [index for index in outside if values[index]]
        for index in chosen:
            self.model.proto.variables[index].domain[0] = 1
        yield
        for index in chosen:
            self.model.proto.variables[index].domain[0] = 0

    def first_lunches(self) -> tuple[tuple[int | None, ...], ...]:
        """The earliest lunch of every day: right as long as nothing is placed."""
        return tuple(
            tuple(min(self.lunch.get((number, day), {}), default=None) for day in range(len(leader.days)))
            for number, leader in enumerate(self.problem.leaders)
        )

    def starts(self, values: Values) -> tuple[int | None, ...]:
        """Where the occurrences start."""
        return tuple(
            next((start for start, variable in placed.items() if values[variable.index]), None)
            for placed in self.placed
        )

    def lunches(self, values: Values) -> tuple[tuple[int | None, ...], ...]:
        """When the leaders' lunches start, by leader and day."""
        return tuple(
            tuple(
                next((start for start, var in self.lunch.get((number, day), {}).items() if values[var.index]), None)
                for day in range(len(leader.days))
            )
            for number, leader in enumerate(self.problem.leaders)
        )

    def _collect_meetings(self) -> None:
        pairs = self.problem.pairs
        leaders_of: dict[int, set[int]] = {}
        for occurrence in self.problem.occurrences:
            pair = pairs[occurrence.pair]
            leaders_of.setdefault(pair.member, set()).add(pair.leader)
        self.meeting = {leader.person: {} for leader in self.problem.leaders}
        self.meeting.update({person: {} for person, leaders in leaders_of.items() if len(leaders) > 1})
        for occurrence, placed in zip(self.problem.occurrences, self.placed, strict=True):
            pair = pairs[occurrence.pair]
            leader = self.problem.leaders[pair.leader].person
            for start, variable in placed.items():
                end = start + occurrence.duration
                for person, begin in ((leader, start - occurrence.prep), (pair.member, start)):
                    if person in self.meeting:
                        by_tick = self.meeting[person]
                        for tick in range(begin, end):
                            by_tick.setdefault(tick, []).append(variable)
