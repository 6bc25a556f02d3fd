"""The hard rules once more, on wall clocks, minute by minute: judges a plan by its dates alone.

What it shares with the product is the data that goes in and the plan that comes out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from providers.event import Calendar, Interval, Response
from scheduler.company import Cadence, CadenceUnit, Company, Team
from scheduler.ledger.record import Memory, State
from scheduler.plan import Action, PairKey, Plan
from tests.planning.facts import MINUTE, Facts, OneOnOne, local, minutes, monday, shows, week_of

_WEEKLY = Cadence(1, CadenceUnit.WEEKS)


def violations(
    company: Company, team: Team, calendars: Mapping[str, Calendar], memory: Memory, as_of: datetime, plan: Plan
) -> list[str]:
    """Every breach of a hard rule as a sentence that starts with the rule's name; empty: the plan obeys them all."""
    facts = Facts(company, team, calendars, memory, as_of, plan)
    rules = (
        _free,
        _two_places,
        _days,
        _hours,
        _lunch,
        _runs,
        _per_day,
        _once,
        _due,
        _week,
        _booked,
        _stays,
        _deleted,
        _unknown,
        _grid,
    )
    return [violation for rule in rules for violation in rule(facts)]


def _free(facts: Facts) -> Iterator[str]:
    """Rule 1: both are free for the whole occurrence, the leader also during prep."""
    for one, email, span in facts.needs():
        if any(span.overlaps(event) for event in facts.taken(email)):
            yield f"free: {email} is busy: {one}"
        if facts.has_holiday(email, span):
            yield f"free: {email} has a public holiday: {one}"


def _two_places(facts: Facts) -> Iterator[str]:
    """Rule 1: the leader is in one place at a time, and what stays unplaced or unmentioned keeps its time."""
    mentioned = {(change.pair, change.period) for change in facts.plan.changes}
    standing = [event.span for key, events in facts.ours.items() if key not in mentioned for event in events]
    standing += [stays.span for stays in facts.unplaced]
    for index, one in enumerate(facts.placed):
        others = [other.block for other in (*facts.placed[index + 1 :], *facts.fixed)]
        if any(one.block.overlaps(other) for other in (*others, *standing)):
            yield f"two places: the leader is elsewhere: {one}"


def _days(facts: Facts) -> Iterator[str]:
    """Rule 2: on 1-on-1 days only, when the pair may meet, and nothing, prep included, sooner than the notice."""
    for one in facts.placed:
        weekdays = {local(moment, facts.zone).weekday() for moment in minutes(one.block)}
        if not weekdays <= set(facts.rules.days) or weekdays & set(facts.company.focus_days):
            yield f"days: not on a 1-on-1 day: {one}"
        allowed = facts.pairs[one.change.pair].allowed
        if allowed and not all(shows(local(moment, facts.zone), allowed) for moment in minutes(one.span)):
            yield f"days: not when the pair may meet: {one}"
        if one.change.action is not Action.KEEP and one.block.start < facts.as_of + facts.rules.notice:
            yield f"days: too soon: {one}"


def _hours(facts: Facts) -> Iterator[str]:
    """Rule 2: inside both persons' working hours, the prep inside the leader's."""
    for one, email, span in facts.needs():
        if not all(facts.works(email, moment) for moment in minutes(span)):
            yield f"hours: {email} does not work: {one}"


def _lunch(facts: Facts) -> Iterator[str]:
    """Rule 3: the leader's lunch stays possible where other people's meetings and fixed 1-on-1s left it possible.

    There was one if one fits on the grid; there still is one if one fits anywhere.
    """
    lunch = facts.rules.lunch
    if lunch is None:
        return
    grid = facts.company.grid // MINUTE
    others = [*facts.taken(facts.leader), *(one.block for one in facts.fixed)]
    for day in sorted({local(one.span.start, facts.zone).date() for one in facts.placed}):
        window = Interval(facts.on_day(day, lunch.start), facts.on_day(day, lunch.end))
        before = _gaps(facts, window, others)
        after = _gaps(facts, window, [*others, *(one.block for one in facts.placed)])
        fitted = any(
            moment + lunch.length <= gap.end
            for gap in before
            for moment in minutes(gap)
            if local(moment, facts.zone).minute % grid == 0
        )
        if fitted and all(gap.end - gap.start < lunch.length for gap in after):
            yield f"lunch: none left on {day}"


