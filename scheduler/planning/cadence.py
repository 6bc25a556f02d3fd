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
from functools import partial
from itertools import pairwise
from math import gcd
from typing import TypeVar

from providers.weeks import IsoWeek
from scheduler.company import Cadence, CadenceUnit

Key = TypeVar("Key", bound=Hashable)

_WEEKS_OF_EVERY_MONTH = 4
_WEEKS_OF_A_MONTH = 5
"""At most, from one due week to the next."""


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


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """A pair whose weeks are settled."""

    cadence: Cadence
    anchor: IsoWeek
    minutes: int
    rank: int
    """In the order in which pairs take their rhythms."""


def phases(
    pairs: Sequence[tuple[Key, Cadence, int, IsoWeek | None]],
    weeks: Sequence[IsoWeek],
    can_meet: Callable[[Key, IsoWeek], bool] = lambda key, week: True,
) -> dict[Key, IsoWeek]:
    """An anchor for every pair of a leader, so that the weeks are evenly loaded, and begin where the two can meet.

    A pair with an anchor keeps it. The others take theirs one after the other, the most frequent and longest first:
    of the rhythms whose weeks hold, in the long run, the fewest minutes of the others, the first one that begins in a
    week that is no fuller than their average week; where none does, the first one. Half of its own minutes is no
    difference that is worth waiting for.

    A pair that has to wait for a week beyond the horizon is a new one again in the next run. That run must not put it
    off anew, or it would wait for ever: whatever decides is the same in whichever week it is asked. So a week is
    compared with the average and not with the next ones, of which better ones come into sight all the time; and what
    comes later in the order and may have begun while the pair waited does not count (see `_counts`).

    A week of the horizon in which the two cannot meet is passed over: for the most even week of the horizon in which
    they can, if its rhythm holds at most one meeting of the pair's more than the fewest; else for the next even week. A
    week beyond the horizon is waited for in the hope that they can. Where that was in vain for a whole cadence, the
    pair begins in the most even week of the horizon in which they can meet: nobody is put off again and again.

    Args:
        pairs: key, cadence, minutes of a meeting, and the anchor where one is known.
        weeks: the horizon, at least one week; no new pair is due before the first. While everybody can meet everywhere,
            its length decides nothing.
        can_meet: whether a pair without an anchor could meet in a week, one of the horizon or of the cadence before it.
    """
    anchors = {key: anchor for key, _, _, anchor in pairs if anchor is not None}
    in_order = list(enumerate(sorted(pairs, key=lambda pair: (_in_weeks(pair[1]), -pair[2]))))
    settled = [
        _Rhythm(cadence, anchor, minutes, rank)
        for rank, (_, cadence, minutes, anchor) in in_order
        if anchor is not None
    ]
    for rank, (key, cadence, minutes, anchor) in in_order:
        if anchor is None:
            new = _New(cadence, minutes, rank, settled, weeks, partial(can_meet, key))
            anchors[key] = new.anchor()
            settled.append(_Rhythm(cadence, anchors[key], minutes, rank))
    return {key: anchors[key] for key, _, _, _ in pairs}


@dataclass(frozen=True, slots=True)
class _New:
    """A pair that has no rhythm yet."""

    cadence: Cadence
    minutes: int
    rank: int
    """In the order in which pairs take their rhythms."""
    settled: Sequence[_Rhythm]
    weeks: Sequence[IsoWeek]
    """The horizon."""
    can_meet: Callable[[IsoWeek], bool]

    def anchor(self) -> IsoWeek:
        """The first due week; see `phases`."""
        first = self.weeks[0]
        chosen = self._evenest(first, lambda week: True)
        in_vain = self._was_in_vain()
        if self._open(chosen) and (chosen in self.weeks or not in_vain):
            return chosen
        loads = {week: self._load(week) for week in _candidates(self.cadence, first)}
        inside = [week for week in loads if week in self.weeks and self._open(week)]
        fitting = [week for week in inside if in_vain or loads[week] - min(loads.values()) <= self.minutes]
        return min(fitting, key=lambda week: (loads[week], week), default=self._evenest(first, self._open))

    def _open(self, week: IsoWeek) -> bool:
        """Whether the two can meet in a week, as far as can be told."""
        return week > self.weeks[-1] or self.can_meet(week)

    def _was_in_vain(self) -> bool:
        """Whether it would have begun within the cadence that is over, had the two been able to meet."""
        past = self._evenest(self.weeks[0].plus(-_longest(self.cadence)), lambda week: True)
        return past < self.weeks[0] and not self.can_meet(past)

    def _evenest(self, first: IsoWeek, is_open: Callable[[IsoWeek], bool]) -> IsoWeek:
        """The first week, from `first` on, from which it loads the leader's weeks evenly; an open one if there is."""
        loads = {week: self._load(week) for week in _candidates(self.cadence, first)}
        even = [week for week in loads if 2 * (loads[week] - min(loads.values())) <= self.minutes]
        even = [week for week in even if is_open(week)] or even
        return next((week for week in even if 2 * self._above_average(week) < self.minutes), even[0])

    def _load(self, week: IsoWeek) -> Fraction:
        """Minutes of the others in its weeks, in the long run, if it begins in this one."""
        others = self._others(week)
        return sum((_share(self.cadence, week, one.cadence, one.anchor) * one.minutes for one in others), Fraction(0))

    def _above_average(self, week: IsoWeek) -> Fraction:
        """By how many minutes a week is fuller than the others' average week."""
        others = self._others(week)
        there = sum(one.minutes for one in others if is_due(one.cadence, one.anchor, week))
        return there - sum((one.minutes / _in_weeks(one.cadence) for one in others), Fraction(0))

    def _others(self, week: IsoWeek) -> list[_Rhythm]:
        return [one for one in self.settled if _counts(one, self.cadence, self.rank, week)]


def _counts(one: _Rhythm, cadence: Cadence, rank: int, week: IsoWeek) -> bool:
    """Whether a settled pair is looked at when one of this rank asks to begin in this week.

    One that comes later in the order is, if it had begun before anybody could wait for this week, or if all its weeks
    fall into one rhythm of the asking pair: that is not the one which is waited for, as its week is past.
    """
    if one.rank < rank or one.anchor.plus(_longest(cadence)) <= week:
        return True
    return one.cadence.unit is cadence.unit and one.cadence.every % cadence.every == 0


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


def _longest(cadence: Cadence) -> int:
    """Weeks from one due week to the next, at most."""
    return cadence.every * (1 if cadence.unit is CadenceUnit.WEEKS else _WEEKS_OF_A_MONTH)


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
