"""What the packing of days costs at least, whoever meets in them: a bound that needs no solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from solver.model.build import Model
from solver.model.courses import Weights, cheapest_by_number, dear_arcs, draw
from solver.model.domain import DayOf, Domain
from solver.model.weeks import Week, placed_in, weeks_of

MOST = 5000
"""Ways to divide a week's 1-on-1s over its days; with more of them, the days are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """The least cost of every week, and of its days by the number of their 1-on-1s."""

    weights: Weights
    """What a cluster and a tick lost cost; a cluster more than all ticks lost together."""
    weeks: tuple[tuple[Week, int, Mapping[DayOf, Mapping[int, int]]], ...]
    """The week, its least cost, and by day and number the least that the week's other days cost then."""

    @property
    def bound(self) -> int:
        """No packing costs less."""
        return sum(least for _, least, _ in self.weeks)

    def dear(self, model: Model, most: int) -> list[int]:
        """Variables of arcs that are in no packing of all weeks which costs at most so much.

        Exact: an arc goes only if the cheapest course through it, with the least that the week's other days cost beside
        that number of 1-on-1s and the least of all other weeks, costs more.
        """
        gone: list[int] = []
        for week, least, others in self.weeks:
            room = most - (self.bound - least)
            for day in week.days:
                by_number = {number: room - rest for number, rest in others[day].items()}
                gone += dear_arcs(model.courses[day], self.weights, by_number)
        return gone


def anonymous(domain: Domain, weights: Weights, layouts: Mapping[DayOf, int], spare: int) -> Anonymous:
    """The least packing of each week whose layout is good enough.

    Args:
        layouts: by the first day of a week, the most that its layout may be.
        spare: how many occurrences may be without a place.
    """
    found = []
    for week in weeks_of(domain):
        costs = [cheapest_by_number(draw(domain, day)[1], weights) for day in week.days]
        found.append(_week(week, costs, placed_in(week, domain, spare), layouts.get(week.days[0])))
    return Anonymous(weights, tuple(found))


def _week(
    week: Week, costs: Sequence[Mapping[int, int]], totals: range, layout: int | None
) -> tuple[Week, int, Mapping[DayOf, Mapping[int, int]]]:
    ways = 1
    for one in costs:
        ways *= len(one)
    if ways > MOST:
        cheapest = [min(one.values()) for one in costs]
        whole = sum(cheapest)
        rest = {
            day: dict.fromkeys(one, whole - least) for day, one, least in zip(week.days, costs, cheapest, strict=True)
        }
        return week, whole, rest
    least: int | None = None
    others: dict[DayOf, dict[int, int]] = {day: {} for day in week.days}
    for numbers in product(*costs):
        if sum(numbers) not in totals:
            continue
        if layout is not None and week.value([a + b for a, b in zip(week.fixed, numbers, strict=True)]) > layout:
            continue
        paid = [one[number] for one, number in zip(costs, numbers, strict=True)]
        whole = sum(paid)
        least = whole if least is None else min(least, whole)
        for day, number, own in zip(week.days, numbers, paid, strict=True):
            others[day][number] = min(whole - own, others[day].get(number, whole - own))
    assert least is not None, "the known answer divides the week in some way"
    return week, least, others