def _gaps(facts: Facts, window: Interval, taken: list[Interval]) -> list[Interval]:
    """The leader's free working time inside the window, in whole pieces."""

    def is_free(moment: datetime) -> bool:
        return facts.works(facts.leader, moment) and not any(span.start <= moment < span.end for span in taken)

    pieces = (list(piece) for free, piece in groupby(minutes(window), key=is_free) if free)
    return [Interval(piece[0], piece[-1] + MINUTE) for piece in pieces]


def _runs(facts: Facts) -> Iterator[str]:
    """Rule 4: after `max_run` of 1-on-1s comes a pause, unless none of them was placed by the planner."""
    for day in facts.by_day().values():
        run: list[OneOnOne] = []
        for one in day:
            if run and one.block.start - max(other.span.end for other in run) >= facts.rules.pause:
                run = []
            run.append(one)
            length = max(other.span.end for other in run) - run[0].span.start
            if length > facts.rules.max_run and any(other in facts.placed for other in run):
                yield f"runs: {length} without a pause: {one}"


def _per_day(facts: Facts) -> Iterator[str]:
    """Rule 4: at most `max_per_day`, unless none of them was placed by the planner."""
    for day, ones in facts.by_day().items():
        if len(ones) > facts.rules.max_per_day and any(one in facts.placed for one in ones):
            yield f"per day: {len(ones)} on {day}"


def _once(facts: Facts) -> Iterator[str]:
    """Rule 5: one answer for each pair and period: a time, or why there is none."""
    times = [(one.change.pair, one.change.period) for one in facts.timed]
    reasons = [(one.pair, one.period) for one in facts.plan.not_placed]
    for key in sorted({*times, *reasons}):
        if times.count(key) > 1 or reasons.count(key) > 1:
            yield f"once: {key[0].member} {key[1]} comes twice"
    for one in facts.timed:
        key = one.change.pair, one.change.period
        if one.change.action is not Action.KEEP and (key in facts.outcomes or one.pair is None):
            yield f"once: placed, though it is not to be: {one}"
        if one.change.action is Action.CREATE and facts.ours.get(key):
            yield f"once: it stands already: {one}"


def _due(facts: Facts) -> Iterator[str]:
    """Rule 5: every due period has an answer, and periods lie as far apart as the cadence says."""
    for key, pair in facts.pairs.items():
        answered = {one.change.period for one in facts.timed if one.change.pair == key}
        answered |= {one.period for one in facts.plan.not_placed if one.pair == key}
        if pair.cadence == _WEEKLY:
            for period in sorted(set(facts.plan.weeks) - answered):
                yield f"due: no answer for {pair.member} {period}"
        for one, other in pairwise(sorted(answered)):
            if not _apart(pair.cadence, one, other):
                yield f"due: {pair.member} in {one} and {other}"


def _apart(cadence: Cadence, one: str, other: str) -> bool:
    """Whether two weeks are a whole number of the cadence's steps apart, at least one."""
    if cadence.unit is CadenceUnit.WEEKS:
        return (monday(other) - monday(one)).days // 7 % cadence.every == 0
    first, second = (monday(week) + timedelta(days=3) for week in (one, other))
    months = 12 * (second.year - first.year) + second.month - first.month
    return months > 0 and months % cadence.every == 0


def _week(facts: Facts) -> Iterator[str]:
    """Rule 5: an occurrence lies in its period: in its week, or later but before the pair is due again."""
    for one in facts.placed:
        cadence = facts.pairs[one.change.pair].cadence
        weeks = cadence.every * (1 if cadence.unit is CadenceUnit.WEEKS else 5)
        late = (monday(week_of(local(one.span.start, facts.zone))) - monday(one.change.period)).days // 7
        if not 0 <= late < weeks:
            yield f"week: {late} weeks after its own: {one}"


