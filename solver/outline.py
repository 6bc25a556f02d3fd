"""The first five levels: who has a place, in which week, how weeks are laid out, what moves, and how even weeks are.

They are decided before rhythm and packing, for each week by itself where weeks are independent; what is proven of them
narrows what the later levels have to look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from solver.components import by_week
from solver.cost import Cost
from solver.meeting import moved, stay
from solver.model.build import Model, Starts, build
from solver.model.courses import capacity, draw
from solver.model.domain import DayOf, Domain
from solver.model.levels import missed, moves, postponed
from solver.model.weeks import Week, add_layout, least_layout, placed_in, possible_counts, weeks_of
from solver.neighbourhoods import Answer, bettered
from solver.opening import fill_weeks, open_week
from solver.parameters import CROWDED, PER_NEIGHBOURHOOD, Work
from solver.problem import TOLERATED
from solver.program import Outcome
from solver.solution import LEVELS

OUTLINE = LEVELS[:5]


@dataclass(frozen=True, slots=True)
class Outline:
    """The best answer found to the first five levels of a part of a problem."""

    domain: Domain
    """Narrowed to what is as good on these levels."""
    starts: Starts
    values: Mapping[str, int]
    bounds: Mapping[str, int]
    """Each holds among what is as good on the levels above."""
    spare: int
    """How many of its occurrences may at most be without a place."""


def outline(domain: Domain, starts: Starts, work: Work, only: Sequence[str] = OUTLINE) -> Outline:
    """The best answer to these levels that the work left allows, from an answer that is known."""
    return _Outliner(domain, starts, work).solve(only)


def values_of(domain: Domain, starts: Starts) -> dict[str, int]:
    """The first five levels of an answer."""
    problem = domain.problem
    late = {(index, item.start): item.late for index in domain.occurrences for item in domain.starts[index]}
    placed = {index: start for index, start in starts.items() if start is not None}
    weeks = [week.levels(week.value(numbers)) for week, numbers in _numbers(domain, starts)]
    return {
        "missed": sum(problem.occurrences[index].weight for index, start in starts.items() if start is None),
        "postponed": sum(late[visit] for visit in placed.items()),
        "layout": sum(layout for layout, _ in weeks),
        "moves": sum(
            problem.occurrences[index].move_weight
            for index, start in placed.items()
            if moved(problem.occurrences[index], start) and not problem.occurrences[index].declined
        ),
        "evenness": sum(evenness for _, evenness in weeks),
    }


def _numbers(domain: Domain, starts: Starts) -> list[tuple[Week, list[int]]]:
    """Every week with how many 1-on-1s each of its days has."""
    day_of = {(index, item.start): item.day for index in domain.occurrences for item in domain.starts[index]}
    pairs = domain.problem.pairs
    count: dict[DayOf, int] = {}
    for index, start in starts.items():
        if start is not None:
            day = (pairs[domain.problem.occurrences[index].pair].leader, day_of[index, start])
            count[day] = count.get(day, 0) + 1
    return [
        (week, [fixed + count.get(day, 0) for day, fixed in zip(week.days, week.fixed, strict=True)])
        for week in weeks_of(domain)
    ]


class _Outliner:
    def __init__(self, domain: Domain, starts: Starts, work: Work, *, part_of_a_neighbourhood: bool = False) -> None:
        self._part_of_a_neighbourhood = part_of_a_neighbourhood
        self.domain = domain
        self.starts = starts
        self._work = work
        self._bounds = dict.fromkeys(OUTLINE, 0)

    def solve(self, only: Sequence[str]) -> Outline:
        self._bounds["missed"] = least_missed(self.domain)
        if len(only) == 1:
            self._find_missed()
            narrowed: Domain | None = self.domain
        else:
            narrowed = self._week_by_week()
        if narrowed is None:
            if not self._part_of_a_neighbourhood and self._crowded():
                self._better()
            else:
                self._find_missed()
                self._find_postponed()
                self._find_layout_and_moves()
            narrowed = self._narrowed()
        values = values_of(self.domain, self.starts)
        return Outline(narrowed, self.starts, values, self._bounds, most_unplaced(self.domain, values["missed"]))

    def _crowded(self) -> bool:
        """Whether there is too much to be searched at once."""
        networks = (draw(self.domain, day, priced=False)[1] for day in self.domain.days)
        return sum(len(arcs) for network in networks for arcs in network.arcs) > CROWDED

    def _better(self) -> None:
        """Better the answer a few pairs at a time."""
        work = self._work.besides(self._work.limits.neighbourhoods)

        def decide(narrowed: Domain, starts: Starts) -> Answer:
            work.spend(PER_NEIGHBOURHOOD)
            found = _Outliner(narrowed, starts, work, part_of_a_neighbourhood=True).solve(OUTLINE)
            return found.starts, tuple(found.values.values())

        worth = tuple(values_of(self.domain, self.starts).values())
        self.starts, _ = bettered(self.domain, (self.starts, worth), decide, lambda: work.left > 0)
        self._work.late = self._work.late or work.late

    def _value(self, name: str) -> int:
        return values_of(self.domain, self.starts)[name]

    def _place(self, most: int) -> None:
        """Whoever is certain to have a place has one from now on."""
        self.domain = _with_places(self.domain, most)

    def _week_by_week(self) -> Domain | None:
        """The best answer that misses as little as the numbers allow and postpones nothing; None: none was found.

        With nothing postponed, weeks are independent that were not before, and each is settled by itself. As the first
        two levels cannot be better, what is proven of the others in every week is proven of all together.

        Returns:
            What is as good, as far as that is known.
        """
        least = self._bounds["missed"]
        settled = _with_places(self.domain, least).without_late()
        if any(not settled.starts[index] for index in settled.placed):
            return None
        starts: dict[int, int | None] = {}
        bounds = dict.fromkeys(OUTLINE, 0)
        domains: list[Domain] = []
        for part in by_week(settled):
            known = {  # who lies in a later week is not of this part: the place there may be given to somebody else
                index: self.starts[index] if any(item.start == self.starts[index] for item in starts_of) else None
                for index, starts_of in part.starts.items()
            }
            single = _Outliner(part, known, self._work, part_of_a_neighbourhood=self._part_of_a_neighbourhood)
            if single.settle(least if len(part.occurrences) == len(self.domain.occurrences) else least_missed(part)):
                domains.append(single._narrowed())
            else:
                domains.append(replace(part, days=()))
            starts.update(single.starts)
            for name, bound in single._bounds.items():
                bounds[name] += bound
        # Parts came apart on the assumption that whoever is certain of a place has one, and keeps no other time.
        if any(starts[index] is None and stay(self.domain.problem.occurrences[index]) for index in settled.placed):
            return None
        if tuple(values_of(self.domain, starts).values()) <= tuple(values_of(self.domain, self.starts).values()):
            self.starts = starts
        if bounds["missed"] > least or not all(domain.days for domain in domains):
            return None
        self._bounds = bounds
        return joined(settled, domains)

    def settle(self, missing: int) -> bool:
        """Whether an answer is found that misses so much, the least that it can, and postpones nothing.

        Then its later levels are as good as the work left allows.
        """
        weeks, totals = self._weeks(self.domain, missing)
        if not all(totals):
            return False
        layout, evenness = _least_levels(weeks, totals)
        self._bounds = {
            "missed": missing,
            "postponed": 0,
            "layout": layout,
            "moves": _least_moves(self.domain),
            "evenness": evenness,
        }
        if self._opened(weeks, totals) or (len(weeks) > 1 and self._tried(missing, layout, evenness)):
            self._even_out()
            return True
        known = self._value("missed") == missing and all(self.starts[index] is not None for index in self.domain.placed)
        if not known and self._attempt(self.domain, missing, None).values is None:
            return False
        self._bounds = dict.fromkeys(OUTLINE, 0) | {"missed": missing}
        self._place(missing)
        self._find_layout_and_moves()
        return True

    def _tried(self, missing: int, layout: int, evenness: int) -> bool:
        """Whether an answer is found that has the best layout of each of several weeks."""
        evens = (None,) if self._stands() else (evenness, None)
        return any(self._attempt(self.domain, missing, layout, even).values is not None for even in evens)

    def _opened(self, weeks: Sequence[Week], totals: Sequence[range]) -> bool:
        """Whether the answer, or one that is quickly found, is as good as can be: up to moves where something stands.

        Where nothing stands, the most even week is found as soon as any other.
        """
        levels = OUTLINE[:-1] if self._stands() else OUTLINE
        floors = tuple(self._bounds[name] for name in levels)
        best = tuple(values_of(self.domain, self.starts).values())
        if best[: len(floors)] == floors:
            return True
        for opened in self._openings(weeks, totals):
            values = tuple(values_of(self.domain, opened).values())
            if values < best:
                self.starts, best = opened, values
            if best[: len(floors)] == floors:
                return True
        return False

    def _openings(self, weeks: Sequence[Week], totals: Sequence[range]) -> Iterator[dict[int, int | None]]:
        """Answers that may be as good as can be, and cost little."""
        occurrences = self.domain.problem.occurrences
        if len(weeks) == 1 and all(occurrences[index].current is None for index in self.domain.occurrences):
            opened = open_week(self.domain, weeks[0], totals[0], least_layout(weeks[0], totals[0]))
            if opened is not None:
                yield opened
        if len(weeks) == 1 or self.domain.problem.max_moves is None:
            yield from fill_weeks(self.domain, weeks, totals)

    def _stands(self) -> bool:
        """Whether something stands already that it costs something to move."""
        occurrences = self.domain.problem.occurrences
        return any(
            occurrences[index].current is not None and occurrences[index].move_weight > 0
            for index in self.domain.occurrences
        )

    def _find_missed(self) -> None:
        least = self._bounds["missed"]
        if self._value("missed") == least:
            return
        trial = self._attempt(self.domain, least, None)
        if trial.values is None and (trial.infeasible or not trial.work):
            model = _built(self.domain)
            self._bounds["missed"] = self._search(model, missed(self.domain, model.decisions), "missed", least)
        self._place(self._value("missed"))

    def _find_postponed(self) -> None:
        if self._value("postponed"):
            model = _built(self.domain)
            self._keep(model, "missed")
            cost = postponed(self.domain, model.decisions)
            self._bounds["postponed"] = self._search(model, cost, "postponed", 0)
        if self._value("postponed") == 0:
            self.domain = self.domain.without_late()

    def _find_layout_and_moves(self) -> None:
        weeks, totals = self._weeks(self.domain, self._value("missed"))
        if len(weeks) == 1 and self._value("postponed") == 0:
            self._find_over_values(weeks[0], totals[0])
        else:
            self._find_over_weeks(weeks, totals)
        self._better_what_is_open()
        self._even_out()

    def _better_what_is_open(self) -> None:
        """Better the answer a few pairs at a time, where the search for its layout or its moves ended early."""
        before = values_of(self.domain, self.starts)
        if self._part_of_a_neighbourhood or all(before[name] == self._bounds[name] for name in ("layout", "moves")):
            return
        self._better()
        for number, (name, value) in enumerate(values_of(self.domain, self.starts).items(), start=1):
            if value != before[name]:  # bounds of what follows were of answers that are worse here
                self._bounds |= dict.fromkeys(OUTLINE[number:], 0)
                break

    def _find_over_values(self, week: Week, totals: range) -> None:
        """Of a single week: value after value is refuted, until there is an answer or no more work.

        Where nothing stands, both levels of the value at once, for nothing can move in between.
        """
        most = week.value(next(numbers for _, numbers in _numbers(self.domain, self.starts)))
        for value in range(least_layout(week, totals), most + 1):
            layout, evenness = week.levels(value)
            if self._stands() and value < most and week.levels(value + 1)[0] == layout:
                continue
            self._bounds |= {"layout": layout, "evenness": 0 if self._stands() else evenness}
            even = None if self._stands() else evenness
            if not self._attempt(self.domain, self._value("missed"), layout, even).infeasible:
                return
        raise AssertionError("the known answer has one of these layouts")

    def _find_over_weeks(self, weeks: Sequence[Week], totals: Sequence[range]) -> None:
        """Where several weeks share what is left of the levels above."""
        for name in ("layout", "moves"):
            model = _built(self.domain)
            self._keep(model, "missed", "postponed")
            layout, _ = self._add_layouts(model, weeks, totals)
            if name == "layout":
                self._bounds["layout"] = self._search(model, layout, name, _least_levels(weeks, totals)[0])
            else:
                model.program.at_most(layout, self._value("layout"))
                self._bounds["moves"] = self._search(model, moves(self.domain, model.decisions), name, 0)

    def _even_out(self) -> None:
        """The most even weeks among what is as good on the levels above."""
        domain = self._as_good()
        weeks, totals = self._weeks(domain, self._value("missed"))
        least = max(self._bounds["evenness"], _least_levels(weeks, totals)[1])
        self._bounds["evenness"] = least
        if self._value("evenness") == least:
            return
        model = _built(self._narrowed())
        self._keep(model, "missed", "postponed", "moves")
        layout, evenness = self._add_layouts(model, weeks, totals)
        model.program.at_most(layout, self._value("layout"))
        self._bounds["evenness"] = self._search(model, evenness, "evenness", least)

    def _weeks(self, domain: Domain, most: int) -> tuple[Sequence[Week], Sequence[range]]:
        """The weeks, and how many 1-on-1s may be placed in each, if at most so much is missed."""
        weeks = weeks_of(domain)
        return weeks, [placed_in(week, domain, most_unplaced(domain, most)) for week in weeks]

    def _add_layouts(self, model: Model, weeks: Sequence[Week], totals: Sequence[range]) -> tuple[Cost, Cost]:
        """Layout and evenness of all weeks, none further off than the answer's together."""
        layout, evenness = Cost(), Cost()
        most = self._value("layout") + TOLERATED
        for week, total in zip(weeks, totals, strict=True):
            for cost, one in zip((layout, evenness), add_layout(model, week, total, most), strict=True):
                cost.add_all(one)
        return layout, evenness

    def _attempt(self, domain: Domain, most: int, layout: int | None, evenness: int | None = None) -> Outcome:
        """Look for an answer that misses at most so much and has this layout in sum; of these, the fewest moves.

        Where one is found, it is the answer from now on, with the bound of its moves.

        Args:
            evenness: what the answer has of that, too; None: whatever.
        """
        domain = _with_places(domain, most)
        weeks, totals = self._weeks(domain, most)
        for week, total, values in zip(weeks, totals, _asked(weeks, totals, layout, evenness), strict=True):
            domain = domain.with_counts(dict(zip(week.days, possible_counts(week, total, values), strict=True)))
        model = build(domain, rhythm=False, priced=False)
        if model is None:
            return Outcome(None, 0, infeasible=True, work=0.0)
        cost = missed(domain, model.decisions)
        if cost.ceiling > most:
            model.program.at_most(cost, most)
        if layout is not None:
            both = Cost(), Cost()
            for week, total in zip(weeks, totals, strict=True):
                for whole, one in zip(both, add_layout(model, week, total, layout + TOLERATED), strict=True):
                    whole.add_all(one)
            for whole, value in zip(both, (layout, evenness), strict=True):
                if value is not None:
                    model.program.at_most(whole, value)
            model.program.minimize(moves(domain, model.decisions))
        outcome = model.program.solve(self._work, self._work.limits.outline, dive=True)
        if outcome.values is not None:
            self.starts = model.starts(outcome.values)
            self._bounds["moves"] = min(outcome.bound, self._value("moves")) if layout is not None else 0
        return outcome

    def _keep(self, model: Model, *names: str) -> None:
        """Nothing worse than the answer on these levels."""
        costs = {"missed": missed, "postponed": postponed, "moves": moves}
        for name in names:
            model.program.at_most(costs[name](model.domain, model.decisions), self._value(name))

    def _search(self, model: Model, cost: Cost, name: str, least: int) -> int:
        """Better the answer on a level, and return its bound."""
        if self._value(name) == least:
            return least
        model.program.minimize(cost)
        outcome = model.program.solve(self._work, self._work.limits.outline, dive=True)
        if outcome.values is not None and cost.value(outcome.values) < self._value(name):
            self.starts = model.starts(outcome.values)
        return min(max(least, outcome.bound), self._value(name))

    def _as_good(self) -> Domain:
        """Only what is as good as the answer on postponement and moves, where that is a matter of single starts."""
        values = values_of(self.domain, self.starts)
        domain = _with_places(self.domain, values["missed"])
        problem = domain.problem
        keep: dict[int, set[int]] = {}
        for index in domain.occurrences:
            occurrence = problem.occurrences[index]
            stands = occurrence.current is not None and self.starts[index] == occurrence.current
            # what was declined does not stand in the answer
            stays = stands and values["moves"] == 0 and occurrence.move_weight > 0
            if stays or values["postponed"] == 0:
                keep[index] = {
                    item.start
                    for item in domain.starts[index]
                    if (not stays or item.start == occurrence.current) and (item.late == 0 or values["postponed"] > 0)
                }
        return domain.restricted(keep)

    def _narrowed(self) -> Domain:
        """Only what is as good as the answer on all these levels, as far as single starts and days tell."""
        domain = self._as_good()
        return self._with_even_weeks(domain, most_unplaced(domain, self._value("missed")))

    def _with_even_weeks(self, domain: Domain, spare: int) -> Domain:
        """Only numbers of 1-on-1s with which no level of a week's layout is worse than the answer's in sum."""
        values = values_of(self.domain, self.starts)
        weeks = weeks_of(domain)
        ranges = [
            range(self._bounds[name] if len(weeks) == 1 else 0, values[name] + 1) for name in ("layout", "evenness")
        ]
        counts = dict(domain.counts)
        for week in weeks:
            possible = possible_counts(week, placed_in(week, domain, spare), week.values(*ranges))
            counts.update(zip(week.days, possible, strict=True))
        return replace(domain, counts=counts)


