"""Which weeks a pair is due, and how a leader's pairs are spread over the weeks."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.weeks import IsoWeek
from scheduler.company import Cadence, CadenceUnit
from scheduler.planning.cadence import due, phases

WEEKLY = Cadence(1, CadenceUnit.WEEKS)
BIWEEKLY = Cadence(2, CadenceUnit.WEEKS)
MONTHLY = Cadence(1, CadenceUnit.MONTHS)
QUARTERLY = Cadence(3, CadenceUnit.MONTHS)

some_weeks = st.dates(min_value=date(2019, 1, 1), max_value=date(2040, 12, 31)).map(IsoWeek.of)
cadences = st.one_of(
    st.integers(1, 9).map(lambda every: Cadence(every, CadenceUnit.WEEKS)),
    st.integers(1, 6).map(lambda every: Cadence(every, CadenceUnit.MONTHS)),
)


def horizon(first: IsoWeek, length: int) -> list[IsoWeek]:
    return [first.plus(number) for number in range(length)]


def periods(cadence: Cadence, anchor: IsoWeek, weeks: list[IsoWeek]) -> list[str]:
    """Due weeks that lie in `weeks`."""
    return [str(item.period) for item in due(cadence, anchor, weeks) if item.period in weeks]


def month(week: IsoWeek) -> int:
    return 12 * week.thursday().year + week.thursday().month


def test_a_weekly_pair_is_due_every_week_and_in_no_other() -> None:
    """Also in week 53 and over the turn of the year."""
    weeks = horizon(IsoWeek(2026, 52), 4)
    answer = due(WEEKLY, IsoWeek(2026, 30), weeks)
    assert [str(item.period) for item in answer] == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert [item.weeks for item in answer] == [(week,) for week in weeks]


def test_a_biweekly_pair_keeps_its_rhythm_over_a_week_53() -> None:
    """Even weeks of 2026 become odd weeks of 2027: 14 days stay 14 days."""
    assert periods(BIWEEKLY, IsoWeek(2026, 48), horizon(IsoWeek(2026, 50), 7)) == [
        "2026-W50",
        "2026-W52",
        "2027-W01",
        "2027-W03",
    ]


def test_an_occurrence_may_be_late_but_not_early() -> None:
    """A biweekly pair due in W48 may meet in W48 or W49; with a horizon from W49 on only in W49."""
    first = due(BIWEEKLY, IsoWeek(2026, 48), horizon(IsoWeek(2026, 48), 3))
    assert [(str(item.period), list(map(str, item.weeks))) for item in first] == [
        ("2026-W48", ["2026-W48", "2026-W49"]),
        ("2026-W50", ["2026-W50"]),
    ]
    later = due(BIWEEKLY, IsoWeek(2026, 48), horizon(IsoWeek(2026, 49), 1))
    assert [(str(item.period), list(map(str, item.weeks))) for item in later] == [("2026-W48", ["2026-W49"])]


def test_a_monthly_pair_is_due_in_the_same_week_of_every_month() -> None:
    """Its month is the one of the week's Thursday: 2026-W49 (3 December) is the first of December."""
    assert periods(MONTHLY, IsoWeek(2026, 49), horizon(IsoWeek(2026, 49), 14)) == [
        "2026-W49",
        "2027-W01",
        "2027-W05",
        "2027-W09",
    ]


def test_a_quarterly_pair_skips_two_months() -> None:
    """From the third week of November to the third weeks of February and May."""
    assert periods(QUARTERLY, IsoWeek(2026, 47), horizon(IsoWeek(2026, 47), 27)) == ["2026-W47", "2027-W07", "2027-W20"]


def test_a_fifth_week_stands_for_the_fourth() -> None:
    """Not every month has a fifth week: 2026-W53 (31 December) is taken for 2026-W52."""
    assert periods(MONTHLY, IsoWeek(2026, 53), horizon(IsoWeek(2026, 52), 6)) == ["2026-W52", "2027-W04"]


