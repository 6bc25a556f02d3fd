"""What stands of a leader's 1-on-1s, and how it differs from what was last written: nothing is decided or solved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from providers.event import Calendar, Interval
from providers.weeks import IsoWeek
from scheduler.agenda import agenda_url
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import NotPlaced, Origin, Outcome, PairKey
from scheduler.planning.booked import booked_by_people
from scheduler.planning.conflict import conflict_at
from scheduler.planning.days import Placed, planned_days
from scheduler.planning.demand import Demand, DemandOf, key_of
from scheduler.planning.existing import Existing, Standing, our_occurrences
from scheduler.planning.reasons import pair_of, why_kept
from scheduler.planning.situation import Situation
from scheduler.stands import Difference, Meeting, Since, Stands

TO_PLACE = "due, and in no calendar yet: the next run looks for a time"


def what_stands(
    situation: Situation,
    calendars: Mapping[str, Calendar],
    memory: Memory,
    *,
    week: IsoWeek | None = None,
    planned: bool = True,
    warnings: Sequence[str] = (),
) -> Stands:
    """What stands in the situation's weeks.

    Args:
        calendars: by email, of the leader and everybody who meets or met them.
        memory: what the ledger knows about the leader.
        week: this one of the weeks alone; None: all.
        planned: whether the situation's weeks are those that a plan would be for: else nobody knows what is due.
        warnings: what is known to be wrong with what was read.
    """
    team, weeks = situation.team, situation.ahead.weeks if week is None else (week,)
    existing = our_occurrences(team.leader, calendars, situation.read, memory, situation.rules, situation.as_of)
    booked = booked_by_people(team.pairs, calendars, situation.ahead.week_of)
    demand = DemandOf(situation, existing, booked).decide() if planned else Demand((), (), (), ())
    standing = [each for each in (*existing.standing, *booked) if situation.ahead.week_of(each.span.start) in weeks]
    leader = situation.availabilities[team.leader]
    days = planned_days(situation.ahead, leader, [_placed(situation, each) for each in standing], {})
    gaps = [gap.why for calendar in calendars.values() for gap in calendar.unknown]
    return Stands(
        leader=team.leader,
        leader_name=leader.person.name,
        time_zone=leader.person.time_zone,
        as_of=situation.as_of,
        weeks=tuple(map(str, weeks)),
        window=situation.read,
        meetings=_meetings(situation, standing, demand),
        differences=_differences(situation, existing, booked, memory, weeks),
        absent=tuple(each for each in _absent(demand, standing) if IsoWeek.parse(each.period) in weeks),
        days=tuple(day for day in days if IsoWeek.parse(day.week) in weeks),
        people=tuple(
            (email, each.person.name, each.person.time_zone) for email, each in sorted(situation.availabilities.items())
        ),
        warnings=tuple(dict.fromkeys((*warnings, *gaps))),
    )


def _meetings(situation: Situation, standing: Sequence[Standing], demand: Demand) -> tuple[Meeting, ...]:
    going = {(each.standing.pair, each.standing.period): each.why for each in demand.cancelled}
    made = []
    for each in standing:
        pair = pair_of(situation, each)
        why = going.get((each.pair, each.period))
        agenda = agenda_url(pair, str(each.period), situation.company) if pair else None
        made.append(
            Meeting(
                each.pair,
                str(each.period),
                each.span,
                each.origin,
                each.declined,
                _why(situation, each) if why is None else f"the next run cancels it: {why}",
                agenda,
            )
        )
    return tuple(sorted(made, key=lambda one: (one.span, one.pair, one.period)))


def _why(situation: Situation, standing: Standing) -> str:
    pair = pair_of(situation, standing)
    held = standing.span.end <= situation.as_of
    conflict = None
    if pair is not None and not held and standing.origin is not Origin.BOOKED:
        conflict = conflict_at(situation, pair, standing.span)
    return why_kept(standing, pair, situation.rules.freeze, held=held, mended=False, conflict=conflict)


def _placed(situation: Situation, standing: Standing) -> Placed:
    pair = pair_of(situation, standing)
    ours = standing.origin is not Origin.BOOKED and pair is not None
    mark = "keep" if standing.origin is Origin.OURS else str(standing.origin)
    return Placed(standing.pair, standing.span, pair.prep if ours and pair else timedelta(0), mark)


def _absent(demand: Demand, standing: Sequence[Standing]) -> tuple[NotPlaced, ...]:
    """What is due and stands nowhere."""
    there = {(each.pair, str(each.period)) for each in standing}
    missing = [
        NotPlaced(key_of(wanted.pair), str(wanted.period), Outcome.UNPLACED, TO_PLACE)
        for wanted in demand.wanted
        if wanted.standing is None
    ]
    found = [*missing, *(each for each in demand.not_placed if (each.pair, each.period) not in there)]
    return tuple(sorted(found, key=lambda one: (one.period, one.pair)))


def _differences(
    situation: Situation,
    existing: Existing,
    booked: Sequence[Standing],
    memory: Memory,
    weeks: Sequence[IsoWeek],
) -> tuple[Difference, ...]:
    """How what stands in these weeks differs from what the ledger last wrote; sorted by time.

    What is over is nobody's business any more, but where all of the weeks are over.
    """
    entries = {(PairKey(e.leader, e.member, e.kind), IsoWeek.parse(e.period)): e for e in memory.entries}
    all_over = situation.ahead.end <= situation.as_of
    found = [
        *(one for each in existing.standing for one in _of_standing(situation, each, entries)),
        *(Difference(Since.BOOKED, b.pair, str(b.period), None, b.span, "booked by people") for b in booked),
        *_gone(situation, existing, entries),
    ]

    def in_question(span: Interval) -> bool:
        return (all_over or span.end > situation.as_of) and situation.ahead.week_of(span.start) in weeks

    shown = [one for one in found if any(span and in_question(span) for span in (one.before, one.now))]
    return tuple(sorted(shown, key=_order))


def _order(one: Difference) -> tuple[datetime, PairKey, str]:
    span = one.now or one.before
    assert span is not None  # else it would not be shown
    return span.start, one.pair, one.since


def _of_standing(
    situation: Situation, standing: Standing, entries: Mapping[tuple[PairKey, IsoWeek], Entry]
) -> Iterator[Difference]:
    entry = entries.get((standing.pair, standing.period))
    if entry is not None and entry.generation != standing.generation:
        entry = None

    def differs(since: Since, why: str) -> Difference:
        before = None if entry is None else entry.span
        return Difference(since, standing.pair, str(standing.period), before, standing.span, why)

    if entry is None:
        yield differs(Since.FOUND, "bears our marker, but the ledger does not know it")
    elif entry.state is State.WRITING:
        yield differs(Since.INCOMPLETE, "a run was interrupted while it wrote this; the next one completes it")
        return
    moved = entry is not None and entry.span != standing.span
    if moved:
        yield differs(Since.MOVED, "a person moved it: pinned")
    lacking = sorted({*standing.missing, *(copy.calendar for copy in standing.outdated)})
    if standing.declined and not (entry is not None and entry.declined):
        yield differs(Since.DECLINED, "the invitation was declined")
    if lacking and not (moved or standing.declined):  # which explain it
        names = " and ".join(_name(situation, email) for email in lacking)
        yield differs(Since.INCOMPLETE, f"missing or at another time in the calendar of {names}")


def _gone(
    situation: Situation, existing: Existing, entries: Mapping[tuple[PairKey, IsoWeek], Entry]
) -> Iterator[Difference]:
    where = {(one.pair, one.period): one.deleted_in for one in existing.leftovers if one.deleted_in}
    for pair, period in sorted(existing.deleted | existing.lost):
        entry = entries.get((pair, period))
        if entry is None or entry.state is not State.WRITTEN:
            continue
        if (pair, period) in existing.lost:
            why = "not found, though nobody deleted it for certain; left as it is"
            yield Difference(Since.LOST, pair, str(period), entry.span, None, why)
        else:
            names = " and ".join(_name(situation, email) for email in where.get((pair, period), ()))
            why = f"deleted from the calendar of {names}; that week is skipped" if names else "deleted by a person"
            yield Difference(Since.DELETED, pair, str(period), entry.span, None, why)
    for one in existing.leftovers:
        if not one.deleted_in:
            why = "left over from a cancelled 1-on-1; the next run takes it out"
            yield Difference(Since.INCOMPLETE, one.pair, str(one.period), one.span, one.span, why)


def _name(situation: Situation, email: str) -> str:
    known = situation.availabilities.get(email)
    return known.person.name if known else email
