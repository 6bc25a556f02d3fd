"""Level 3: a leader's week is laid out as configured."""

from collections.abc import Callable

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.variables import Placing, Values, Variables
from solver.problem import Leader, WholeDay


def layout(variables: Variables) -> Cost:
    """Whole day: the week's 1-on-1s off the day. Split: how many more the fullest day has than the emptiest."""
    cost = Cost(ceiling=len(variables.problem.occurrences) + len(variables.problem.fixed))
    for number, leader in enumerate(variables.problem.leaders):
        for week in sorted({day.week for day in leader.days}):
            days = [
                _Load(variables.on_day(number, index), len(variables.candidates.fixed_on(number, index)), day.weekday)
                for index, day in enumerate(leader.days)
                if day.week == week
            ]
            _add_week(variables, cost, leader, days)
    return cost


class _Load:
    """The 1-on-1s of one day."""

    def __init__(self, placings: list[Placing], fixed: int, weekday: int) -> None:
        self.placings = placings
        self.placed = [placing.variable for placing in placings]
        self.most = fixed + len({placing.index for placing in placings})
        self.fixed = fixed
        self.weekday = weekday

    def count(self, values: Values) -> int:
        return self.fixed + sum(values[variable.index] for variable in self.placed)

    @property
    def expression(self) -> LinearExpr:
        return LinearExpr.sum(self.placed) + self.fixed


def _add_week(variables: Variables, cost: Cost, leader: Leader, days: list[_Load]) -> None:
    if not isinstance(leader.layout, WholeDay):
        _add_difference(variables, cost, days)
    elif leader.layout.weekday is not None:
        _add_off_named_day(cost, days, leader.layout.weekday)
    elif len(days) > 1:
        _add_off_best_day(variables, cost, days)


def _add_off_named_day(cost: Cost, days: list[_Load], weekday: int) -> None:
    """In a week without that day, any other is as good."""
    if all(day.weekday != weekday for day in days):
        return
    for day in days:
        if day.weekday != weekday:
            cost.offset += day.fixed
            for variable in day.placed:
                cost.add(variable)


def _add_off_best_day(variables: Variables, cost: Cost, days: list[_Load]) -> None:
    chosen = [variables.derived(_is_fullest(days, day)) for day in days]
    variables.model.add_exactly_one(chosen)
    for day, choice in zip(days, chosen, strict=True):
        off = variables.derived(_unless(choice, day), day.most)
        variables.model.add(off == day.expression).only_enforce_if(~choice)
        cost.add(off)


def _add_difference(variables: Variables, cost: Cost, days: list[_Load]) -> None:
    if len(days) < 2:
        return
    most = max(day.most for day in days)
    fullest = variables.derived(lambda values: max(day.count(values) for day in days), most)
    emptiest = variables.derived(lambda values: min(day.count(values) for day in days), most)
    for day in days:
        variables.model.add(fullest >= day.expression)
        variables.model.add(emptiest <= day.expression)
    cost.add(fullest)
    cost.add(emptiest, -1)
    _add_remainder(variables, days, fullest - emptiest)


def _add_remainder(variables: Variables, days: list[_Load], difference: LinearExpr) -> None:
    """Where the days cannot be equal with everybody placed, they differ. The linear relaxation does not see that."""
    here = sorted({placing.index for day in days for placing in day.placings})
    starts = sum(len(variables.placed[index]) for index in here)
    only_here = starts == sum(len(day.placings) for day in days)
    if only_here and (len(here) + sum(day.fixed for day in days)) % len(days):
        variables.model.add(difference >= 1 - LinearExpr.sum([variables.unplaced[index] for index in here]))


def _is_fullest(days: list[_Load], day: _Load) -> Callable[[Values], int]:
    return lambda values: int(day is max(days, key=lambda other: other.count(values)))


def _unless(choice: IntVar, day: _Load) -> Callable[[Values], int]:
    return lambda values: 0 if values[choice.index] else day.count(values)