def test_a_pair_has_no_period_before_its_anchor() -> None:
    """Somebody who is first due in W50 is not taken for late since W46."""
    answer = due(Cadence(4, CadenceUnit.WEEKS), IsoWeek(2026, 50), horizon(IsoWeek(2026, 48), 4))
    assert [str(item.period) for item in answer] == ["2026-W50"]


def test_no_weeks_no_periods() -> None:
    """An empty horizon has no periods."""
    assert due(WEEKLY, IsoWeek(2026, 48), []) == []


@given(cadences, some_weeks, st.integers(-80, 80), st.integers(1, 26))
def test_windows_cover_the_horizon_once(cadence: Cadence, anchor: IsoWeek, offset: int, length: int) -> None:
    """From the anchor on every week of the horizon belongs to the window of exactly one period, none before it."""
    weeks = horizon(anchor.plus(offset), length)
    answer = due(cadence, anchor, weeks)
    covered = [week for item in answer for week in item.weeks]
    assert covered == [week for week in weeks if answer and week >= answer[0].period]
    assert all(week in covered for week in weeks if week >= anchor)
    assert all(item.weeks for item in answer)
    assert all(item.weeks[0] == max(item.period, weeks[0]) for item in answer)


@given(cadences, some_weeks, st.integers(0, 120))
def test_periods_lie_one_cadence_apart(cadence: Cadence, anchor: IsoWeek, offset: int) -> None:
    """By weeks: that many weeks; by months: that many months, each in the same place of its month."""
    found = [item.period for item in due(cadence, anchor, horizon(anchor.plus(offset), 60))]
    for one, next_one in pairwise(found):
        if cadence.unit is CadenceUnit.WEEKS:
            assert next_one.number - one.number == cadence.every
        else:
            assert month(next_one) - month(one) == cadence.every
            assert (next_one.thursday().day - 1) // 7 == (one.thursday().day - 1) // 7 <= 3


@given(cadences, some_weeks, st.integers(1, 12), st.integers(0, 60))
def test_a_longer_horizon_changes_no_period(cadence: Cadence, anchor: IsoWeek, length: int, offset: int) -> None:
    """The periods of a horizon are those of a longer one, as far as it reaches."""
    weeks = horizon(anchor.plus(offset), 2 * length)
    short = [item.period for item in due(cadence, anchor, weeks[:length])]
    long = [item.period for item in due(cadence, anchor, weeks)]
    assert long[: len(short)] == short


def loads(pairs: list[tuple[int, Cadence, int, IsoWeek | None]], weeks: list[IsoWeek]) -> dict[IsoWeek, int]:
    """Minutes by week, by the phases chosen for `weeks[0]`."""
    anchors = phases(pairs, weeks)
    load = Counter(dict.fromkeys(weeks, 0))
    for key, cadence, minutes, _ in pairs:
        for item in due(cadence, anchors[key], weeks):
            if item.period in weeks:
                load[item.period] += minutes
    return load