def joined(domain: Domain, parts: Sequence[Domain]) -> Domain:
    """One domain of all its parts, as narrow as they are."""
    return replace(
        domain,
        starts={index: starts for part in parts for index, starts in part.starts.items()},
        placed=frozenset().union(*(part.placed for part in parts)),
        counts={day: counts for part in parts for day, counts in part.counts.items()},
    )


def _built(domain: Domain) -> Model:
    model = build(domain, rhythm=False, priced=False)
    assert model is not None, "leaving everything without a place breaks no rule"
    return model


def least_missed(domain: Domain) -> int:
    """What the numbers alone say is missed: those who can come nowhere, and the lightest of those who are too many."""
    occurrences = domain.problem.occurrences
    able = sorted(occurrences[index].weight for index in domain.occurrences if index not in domain.missing)
    return missing_weight(domain) + sum(able[: too_many(domain)])


def too_many(domain: Domain) -> int:
    """How many could have a place beyond those for whom there is room."""
    room = sum(capacity(domain, day) for day in domain.days)
    return max(0, len(domain.occurrences) - len(domain.missing) - room)


def _least_moves(domain: Domain) -> int:
    """What has to move: what has a place, and none where it stands."""
    total = 0
    for index in domain.placed & frozenset(domain.occurrences):
        occurrence = domain.problem.occurrences[index]
        stands = occurrence.current is None or any(item.start == occurrence.current for item in domain.starts[index])
        total += 0 if stands or occurrence.declined else occurrence.move_weight
    return total


