"""How a leader's week is laid out: by the numbers of 1-on-1s that its days have."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.cost import Cost
from solver.model.build import Model
from solver.model.courses import capacity
from solver.model.domain import DayOf, Domain
from solver.problem import TOLERATED, Leader, WholeDay

Numbers = Mapping[int, Sequence[int]]
"""By the number of 1-on-1s placed on a day: the variables whose sum says so."""


@dataclass(frozen=True, slots=True)
class Week:
    """The 1-on-1 days that a leader has in one week."""

    leader: Leader
    """Whose week it is."""
    days: tuple[DayOf, ...]
    """Rising."""
    fixed: tuple[int, ...]
    """How many fixed 1-on-1s each of them has."""
    occurrences: frozenset[int]
    """What may lie in it."""
    limits: tuple[range, ...]
    """How many may be placed on each of its days, by what the day alone allows."""

    @property
    def named(self) -> int | None:
        """The position of the day that the layout names, if the week has it."""
        layout = self.leader.layout
        weekdays = [self.leader.days[number].weekday for _, number in self.days]
        if isinstance(layout, WholeDay) and layout.weekday in weekdays:
            return weekdays.index(layout.weekday)
        return None

    def value(self, counts: Sequence[int]) -> int:
        """How far the week is from its layout with these numbers, fixed ones included: both levels together."""
        layout = self.leader.layout
        if not isinstance(layout, WholeDay):
            return max(counts) - min(counts)
        if layout.weekday is None:
            return sum(counts) - max(counts)
        return 0 if self.named is None else sum(counts) - counts[self.named]

    def levels(self, value: int) -> tuple[int, int]:
        """What of such a value is `layout`, and what is `evenness`."""
        if isinstance(self.leader.layout, WholeDay):
            return value, 0
        return max(0, value - TOLERATED), min(value, TOLERATED)

    def values(self, layout: range, evenness: range) -> frozenset[int]:
        """The values whose levels lie in these ranges."""
        possible = range(sum(self.fixed) + len(self.occurrences) + 1)
        return frozenset(
            value
            for value, (first, second) in ((value, self.levels(value)) for value in possible)
            if first in layout and second in evenness
        )


def weeks_of(domain: Domain) -> Sequence[Week]:
    """Every week of every leader of a domain."""
    return domain.kept("weeks", lambda: tuple(_weeks_of(domain)))


def _weeks_of(domain: Domain) -> Iterator[Week]:
    by_week: dict[tuple[int, int], list[DayOf]] = {}
    for leader, number in domain.days:
        by_week.setdefault((leader, domain.problem.leaders[leader].days[number].week), []).append((leader, number))
    for (leader, _), days in sorted(by_week.items()):
        inside = {day: frozenset(index for index, _ in domain.on_day(day)) for day in days}
        yield Week(
            domain.problem.leaders[leader],
            tuple(days),
            tuple(len(domain.candidates.fixed_on(*day)) for day in days),
            frozenset().union(*inside.values()),
            tuple(_limits(domain, day, inside[day]) for day in days),
        )


def _limits(domain: Domain, day: DayOf, here: frozenset[int]) -> range:
    """At least those who have a place and nowhere else to be; at most as many as fit."""
    only = sum(all(item.day == day[1] for item in domain.starts[index]) for index in here & domain.placed)
    return range(only, capacity(domain, day) + 1)


def placed_in(week: Week, domain: Domain, spare: int) -> range:
    """How many 1-on-1s may be placed in a week.

    Args:
        spare: so many may at most be left without a place.
    """
    only_here = sum(
        all((week.days[0][0], item.day) in week.days for item in domain.starts[index]) and bool(domain.starts[index])
        for index in week.occurrences
    )
    certain = sum(
        index in domain.placed and all((week.days[0][0], item.day) in week.days for item in domain.starts[index])
        for index in week.occurrences
    )
    least = max(certain, only_here - spare, sum(numbers.start for numbers in week.limits))
    most = min(len(week.occurrences), sum(numbers.stop - 1 for numbers in week.limits))
    return range(least, most + 1)


def add_layout(model: Model, week: Week, totals: range, most: int | None = None) -> tuple[Cost, Cost]:
    """The layout and the evenness of a week as costs.

    Args:
        totals: how many 1-on-1s may be placed in it.
        most: no solution of interest has a value above this, both levels together.
    """
    counts = [model.courses[day].counts for day in week.days]
    layout = Cost(ceiling=sum(week.fixed) + max(totals, default=0))
    if not isinstance(week.leader.layout, WholeDay):
        evenness = Cost(ceiling=TOLERATED)
        _add_split(model, week, counts, totals, most, (layout, evenness))
        return layout, evenness
    if week.leader.layout.weekday is None:
        _add_better_day(model, week, counts, layout)
    elif week.named is not None:
        for position, (fixed, numbers) in enumerate(zip(week.fixed, counts, strict=True)):
            if position != week.named:
                _add_numbers(layout, fixed, numbers)
    return layout, Cost()


def _add_numbers(cost: Cost, fixed: int, numbers: Mapping[int, Sequence[int]]) -> None:
    cost.offset += fixed
    for number, variables in numbers.items():
        for variable in variables:
            if number:
                cost.add(variable, number)


def _add_better_day(model: Model, week: Week, counts: Sequence[Numbers], cost: Cost) -> None:
    """All but the chosen day's: choosing (day, number) takes that number off, and only what is so can be chosen."""
    chosen: list[tuple[int, int, Sequence[int]]] = []
    for fixed, numbers in zip(week.fixed, counts, strict=True):
        _add_numbers(cost, fixed, numbers)
        for number, variables in numbers.items():
            choice = model.program.boolean()
            model.program.row([choice, *variables], [1] + [-1] * len(variables), None, 0)
            cost.add(choice, -(fixed + number))
            chosen.append((fixed + number, choice, variables))
    model.program.exactly_one([choice for _, choice, _ in chosen])

    def complete(values: list[int]) -> None:
        here = [(number, choice) for number, choice, ways in chosen if any(values[way] for way in ways)]
        values[max(here, key=lambda item: item[0])[1]] = 1

    model.completions.append(complete)