@given(st.integers(2, 9), st.integers(1, 30), some_weeks)
def test_equal_pairs_fill_weeks_that_differ_by_at_most_one(every: int, count: int, first: IsoWeek) -> None:
    """k equal pairs that meet every N weeks: weeks differ by one meeting at most, the earlier hold more."""
    pairs: list[tuple[int, Cadence, int, IsoWeek | None]] = [
        (number, Cadence(every, CadenceUnit.WEEKS), 30, None) for number in range(count)
    ]
    load = loads(pairs, horizon(first, every))
    meetings = [load[week] // 30 for week in sorted(load)]
    assert max(meetings) - min(meetings) <= 1
    assert meetings == sorted(meetings, reverse=True)


@given(st.integers(1, 4), st.integers(1, 30), some_weeks)
def test_monthly_and_quarterly_pairs_spread(every: int, count: int, first: IsoWeek) -> None:
    """Of k equal pairs each of the first four weeks of every month gets as many as any other, give or take one."""
    pairs: list[tuple[int, Cadence, int, IsoWeek | None]] = [
        (number, Cadence(every, CadenceUnit.MONTHS), 25, None) for number in range(count)
    ]
    load = loads(pairs, horizon(first, 5 * every + 1))
    months = sorted({month(week) for week in load})[1:-1]
    whole = [load[week] // 25 for week in load if month(week) in months and week.thursday().day <= 28]
    assert not whole or max(whole) - min(whole) <= 1


@given(st.lists(st.tuples(cadences, st.sampled_from([25, 30, 50])), min_size=1, max_size=12), some_weeks)
def test_nobody_new_waits_longer_than_one_period(items: list[tuple[Cadence, int]], first: IsoWeek) -> None:
    """A new pair is first due in the horizon's first week or after, and not later than its cadence asks."""
    anchors = phases([(number, *item, None) for number, item in enumerate(items)], [first])
    for number, (cadence, _) in enumerate(items):
        assert anchors[number] >= first
        if cadence.unit is CadenceUnit.WEEKS:
            assert anchors[number] < first.plus(cadence.every)
        else:
            assert anchors[number] <= first.plus(5 * cadence.every)


@given(cadences, some_weeks)
def test_a_single_new_pair_is_due_at_once(cadence: Cadence, first: IsoWeek) -> None:
    """Nothing else to be even with: due in the first week, or the next, where the first is a month's fifth."""
    anchor = phases([("pair", cadence, 30, None)], [first])["pair"]
    fifth = cadence.unit is CadenceUnit.MONTHS and first.thursday().day > 28
    assert anchor == first.plus(1 if fifth else 0)


def test_a_known_anchor_is_kept_and_others_make_room() -> None:
    """A biweekly pair that meets in even weeks stays there; the new one takes the odd weeks."""
    week = IsoWeek(2026, 48)
    anchors = phases([("new", BIWEEKLY, 30, None), ("old", BIWEEKLY, 30, week.plus(-8))], horizon(week, 4))
    assert anchors == {"new": week.plus(1), "old": week.plus(-8)}
    assert list(anchors) == ["new", "old"]


def test_rhythms_that_drift_through_each_other_begin_apart() -> None:
    """A monthly pair is as even in any week in the long run; it begins in one that the biweekly pair leaves free."""
    week = IsoWeek(2026, 50)
    anchors = phases([("monthly", MONTHLY, 30, None), ("biweekly", BIWEEKLY, 30, None)], [week])
    assert anchors == {"monthly": week.plus(1), "biweekly": week}


def test_a_small_difference_makes_nobody_wait() -> None:
    """A 50-minute pair does not wait a week because of 20 minutes, but does because of 30."""
    week = IsoWeek(2026, 48)
    assert phases([(1, BIWEEKLY, 20, week), (2, BIWEEKLY, 50, None)], [week])[2] == week
    assert phases([(1, BIWEEKLY, 30, week), (2, BIWEEKLY, 50, None)], [week])[2] == week.plus(1)


@pytest.mark.parametrize("minutes", [0, 30])
def test_the_horizon_s_length_decides_nothing(minutes: int) -> None:
    """Planning more weeks ahead moves nobody to other weeks."""
    pairs = [(number, (BIWEEKLY, MONTHLY, QUARTERLY)[number % 3], minutes, None) for number in range(9)]
    week = IsoWeek(2026, 48)
    assert phases(pairs, [week]) == phases(pairs, horizon(week, 26))


def met_after(items: list[tuple[Cadence, int]], first: IsoWeek, length: int) -> list[int]:
    """Weeks until each new pair is due, where every run remembers only what lay in the horizon of those before."""
    known: dict[int, IsoWeek] = {}
    for later in range(60):
        weeks = horizon(first.plus(later), length)
        pairs = [(number, *item, known.get(number)) for number, item in enumerate(items)]
        known |= {number: anchor for number, anchor in phases(pairs, weeks).items() if anchor <= weeks[-1]}
    return [known[number].number - first.number for number in range(len(items))]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(cadences, st.sampled_from([25, 30, 50])), min_size=1, max_size=10),
    some_weeks,
    st.integers(1, 4),
)
def test_nobody_is_put_off_for_ever(items: list[tuple[Cadence, int]], first: IsoWeek, length: int) -> None:
    """Run anew every week, remembering only what lay in the horizon, every pair is due by the end of one cadence."""
    for (cadence, _), after in zip(items, met_after(items, first, length), strict=True):
        assert after <= (cadence.every if cadence.unit is CadenceUnit.WEEKS else 5 * cadence.every)


