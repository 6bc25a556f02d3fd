"""Which weeks a pair is due.

A period is named by its due week. A weekly pair is due every week; one that meets every N weeks, N weeks apart.
A pair that meets every M months is due in the k-th week (k = 1 to 4) of months that are M apart; a week belongs to the
month in which its Thursday lies, so that every month has at least four. An occurrence lies in its due week or, only
where that cannot be, in a later week before the pair is due again.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import gcd
from typing import TypeVar

from scheduler.company import Cadence, CadenceUnit
from scheduler.dates.weeks import IsoWeek

Key = TypeVar("Key", bound=Hashable)

_WEEKS_OF_EVERY_MONTH = 4
_SOON = 4
"""Weeks within which a new pair may wait for a week with less in it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A period in which a pair is to meet once."""

    period: IsoWeek
    """The week in which it is due."""
    weeks: tuple[IsoWeek, ...]
    """The horizon's weeks in which it may lie, best first: the due week where the horizon holds it, then later ones."""
    goes_on: bool = False
    """Whether the period has weeks beyond the horizon."""


def due(cadence: Cadence, anchor: IsoWeek, weeks: Sequence[IsoWeek]) -> list[Due]:
    """Every period for which a pair may still meet within these weeks, in order.

    Args:
        anchor: the earliest due week that is known of the pair; it has no period before this one.
        weeks: the horizon: consecutive and rising.
    """
    if not weeks:
        return []
    first, end = weeks[0].number, weeks[-1].number + 1
    answer = []
    for period, following in pairwise(_due_numbers(cadence, anchor)):
        if period >= end:
            break
        if following > first:
            inside = weeks[max(period - first, 0) : following - first]
            answer.append(Due(IsoWeek.numbered(period), tuple(inside), goes_on=following > end))
    return answer


def phases(pairs: Sequence[tuple[Key, Cadence, int, IsoWeek | None]], weeks: Sequence[IsoWeek]) -> dict[Key, IsoWeek]:
    """An anchor for every pair of a leader, so that the weeks are evenly loaded.

    A pair with an anchor keeps it. The others take theirs one after the other, the most frequent and longest first:
    the rhythm whose weeks hold, in the long run, the fewest minutes of the others; among equal ones, the week that
    holds the fewest of the next four; among equal ones, the earliest. Half of its own minutes is no difference that is
    worth waiting for. What holds in the long run does not hang on the week in which it is asked, so that a pair that
    has to wait for a week beyond the horizon is not put off anew by every run.

    Args:
        pairs: key, cadence, minutes of a meeting, and the anchor where one is known.
        weeks: the horizon, at least one week; no new pair is due before the first, and its length decides nothing.
    """
    settled = [(cadence, anchor, minutes) for _, cadence, minutes, anchor in pairs if anchor is not None]
    anchors = {key: anchor for key, _, _, anchor in pairs if anchor is not None}
    fresh = [(key, cadence, minutes) for key, cadence, minutes, anchor in pairs if anchor is None]
    for key, cadence, minutes in sorted(fresh, key=lambda pair: (_in_weeks(pair[1]), -pair[2])):
        anchor = _evenest(cadence, minutes, _candidates(cadence, weeks[0]), settled)
        anchors[key] = anchor
        settled.append((cadence, anchor, minutes))
    return {key: anchors[key] for key, _, _, _ in pairs}


def _evenest(
    cadence: Cadence, minutes: int, candidates: Sequence[IsoWeek], settled: Sequence[tuple[Cadence, IsoWeek, int]]
) -> IsoWeek:
    """The one of these anchors (rising) after which a pair loads the leader's weeks most evenly."""

    def in_the_long_run(week: IsoWeek) -> Fraction:
        shares = (_share(cadence, week, other, anchor) * length for other, anchor, length in settled)
        return sum(shares, Fraction(0))

    def in_that_week(week: IsoWeek) -> Fraction:
        return Fraction(sum(length for other, anchor, length in settled if is_due(other, anchor, week)))

    even = _least_loaded(candidates, in_the_long_run, minutes)
    soon = [week for week in even if week < even[0].plus(_SOON)]
    return _least_loaded(soon, in_that_week, minutes)[0]


def _least_loaded(weeks: Sequence[IsoWeek], load: Callable[[IsoWeek], Fraction], minutes: int) -> list[IsoWeek]:
    """Those whose load is at most half of `minutes` above the least."""
    loads = [load(week) for week in weeks]
    return [week for week, value in zip(weeks, loads, strict=True) if 2 * (value - min(loads)) <= minutes]


def _share(cadence: Cadence, anchor: IsoWeek, other: Cadence, others: IsoWeek) -> Fraction:
    """Which part of one pair's due weeks are, in the long run, due weeks of another pair too.

    Counted by months and by weeks, two rhythms drift through each other: the part is the same whatever the anchors.
    Zero stands for it, as only differences between anchors count.
    """
    common = gcd(cadence.every, other.every)
    if cadence.unit is not other.unit or not is_due(Cadence(common, other.unit), others, anchor):
        return Fraction(0)
    return Fraction(common, other.every)


def is_due(cadence: Cadence, anchor: IsoWeek, week: IsoWeek) -> bool:
    """Whether the week is a due week of this rhythm, before the anchor or after it."""
    if cadence.unit is CadenceUnit.WEEKS:
        return (week.number - anchor.number) % cadence.every == 0
    month, place = _place(anchor)
    asked_month, asked_place = _place(week)
    return asked_place == min(place, _WEEKS_OF_EVERY_MONTH) and (asked_month - month) % cadence.every == 0


def _due_numbers(cadence: Cadence, anchor: IsoWeek) -> Iterator[int]:
    """Numbers of the weeks in which a pair is due, from the anchor on, without end.

    An anchor in the fifth week of a month stands for the fourth, where it is counted by months.
    """
    number = anchor.number
    month, place = _place(anchor)
    while True:
        yield number if cadence.unit is CadenceUnit.WEEKS else _week_of(month, min(place, _WEEKS_OF_EVERY_MONTH))
        number += cadence.every
        month += cadence.every


def _candidates(cadence: Cadence, first: IsoWeek) -> list[IsoWeek]:
    """The first due week, not before `first`, of every rhythm that the cadence allows; rising."""
    if cadence.unit is CadenceUnit.WEEKS:
        return [first.plus(weeks) for weeks in range(cadence.every)]
    month, _ = _place(first)
    starts = []
    for later in range(cadence.every):
        for place in range(1, _WEEKS_OF_EVERY_MONTH + 1):
            number = _week_of(month + later, place)
            starts.append(number if number >= first.number else _week_of(month + later + cadence.every, place))
    return [IsoWeek.numbered(number) for number in sorted(starts)]


def _in_weeks(cadence: Cadence) -> Fraction:
    """Weeks from one due week to the next, on average."""
    return Fraction(cadence.every) * (1 if cadence.unit is CadenceUnit.WEEKS else Fraction(52, 12))


def _place(week: IsoWeek) -> tuple[int, int]:
    """A week's month, counted from January of year 0, and its place in it, from 1."""
    thursday = week.thursday()
    return 12 * thursday.year + thursday.month - 1, (thursday.day + 6) // 7


def _week_of(month: int, place: int) -> int:
    """Number of the week at that place of the month: the inverse of `_place`."""
    year, index = divmod(month, 12)
    begin = date(year, index + 1, 1)
    thursday = begin + timedelta(days=(3 - begin.weekday()) % 7 + 7 * (place - 1))
    return IsoWeek.of(thursday).number