def most_unplaced(domain: Domain, most: int) -> int:
    """How many of the occurrences that could have a place may at most be without one, if so much is missed."""
    occurrences = domain.problem.occurrences
    left = most - missing_weight(domain)
    number = 0
    for weight in sorted(occurrences[index].weight for index in domain.occurrences if index not in domain.missing):
        left -= weight
        if left < 0:
            break
        number += 1
    return number


def _with_places(domain: Domain, most: int) -> Domain:
    """Whoever weighs more than may be missed has a place."""
    occurrences = domain.problem.occurrences
    spare = most - missing_weight(domain)
    certain = {
        index for index in domain.occurrences if index not in domain.missing and occurrences[index].weight > spare
    }
    return replace(domain, placed=domain.placed | certain)


def missing_weight(domain: Domain) -> int:
    """The weight of what can come nowhere."""
    return sum(domain.problem.occurrences[index].weight for index in domain.missing)


def _least_levels(weeks: Sequence[Week], totals: Sequence[range]) -> tuple[int, int]:
    """Layout and evenness of all weeks, as little as the numbers alone allow."""
    levels = [week.levels(least_layout(week, total)) for week, total in zip(weeks, totals, strict=True)]
    return sum(layout for layout, _ in levels), sum(evenness for _, evenness in levels)


def _asked(
    weeks: Sequence[Week], totals: Sequence[range], layout: int | None, evenness: int | None
) -> list[frozenset[int]]:
    """The values that each week may have, if all together have these levels; None: whatever."""
    least = [week.levels(least_layout(week, total)) for week, total in zip(weeks, totals, strict=True)]
    sums = _least_levels(weeks, totals)
    found = []
    for week, own in zip(weeks, least, strict=True):
        ranges = [range(sum(week.fixed) + len(week.occurrences) + 1)] * 2
        for level, asked in enumerate((layout, evenness)):
            if asked is not None and len(weeks) == 1:
                ranges[level] = range(asked, asked + 1)
            elif asked == sums[level]:  # none has less, so none has more
                ranges[level] = range(own[level], own[level] + 1)
        found.append(week.values(*ranges))
    return found
