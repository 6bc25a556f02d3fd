"""What already stands in the calendars, and whose decision it is: ours, a human's, or the clock's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from providers.event import Calendar, Event, Interval, Response
from providers.marker import Marker
from scheduler.company import Pair, Rules
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import Origin, PairKey
from scheduler.weeks import IsoWeek


@dataclass(frozen=True, slots=True)
class Standing:
    """An occurrence that stands in the calendars, at one time, in one or both of them."""

    pair: PairKey
    period: IsoWeek
    span: Interval
    origin: Origin
    generation: int = 0
    copies: tuple[Event, ...] = ()
    """Our event in the calendars that hold it, the leader's first; empty for one that people booked."""
    missing: tuple[str, ...] = ()
    """Calendars that should hold it and do not: an interrupted run, or a lost ledger."""
    declined: bool = False
    """The member declined it, at this very time."""
    booked_uid: str | None = None
    """UID of the event, for one that people booked."""

    @property
    def outdated(self) -> tuple[Event, ...]:
        """Copies that lie at another time than the occurrence."""
        return tuple(copy for copy in self.copies if copy.span != self.span)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Our events that have to go: what remains of an occurrence that a human deleted, or that we began to cancel."""

    pair: PairKey
    period: IsoWeek
    span: Interval
    """Where it was."""
    generation: int
    copies: tuple[Event, ...]
    """May be empty: a human deleted every copy."""
    deleted_in: tuple[str, ...] = ()
    """Calendars in which a human deleted it; empty: our own cancel was interrupted."""


@dataclass(frozen=True, slots=True)
class Existing:
    """Everything of a leader's 1-on-1s that the calendars and the ledger hold."""

    standing: tuple[Standing, ...]
    """At most one for a pair and period; sorted by period, then pair."""
    leftovers: tuple[Leftover, ...]
    deleted: frozenset[tuple[PairKey, IsoWeek]]
    """Periods that a human decided to skip, now or earlier."""
    lost: frozenset[tuple[PairKey, IsoWeek]] = frozenset()
    """Periods whose event we wrote and cannot find, where a calendar that could hold it cannot be read."""

    def of(self, pair: PairKey) -> tuple[Standing, ...]:
        """One pair's, by period."""
        return tuple(standing for standing in self.standing if standing.pair == pair)


def our_occurrences(
    leader: str,
    calendars: Mapping[str, Calendar],
    window: Interval,
    memory: Memory,
    rules: Rules,
    as_of: datetime,
) -> Existing:
    """Recognise the leader's 1-on-1s by their markers, and read from them and the ledger what humans decided.

    A copy that lies elsewhere than we last wrote it was moved by a human: it is pinned. One that the ledger knows as
    written and that is gone was deleted by a human. Calendars with unknown spans prove nothing by lacking an event,
    nor do calendars in which the `window` that was read leaves the event out.
    """
    groups = _by_occurrence(leader, calendars)
    remembered = {(PairKey(e.leader, e.member, e.kind), IsoWeek.parse(e.period)): e for e in memory.entries}
    entries = {
        key: entry
        for key, entry in remembered.items()
        if entry.state is State.DELETED or key in groups or entry.span.overlaps(window)
    }
    standing: list[Standing] = []
    leftovers: list[Leftover] = []
    lost: set[tuple[PairKey, IsoWeek]] = set()
    deleted = {key for key, entry in entries.items() if entry.state is State.DELETED}
    for key in sorted(groups.keys() | entries.keys()):
        pair, period = key
        entry = entries.get(key)
        generations = groups.get(key, {})
        current = max([*generations, *([entry.generation] if entry else [])])
        for generation in sorted(generations):
            if generation < current:
                old = generations[generation]
                leftovers.append(Leftover(pair, period, old[0].span, generation, old))
        if entry is not None and entry.generation != current:
            entry = None
        copies = generations.get(current, ())
        absent = tuple(email for email in (pair.leader, pair.member) if _certainly_absent(email, copies, calendars))
        if entry is not None and entry.state is State.CANCELLING:
            if copies:
                leftovers.append(Leftover(pair, period, copies[0].span, current, copies))
        elif entry is not None and entry.state is State.WRITTEN and not copies and len(absent) < 2:
            lost.add(key)
        elif entry is not None and entry.state is State.WRITTEN and absent and not (copies and _held(copies, as_of)):
            if entry.span.end > as_of:
                leftovers.append(Leftover(pair, period, entry.span, current, copies, deleted_in=absent))
            deleted.add(key)
        elif copies:
            deleted.discard(key)
            standing.append(_standing(pair, period, current, copies, absent, entry, rules, as_of))
    return Existing(tuple(standing), tuple(leftovers), frozenset(deleted), frozenset(lost))


