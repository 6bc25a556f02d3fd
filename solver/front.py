"""What moving more of the 1-on-1s that stand would buy: for each number of moves, the best that so few allow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from solver.check import broken_rules
from solver.measure import measure
from solver.meeting import Lunches, Starts, moved
from solver.parameters import Limits
from solver.problem import Occurrence, Problem
from solver.solution import LEVELS, Level, Solution
from solver.solve import assess, solve

WORTH = tuple(name for name in LEVELS if name not in ("moves", "fairness"))
"""What moves can buy, best first: every level but the moves themselves, and whose they are."""

ROWS = 6
"""So many rows are searched for at most; of a longer front, those between which the gain is largest."""

ROW_LIMITS = Limits(outline=0.2, detail=0.3, whole=0.5, neighbourhoods=0.3)
"""Of the search for one row."""


@dataclass(frozen=True, slots=True)
class Row:
    """The best answer with at most so many moves."""

    moves: int
    """How many 1-on-1s it moves that could stay; what was declined, or cannot stay, is no choice and not counted."""
    solution: Solution
    """Its levels are those of the problem, with the bounds of `Solution`."""
    worth: tuple[Level, ...]
    """The levels of `WORTH`, with bounds that hold for every answer with at most so many moves."""

    @property
    def values(self) -> tuple[int, ...]:
        """The values of `WORTH`, to be compared in strict order."""
        return tuple(level.value for level in self.worth)

    @property
    def proven(self) -> bool:
        """Whether no answer with as few moves is better."""
        return all(level.proven for level in self.worth)


@dataclass(frozen=True, slots=True)
class Front:
    """Rows with more and more moves, each better than all above it."""

    rows: tuple[Row, ...]
    """At least one; the first one moves nothing that could stay."""
    complete: bool
    """Whether every number of moves up to the last row's was looked at; else further rows may lie between."""


def front(problem: Problem, limits: Limits = ROW_LIMITS, rows: int = ROWS) -> Front:
    """The choices that a problem leaves, as a front of moves against all other levels.

    Moves are a ceiling here and no level: a row may move whatever it likes within its number, and of equally good
    answers has the one with the fewest moves. The last row is as good as it gets without a ceiling (or with
    `problem.max_moves`). Equal arguments have equal fronts.

    Args:
        limits: of the search for one row.
        rows: at most so many searches; at least 2.
    """
    return _Front(problem, limits, rows).find()


@dataclass(frozen=True, slots=True)
class _Gap:
    """Numbers of moves that nobody has looked at."""

    above: Row
    looked_at: int
    """Up to so many moves, `above` is the best."""
    below: Row

    @property
    def middle(self) -> int:
        return (self.looked_at + self.below.moves) // 2

    @property
    def gain(self) -> tuple[int, ...]:
        """What lies between its ends, level by level."""
        return tuple(a - b for a, b in zip(self.above.values, self.below.values, strict=True))


