"""CP-SAT as a textbook would write it: optional intervals, no overlap, and each day's order as a circuit.

A start is an integer, not a Boolean for each value; parameters are the solver's own, with one worker; levels are solved
one after the other, each with the last solution as a hint.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import CpModel, CpSolver, Domain, IntVar, LinearExpr

from bench.cpu_limit import stopped_at
from bench.places import Place, Places
from bench.proposal import Proposal, nobody
from solver.problem import TOLERATED, Span, Split

Expression = LinearExpr | int
ORDER = ("missed", "postponed", "layout", "evenness", "rhythm", "clusters", "fragments", "preferences")
"""Of fresh 1-on-1s none can move."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A 1-on-1 on one of the days on which it may lie."""

    occurrence: int
    day: int
    here: IntVar
    """Whether it lies on this day."""
    start: IntVar


@dataclass(frozen=True, slots=True)
class Stop:
    """Something in the order of a day."""

    begin: Expression
    end: Expression
    visit: Visit | None = None
    """None: lunch, or a meeting of others."""


class Model:
    """The variables and rules of a problem with one leader."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.model = CpModel()
        self.costs: Mapping[str, list[Expression]] = {name: [] for name in ORDER}
        self.visits = [list(self._visits(number, possible)) for number, possible in enumerate(places.of)]
        self.lunches = [self._within(choices, f"lunch {day}") for day, choices in enumerate(places.lunches)]
        for own, one in zip(self.visits, places.problem.occurrences, strict=True):
            self.model.add_at_most_one(visit.here for visit in own)
            self.costs["missed"].append(one.weight * (1 - LinearExpr.sum([visit.here for visit in own])))
        for day in range(len(places.leader.days)):
            self._day(day)
        self._layout()
        for pair in range(len(places.problem.pairs)):
            self._rhythm(pair)

    def _within(self, values: Sequence[int], name: str) -> IntVar | None:
        return self.model.new_int_var_from_domain(Domain.from_values(values), name) if values else None

    def _visits(self, number: int, possible: Sequence[Place]) -> Iterator[Visit]:
        days: dict[int, list[Place]] = defaultdict(list)
        for place in possible:
            days[place.day].append(place)
        for day, own in days.items():
            here = self.model.new_bool_var(f"{number} on {day}")
            start = self._within([place.start for place in own], f"start of {number} on {day}")
            assert start is not None
            self.costs["postponed"].append(own[0].late * here)
            self._points(here, start, own)
            yield Visit(number, day, here, start)

    def _points(self, here: IntVar, start: IntVar, own: Sequence[Place]) -> None:
        by_cost: dict[int, list[int]] = defaultdict(list)
        for place in own:
            by_cost[place.cost].append(place.start)
        among = {cost: self.model.new_bool_var("") for cost in by_cost}
        self.model.add(LinearExpr.sum(list(among.values())) == here)
        for cost, starts in by_cost.items():
            domain = Domain.from_values(starts)
            self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(among[cost])
            self.costs["preferences"].append(cost * among[cost])

    def _of_day(self, day: int) -> list[Visit]:
        return [visit for own in self.visits for visit in own if visit.day == day]

    def _day(self, day: int) -> None:
        """Nothing overlaps; and the order, from which clusters, runs and lost time follow."""
        leader, prep = self.places.leader, self.places.prep
        free = self.places.free[day]
        stops = []
        intervals = []
        for visit in self._of_day(day):
            length = self.places.problem.occurrences[visit.occurrence].duration
            begin, end = visit.start - prep, visit.start + length
            intervals.append(self.model.new_optional_interval_var(begin, length + prep, end, visit.here, ""))
            stops.append(Stop(begin, end, visit))
        lunch = self.lunches[day]
        if lunch is not None:
            intervals.append(self.model.new_fixed_size_interval_var(lunch, leader.lunch, ""))
            stops.append(Stop(lunch, lunch + leader.lunch))
        self.model.add_no_overlap(intervals)
        self.model.add(LinearExpr.sum([stop.visit.here for stop in stops if stop.visit]) <= leader.max_per_day)
        if not free:
            return
        for one, other in pairwise(free):
            if other.begin - one.end < leader.pause:
                raise ValueError("A meeting of others is shorter than a pause.")
            stops.append(Stop(one.end, other.begin))
        self._order(Span(free[0].begin, free[-1].end), stops)

    def _order(self, frame: Span, stops: Sequence[Stop]) -> None:
        """A circuit through the day's stops; node 0 is both ends of the day."""
        leader, model = self.places.leader, self.model
        gaps = [model.new_int_var(0, frame.end - frame.begin, "") for _ in range(len(stops) + 1)]
        """Free time right before each stop, and before the end of the day."""
        touches = [model.new_bool_var("") for _ in stops]
        fresh = [model.new_bool_var("") for _ in stops]
        """Whether a run begins here."""
        runs = [model.new_int_var(frame.begin, frame.end, "") for _ in stops]
        """Where the run of each 1-on-1 begins."""
        arcs: list[tuple[int, int, cp_model.LiteralT]] = []
        for number, stop in enumerate(stops):
            first, last = model.new_bool_var(""), model.new_bool_var("")
            arcs += [(0, number + 1, first), (number + 1, 0, last)]
            model.add(gaps[number] == stop.begin - frame.begin).only_enforce_if(first)
            model.add(gaps[-1] == frame.end - stop.end).only_enforce_if(last)
            if stop.visit is None:
                model.add(touches[number] == 0)
            else:
                here = stop.visit.here
                arcs.append((number + 1, number + 1, ~here))
                model.add_implication(first, fresh[number])
                model.add(gaps[number] == 0).only_enforce_if(touches[number])
                model.add_implication(touches[number], here)
                model.add_implication(touches[number], ~first)
                model.add(runs[number] == stop.visit.start).only_enforce_if(fresh[number])
                model.add(stop.end - runs[number] <= leader.max_run).only_enforce_if(here)
                self.costs["clusters"].append(here - touches[number])
            for before, other in enumerate(stops):
                if before == number or (stop.visit is None and other.visit is None and self._known(other, stop)):
                    continue
                follows = model.new_bool_var("")
                arcs.append((before + 1, number + 1, follows))
                model.add(gaps[number] == stop.begin - other.end).only_enforce_if(follows)
                if stop.visit is None:
                    continue
                if other.visit is None:
                    model.add_implication(follows, fresh[number])
                    model.add_implication(touches[number], ~follows)
                else:
                    model.add(runs[number] == runs[before]).only_enforce_if(follows, ~fresh[number])
                    model.add(gaps[number] >= leader.pause).only_enforce_if(follows, fresh[number])
        arcs.append((0, 0, self._empty(stops)))
        model.add_circuit(arcs)
        for gap in gaps:
            long, lost = model.new_bool_var(""), model.new_int_var(0, max(leader.piece - 1, 0), "")
            model.add(gap >= leader.piece).only_enforce_if(long)
            model.add(lost >= gap).only_enforce_if(~long)
            self.costs["fragments"].append(lost)

    def _known(self, one: Stop, other: Stop) -> bool:
        """Whether the second of two meetings of others comes first."""
        return isinstance(one.begin, int) and isinstance(other.begin, int) and other.begin < one.begin

    def _empty(self, stops: Sequence[Stop]) -> IntVar:
        """Whether nothing is on a day."""
        empty = self.model.new_bool_var("")
        if any(stop.visit is None for stop in stops):
            self.model.add(empty == 0)
        for stop in stops:
            if stop.visit is not None:
                self.model.add_implication(empty, ~stop.visit.here)
        return empty

    def _layout(self) -> None:
        model, leader = self.model, self.places.leader
        for week in sorted({day.week for day in leader.days}):
            own = [number for number, day in enumerate(leader.days) if day.week == week]
            counts = {day: LinearExpr.sum([visit.here for visit in self._of_day(day)]) for day in own}
            if isinstance(leader.layout, Split):
                most, least = (model.new_int_var(0, len(self.visits), "") for _ in range(2))
                for count in counts.values():
                    model.add(most >= count)
                    model.add(least <= count)
                beyond, rest = model.new_int_var(0, len(self.visits), ""), model.new_int_var(0, TOLERATED, "")
                model.add(most - least <= beyond + rest)
                self.costs["layout"].append(beyond)
                self.costs["evenness"].append(rest)
                continue
            chosen = {day: model.new_bool_var("") for day in own}
            model.add_exactly_one(chosen.values())
            if leader.layout.weekday is not None:
                named = [day for day in own if leader.days[day].weekday == leader.layout.weekday]
                if not named:
                    continue
                model.add(chosen[named[0]] == 1)
            for day in own:
                off = model.new_int_var(0, len(self.visits), "")
                model.add(off >= counts[day]).only_enforce_if(~chosen[day])
                self.costs["layout"].append(off)

    def _rhythm(self, pair: int) -> None:
        """A pair's weekday and time, and who agrees with it."""
        days = self.places.leader.days
        length = max(day.span.end - day.span.begin for day in days)
        key = self.model.new_int_var(0, 7 * length, "")
        for visit in (visit for own in self.visits for visit in own):
            if self.places.problem.occurrences[visit.occurrence].pair != pair:
                continue
            agrees, day = self.model.new_bool_var(""), days[visit.day]
            self.model.add_implication(agrees, visit.here)
            same = key == day.weekday * length + visit.start - day.span.begin
            self.model.add(same).only_enforce_if(agrees)
            self.costs["rhythm"].append(visit.here - agrees)