def _add_split(
    model: Model, week: Week, counts: Sequence[Numbers], totals: range, most: int | None, costs: tuple[Cost, Cost]
) -> None:
    """One pair of the least and the largest number is chosen, between which all days' numbers lie.

    Only pairs that some total can have: seven over two days are not even, which the linear relaxation would not see.
    """
    if len(counts) < 2:
        return
    numbers = [
        {fixed + number: ways for number, ways in day.items()} for fixed, day in zip(week.fixed, counts, strict=True)
    ]
    known = sorted({number for day in numbers for number in day})
    sums = range(totals.start + sum(week.fixed), totals.stop + sum(week.fixed))
    pairs = [
        (low, high)
        for low in known
        for high in known
        if low <= high and (most is None or high - low <= most) and _sums(low, high, len(numbers), sums)
    ]
    chosen = {pair: model.program.boolean() for pair in pairs}
    model.program.exactly_one(list(chosen.values()))
    for (low, high), variable in chosen.items():
        for cost, worth in zip(costs, week.levels(high - low), strict=True):
            if worth:
                cost.add(variable, worth)
    for day in numbers:
        for number, ways in day.items():
            around = [variable for (low, high), variable in chosen.items() if low <= number <= high]
            model.program.row([*ways, *around], [1] * len(ways) + [-1] * len(around), None, 0)

    def complete(values: list[int]) -> None:
        here = [number for day in numbers for number, ways in day.items() if any(values[way] for way in ways)]
        values[chosen[min(here), max(here)]] = 1

    model.completions.append(complete)


def _sums(low: int, high: int, days: int, sums: range) -> bool:
    """Whether so many days, one at `low`, one at `high` and all others between, can have one of these sums.

    `sums` is a range without gaps, as are the sums that such days can have.
    """
    least, largest = low * (days - 1) + high, high * (days - 1) + low
    return least < sums.stop and largest >= sums.start


def possible_counts(week: Week, totals: range, values: Collection[int]) -> list[frozenset[int]]:
    """By day of the week: the numbers of placed 1-on-1s with which the layout can have one of these values.

    A superset: each day is looked at with any division of the rest over the others, so no number is lost that is part
    of an answer with such a layout.
    """
    options = []
    for position, (fixed, numbers) in enumerate(zip(week.fixed, week.limits, strict=True)):
        others = [
            (one, other)
            for place, (one, other) in enumerate(zip(week.fixed, week.limits, strict=True))
            if place != position
        ]
        least = sum(one + other.start for one, other in others)
        most = sum(one + other.stop - 1 for one, other in others)
        options.append(
            frozenset(
                number
                for number in numbers
                if any(
                    not _values(week, position, fixed + number, rest).isdisjoint(values)
                    for total in totals
                    if least <= (rest := total - number + sum(week.fixed) - fixed) <= most
                )
            )
        )
    return options


def _values(week: Week, position: int, number: int, rest: int) -> set[int]:
    """What the layout can be worth with `number` on one day and `rest` on all others together; at least these."""
    others = len(week.days) - 1
    if others == 0:
        return {week.value([number])}
    if isinstance(week.leader.layout, WholeDay):
        if week.leader.layout.weekday is None:
            # The fullest day is this one, or another with anything from the even share to all of the rest.
            return {number + rest - most for most in range(max(number, -(-rest // others)), max(number, rest) + 1)}
        if week.named is None:
            return {0}
        if position == week.named:
            return {rest}
        return set(range(number, number + rest + 1))
    return {
        high - low
        for low in range(min(number, rest // others) + 1)
        for high in range(max(number, -(-rest // others)), max(number, rest) + 1)
        if low * others <= rest <= high * others
    }


def least_layout(week: Week, totals: range) -> int:
    """The least value that the numbers alone allow, both levels together."""
    limits = [
        range(fixed + numbers.start, fixed + numbers.stop)
        for fixed, numbers in zip(week.fixed, week.limits, strict=True)
    ]
    sums = range(totals.start + sum(week.fixed), totals.stop + sum(week.fixed))
    if not isinstance(week.leader.layout, WholeDay):
        return _least_difference(limits, sums)
    if week.leader.layout.weekday is None:
        return min(_off(limits, sums, position) for position in range(len(limits)))
    return 0 if week.named is None else _off(limits, sums, week.named)


def _off(limits: Sequence[range], sums: range, position: int) -> int:
    """The fewest that are not on a day."""
    least = sum(numbers.start for place, numbers in enumerate(limits) if place != position)
    return max(least, sums.start - (limits[position].stop - 1))


def _least_difference(limits: Sequence[range], sums: range) -> int:
    """The least fullest minus emptiest of numbers within their limits, with one of these sums."""
    most = max(numbers.stop for numbers in limits) - 1
    for difference in range(most + 1):
        for low in range(most - difference + 1):
            clipped = [range(max(low, one.start), min(low + difference, one.stop - 1) + 1) for one in limits]
            if all(clipped):
                least, largest = sum(one.start for one in clipped), sum(one.stop - 1 for one in clipped)
                if least < sums.stop and largest >= sums.start:
                    return difference
    return 0