class _Front:
    def __init__(self, problem: Problem, limits: Limits, searches: int) -> None:
        self._problem = problem
        self._choices = _choices(problem)
        self._free = _free(problem, self._choices)
        self._limits = limits
        self._left = searches

    def find(self) -> Front:
        first = self._row(0, None)
        last = first if self._problem.max_moves == 0 else self._row(self._problem.max_moves, first)
        if last.values == first.values:
            return Front((_with_bounds(first, last),), complete=True)
        rows = [first, last]
        gaps = [_Gap(first, 0, last)]
        while self._left and (open_gaps := [gap for gap in gaps if gap.looked_at + 1 < gap.below.moves]):
            gap = max(open_gaps, key=lambda gap: (gap.gain, -gap.looked_at))
            gaps.remove(gap)
            found = self._row(gap.middle, gap.above)
            if found.values == gap.above.values:
                above = _with_bounds(gap.above, found)
                rows[rows.index(gap.above)] = above
                gaps = [replace(one, below=above) if one.below is gap.above else one for one in gaps]
                gaps.append(_Gap(above, gap.middle, gap.below))
            elif found.values <= gap.below.values:
                rows[rows.index(gap.below)] = found
                gaps = [replace(one, above=found) if one.above is gap.below else one for one in gaps]
                gaps.append(_Gap(gap.above, gap.looked_at, found))
            else:
                rows.append(found)
                gaps += [_Gap(gap.above, gap.looked_at, found), _Gap(found, gap.middle, gap.below)]
        complete = all(gap.looked_at + 1 >= gap.below.moves for gap in gaps)
        return Front(tuple(_bounded(_falling(rows))), complete)

    def _row(self, most: int | None, above: Row | None) -> Row:
        """The best that is found with at most so many moves, no worse than what is known with fewer."""
        self._left -= 1
        known = None if above is None else above.solution.starts
        answer = solve(replace(self._free, max_moves=most), self._limits, known)
        found = self._written(answer)
        if above is not None and above.values <= found.values:
            return above if above.values < found.values else replace(above, worth=found.worth)
        return found

    def _written(self, answer: Solution) -> Row:
        """An answer, with the levels that it has in the problem as it was given."""
        worth = tuple(level for level in answer.levels if level.name in WORTH)
        occurrences = self._problem.occurrences
        moved_by_choice = (
            choice and moved(each, start)
            for choice, each, start in zip(self._choices, occurrences, answer.starts, strict=True)
        )
        moves = sum(moved_by_choice)
        bounds = {level.name: level.bound for level in answer.levels}
        return Row(moves, _as_given(self._problem, answer.starts, answer.lunches, bounds, late=answer.late), worth)


def _choices(problem: Problem) -> list[bool]:
    """Of each occurrence, whether it could stay where it is, as far as the others do not take its time."""
    return [each.current is not None and _can_stay(problem, each) for each in problem.occurrences]


def _can_stay(problem: Problem, occurrence: Occurrence) -> bool:
    alone = replace(problem, occurrences=(occurrence,), max_moves=None)
    starts = (occurrence.current,)
    return not broken_rules(alone, starts, assess(alone, starts).lunches)


def _free(problem: Problem, choices: Sequence[bool]) -> Problem:
    """The problem in which moves cost nothing but, after all else, as many as there are; then whose they are."""
    much = 1 + sum(problem.pairs[each.pair].lately for each in problem.occurrences)
    return replace(
        problem,
        pairs=tuple(replace(pair, lately=pair.lately + much) for pair in problem.pairs),
        occurrences=tuple(
            replace(each, move_weight=0, counted=choice)
            for each, choice in zip(problem.occurrences, choices, strict=True)
        ),
    )


def _as_given(problem: Problem, starts: Starts, lunches: Lunches, bounds: dict[str, int], *, late: bool) -> Solution:
    """A solution of the problem itself; below moves that are not shown to be needed, nothing is claimed."""
    levels: list[Level] = []
    for name, value in measure(problem, starts, lunches).items():
        known = bounds[name] if name in WORTH else 0
        proven = all(level.proven for level in levels)
        levels.append(Level(name, value, known if proven else 0))
    return Solution(tuple(starts), tuple(map(tuple, lunches)), tuple(levels), late)


def _falling(rows: Sequence[Row]) -> Iterator[Row]:
    """By their moves, those that are better than every row with as few."""
    best: tuple[int, ...] | None = None
    for row in sorted(rows, key=lambda row: (row.moves, row.values)):
        if best is None or row.values < best:
            best = row.values
            yield row


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    """What is proven of more moves holds for fewer, too."""
    known = list(rows)
    for number, row in enumerate(known):
        for more in known[number + 1 :]:
            row = _with_bounds(row, more)
        yield row


def _with_bounds(row: Row, more: Row) -> Row:
    """The row with what is proven of all answers with more moves, down to the first level at which they are better."""
    levels = []
    alike = True
    for own, other in zip(row.worth, more.worth, strict=True):
        levels.append(replace(own, bound=max(own.bound, min(other.bound, own.value))) if alike else own)
        alike = alike and own.value == other.bound
    return replace(row, worth=tuple(levels))