def booked_by_people(
    pairs: Sequence[Pair], calendars: Mapping[str, Calendar], week_of: Callable[[datetime], IsoWeek]
) -> tuple[Standing, ...]:
    """1-on-1s of the pairs that people booked themselves: exactly the two, in either's calendar, declined by neither.

    `period` is the week in which they lie. Two pairs of the same two people share them in the configuration's order,
    one each week.
    """
    found: list[Standing] = []
    taken: set[tuple[str, Interval]] = set()
    for pair in pairs:
        weeks: set[IsoWeek] = set()
        key = PairKey(pair.leader, pair.member, pair.kind)
        for event in _meetings_of_two(pair, calendars):
            week = week_of(event.span.start)
            if (pair.member, event.span) not in taken and week not in weeks:
                taken.add((pair.member, event.span))
                weeks.add(week)
                found.append(Standing(key, week, event.span, Origin.BOOKED, booked_uid=event.uid))
    return tuple(found)


def _meetings_of_two(pair: Pair, calendars: Mapping[str, Calendar]) -> list[Event]:
    """Foreign events of exactly the two, one for each time; those that either of them declined left out."""
    seen: dict[tuple[str, Interval], Event] = {}
    refused: set[tuple[str, Interval]] = set()
    for owner, other in ((pair.leader, pair.member), (pair.member, pair.leader)):
        calendar = calendars.get(owner)
        for event in calendar.events if calendar else ():
            if event.marker is None and event.partner == other and not event.all_day and event.title_matches:
                identity = (event.uid, event.span)
                if event.response is Response.DECLINED:
                    refused.add(identity)
                seen.setdefault(identity, event)
    return sorted((event for identity, event in seen.items() if identity not in refused), key=lambda e: (e.span, e.uid))


def _by_occurrence(
    leader: str, calendars: Mapping[str, Calendar]
) -> dict[tuple[PairKey, IsoWeek], dict[int, tuple[Event, ...]]]:
    """Our copies by occurrence and generation, the leader's copy first."""
    groups: dict[tuple[PairKey, IsoWeek], dict[int, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for email in sorted(calendars, key=lambda email: (email != leader, email)):
        for event in calendars[email].events:
            if event.marker is not None and event.marker.leader == leader:
                marker = event.marker
                groups[_key(marker)][marker.generation].append(event)
    return {
        key: {generation: _one_each(copies) for generation, copies in generations.items()}
        for key, generations in groups.items()
    }


def _one_each(copies: Iterable[Event]) -> tuple[Event, ...]:
    """One copy for each calendar: an event that a human made recurring counts with its first instance."""
    first: dict[str, Event] = {}
    for copy in copies:
        first.setdefault(copy.calendar, copy)
    return tuple(first.values())


def _key(marker: Marker) -> tuple[PairKey, IsoWeek]:
    return PairKey(marker.leader, marker.member, marker.kind), IsoWeek.parse(marker.period)


def _held(copies: tuple[Event, ...], as_of: datetime) -> bool:
    """Whether it lies in the past: who deletes that from a calendar tidies up, and decides nothing."""
    return all(copy.span.end <= as_of for copy in copies)


def _certainly_absent(email: str, copies: tuple[Event, ...], calendars: Mapping[str, Calendar]) -> bool:
    calendar = calendars.get(email)
    return calendar is not None and not calendar.unknown and all(copy.calendar != email for copy in copies)


def _standing(
    pair: PairKey,
    period: IsoWeek,
    generation: int,
    copies: tuple[Event, ...],
    absent: tuple[str, ...],
    entry: Entry | None,
    rules: Rules,
    as_of: datetime,
) -> Standing:
    span, moved = _where(copies, entry)
    if moved:
        origin = Origin.PINNED
    elif span.start - as_of < rules.freeze:
        origin = Origin.FROZEN
    else:
        origin = Origin.OURS
    declined = rules.declined_moves and any(
        copy.answers.get(pair.member) is Response.DECLINED
        or (copy.calendar == pair.member and copy.response is Response.DECLINED)
        for copy in copies
    )
    return Standing(pair, period, span, origin, generation, copies, absent, declined)


def _where(copies: tuple[Event, ...], entry: Entry | None) -> tuple[Interval, bool]:
    """The time of an occurrence, and whether a human chose it.

    Copies disagree after a human moved one of them, or after a run was killed between two writes. What was moved since
    the last run counts before what was moved earlier, also where somebody moved it back.
    """
    if entry is not None and entry.state is State.WRITTEN:
        for copy in copies:
            if copy.span != entry.span:
                return copy.span, True
    for copy in copies:
        if copy.written is not None and copy.span != copy.written:
            return copy.span, True
    if entry is not None:
        for copy in copies:
            if copy.span == entry.span:
                return copy.span, False
    return copies[0].span, False