def every(*weeks: int) -> list[Cadence]:
    return [Cadence(each, CadenceUnit.WEEKS) for each in weeks]


def test_better_weeks_to_come_put_nobody_off() -> None:
    """A six-weekly pair waited for the best of the next four weeks, and in each of them for the best of its next."""
    items = list(zip([*every(2, 3, 3, 4, 5, 6), MONTHLY], [25, 25, 50, 50, 25, 25, 25], strict=True))
    assert met_after(items, IsoWeek(2019, 1), 1)[5] < 6


def test_who_begins_meanwhile_puts_nobody_off() -> None:
    """A six-weekly pair waited for a week of its own, until rarer pairs had begun that made another one better."""
    items = list(
        zip([*every(4, 4, 8), MONTHLY, *every(2, 6, 9, 6, 4)], [50, 25, 50, 50, 25, 25, 50, 25, 50], strict=True)
    )
    assert met_after(items, IsoWeek(2035, 6), 1)[7] < 6


@settings(max_examples=40)
@given(
    st.lists(st.tuples(cadences, st.sampled_from([25, 30, 50])), min_size=1, max_size=6),
    some_weeks,
    st.integers(1, 4),
    st.sampled_from([2, 3, 4, 6, 13, 1000]),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 12)), max_size=40),
)
def test_absences_put_nobody_off_for_ever(
    items: list[tuple[Cadence, int]], first: IsoWeek, length: int, again: int, apart: set[tuple[int, int]]
) -> None:
    """However often two cannot meet, they begin within a cadence, or in the first week after it in which they can.

    They cannot meet in the weeks `apart`, of which all come again after so many weeks.
    """

    def can_meet(number: int, week: IsoWeek) -> bool:
        return (number, (week.number - first.number) % again) not in apart

    begun: dict[int, IsoWeek] = {}
    for later in range(60):
        weeks = horizon(first.plus(later), length)
        pairs = [(number, *item, begun.get(number)) for number, item in enumerate(items)]
        anchors = phases(pairs, weeks, can_meet)
        begun |= {number: week for number, week in anchors.items() if week <= weeks[-1] and can_meet(number, week)}
    for number, (cadence, _) in enumerate(items):
        longest = cadence.every if cadence.unit is CadenceUnit.WEEKS else 5 * cadence.every
        places = 4 if cadence.unit is CadenceUnit.MONTHS else 5  # a month's fifth week begins no rhythm
        after = (week for week in horizon(first.plus(longest), 60) if (week.thursday().day + 6) // 7 <= places)
        free = next((week for week in after if can_meet(number, week)), None)
        assert free is None or free > first.plus(59) or begun[number] <= free


def test_a_week_in_which_they_cannot_meet_is_passed_over() -> None:
    """For the next week of the horizon; or, where that is fuller by more than a meeting, for the next even one."""
    week = IsoWeek(2026, 48)
    new = (QUARTERLY, 30, None)
    away = {week}
    assert phases([(1, *new)], horizon(week, 4), lambda _, each: each not in away)[1] == week.plus(1)
    full = [(number, BIWEEKLY, 30, week.plus(1)) for number in range(2, 4)]
    assert phases([(1, BIWEEKLY, 30, None), *full], horizon(week, 4), lambda _, each: each not in away)[1] == week


def test_three_free_weeks_come_before_one_that_nobody_knows() -> None:
    """The only week of the horizon without another quarterly pair is no use: one of the others, not one to come."""
    week = IsoWeek(2026, 48)
    others = [(number, QUARTERLY, 30, week.plus(number)) for number in range(3)]
    free = horizon(week, 3)
    anchor = phases([("new", QUARTERLY, 30, None), *others], horizon(week, 4), lambda _, each: each in free)["new"]
    assert anchor in free