def solve_by_textbook(places: Places, limit: float) -> Proposal:
    """As good as it gets in so many CPU seconds, the writing of the model included; one worker."""
    deadline = time.process_time() + limit
    model = Model(places)
    bounds = {"moves": 0, "fairness": 0}
    best: Proposal | None = None
    variables = [model.model.get_int_var_from_proto_index(number) for number in range(len(model.model.proto.variables))]
    for name in ORDER:
        if time.process_time() >= deadline:
            break
        cost = LinearExpr.sum(model.costs[name])
        model.model.minimize(cost)
        solver = CpSolver()
        solver.parameters.num_workers = 1
        with stopped_at(deadline, solver.stop_search):
            status = solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        value = round(solver.objective_value)
        bounds[name] = max(0, min(value, round(solver.best_objective_bound)))
        best = _proposal(model, solver, bounds)
        model.model.add(cost <= value)
        model.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in variables:
            model.model.add_hint(variable, solver.value(variable))
    return nobody(places) if best is None else best


def _proposal(model: Model, solver: CpSolver, bounds: Mapping[str, int]) -> Proposal:
    starts = tuple(
        next((solver.value(visit.start) for visit in own if solver.boolean_value(visit.here)), None)
        for own in model.visits
    )
    lunches = tuple(None if lunch is None else solver.value(lunch) for lunch in model.lunches)
    return Proposal(starts, (lunches,), bounds)