def _booked(facts: Facts) -> Iterator[str]:
    """Rule 5: what people booked themselves is the occurrence of its week."""
    created = {(one.change.pair, one.change.period): one for one in facts.timed if one.change.action is Action.CREATE}
    for key, pair in facts.pairs.items():
        for event in facts.calendars[pair.leader].events:
            by_people = event.marker is None and event.partner == pair.member and not event.all_day
            one = created.get((key, week_of(local(event.span.start, facts.zone))))
            if by_people and event.response is not Response.DECLINED and one is not None:
                yield f"booked: people booked it already: {one}"


def _stays(facts: Facts) -> Iterator[str]:
    """Rule 6: what a human moved stays there, and what starts within the freeze stays."""
    changes = {(change.pair, change.period): change for change in facts.plan.changes}
    for key, copies in facts.ours.items():
        change = changes.get(key)
        if change is None or key[0] not in facts.pairs or len(copies) < 2:
            continue
        moved = next((copy.span for copy in copies if copy.written not in (None, copy.span)), None)
        span = moved or copies[0].span
        frozen = span.start < facts.as_of + facts.rules.freeze
        if (moved or frozen) and change.after != span:
            yield f"stays: {change.action} of {change.pair.member} {change.period}, which stands at {span.start}"
        if change.before != span or (change.action is Action.KEEP and change.after != span):
            yield f"stays: {change.pair.member} {change.period} is said to stand at {change.before}, not {span.start}"


def _deleted(facts: Facts) -> Iterator[str]:
    """A period whose event a human deleted has no other; to tidy up what is over is no deletion."""
    for entry in facts.memory.entries:
        key = PairKey(entry.leader, entry.member, entry.kind)
        if key not in facts.pairs:
            continue
        copies = facts.ours.get((key, entry.period), [])
        held = copies != [] and all(copy.span.end <= facts.as_of for copy in copies)
        readable = not any(facts.unknown(email) for email in (key.leader, key.member))
        missing = len({copy.calendar for copy in copies}) < 2 and entry.span.overlaps(facts.plan.window)
        gone = entry.state is State.WRITTEN and missing and readable and not held
        if not gone and entry.state is not State.DELETED:
            continue
        for one in facts.timed:
            if (one.change.pair, one.change.period) == (key, entry.period):
                yield f"deleted: a human deleted it: {one}"


def _unknown(facts: Facts) -> Iterator[str]:
    """Unknown is not free: nothing is put there, and what stands there is left as it is."""
    for change in facts.plan.changes:
        if change.action is Action.KEEP:
            continue
        gaps = [gap for email in (change.pair.leader, change.pair.member) for gap in facts.unknown(email)]
        spans = [span for span in (change.before, change.after) if span is not None]
        if any(span.overlaps(gap) for span in spans for gap in gaps):
            yield f"unknown: {change.action} of {change.pair.member} {change.period} on a guess"
    for entry in facts.memory.entries:
        key = PairKey(entry.leader, entry.member, entry.kind)
        lost = key in facts.pairs and entry.state is State.WRITTEN and (key, entry.period) not in facts.ours
        if lost and (facts.unknown(key.leader) or facts.unknown(key.member)):
            for one in facts.timed:
                if (one.change.pair, one.change.period) == (key, entry.period):
                    yield f"unknown: nobody can tell whether it was deleted: {one}"


def _grid(facts: Facts) -> Iterator[str]:
    """Rule 7: starts lie on the grid and the allowed minutes; a 1-on-1 is as long as configured."""
    for one in facts.placed:
        start = local(one.span.start, facts.zone)
        on_grid = (start.hour * 60 + start.minute) % (facts.company.grid // MINUTE) == 0
        if not on_grid or start.minute not in facts.company.start_minutes or start.second or start.microsecond:
            yield f"grid: off the grid: {one}"
        if one.span.end - one.span.start != facts.pairs[one.change.pair].duration:
            yield f"grid: of another length: {one}"
