"""What already stands in the calendars, and whose decision it is: ours, a human's, or the clock's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from providers.event import Calendar, Event, Interval, Response
from providers.marker import Marker
from providers.weeks import IsoWeek
from scheduler.company import Rules
from scheduler.hosts import written
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import Origin, PairKey

Key = tuple[PairKey, IsoWeek]
"""What names an occurrence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An occurrence that stands in the calendars, at one time, in one or both of them."""

    pair: PairKey
    period: IsoWeek
    span: Interval
    origin: Origin
    generation: int = 0
    copies: tuple[Event, ...] = ()
    """Our event in the calendars that hold it, the leader's first; empty for one that people booked. An attendee's copy
    that follows the leader's is none of them: it says nothing that the leader's does not."""
    missing: tuple[str, ...] = ()
    """Calendars that we write, should hold it and do not: an interrupted run, or a lost ledger."""
    declined: bool = False
    """The member declined it, at this very time."""
    doubled: bool = False
    """People booked one for this period besides ours; ours is not moved out of its way."""
    writes: tuple[str, ...] = ()
    """Calendars of the two that we write, whether they hold it or not; empty for one that people booked."""
    unseen: tuple[str, ...] = ()
    """Calendars that we write, and could not be read where their copy may be: nothing is decided without it."""

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
    deleted: frozenset[Key]
    """Periods that a human decided to skip, now or earlier."""
    lost: frozenset[Key] = frozenset()
    """Periods whose event we wrote and cannot find, though nobody deleted it for certain: a calendar that may hold it
    could not be read there, or it lay outside what is read."""
    known: Mapping[PairKey, tuple[IsoWeek, ...]] = field(default_factory=dict)
    """Every period in which each pair has or had an occurrence of ours, rising; cancelled ones left out."""

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
    nor do those of which single events cannot be seen, nor calendars in which the `window` that was read leaves the
    event out. What we wrote and cannot find, and is not certainly gone, is lost. Where the two share one meeting, the
    leader's copy alone tells all of this.
    """
    groups = _by_occurrence(leader, calendars)
    remembered = {(PairKey(e.leader, e.member, e.kind), IsoWeek.parse(e.period)): e for e in memory.entries}
    found = _Found()
    for key in sorted(groups.keys() | remembered.keys()):
        entry = remembered.get(key)
        if entry is None or entry.state is State.DELETED or key in groups or entry.span.overlaps(window):
            _judge(key, groups.get(key, {}), entry, calendars, rules, as_of, found)
        elif entry.state is State.WRITTEN:
            found.lost.add(key)
        if key in groups or (entry is not None and entry.state not in (State.CANCELLING, State.CANCELLED)):
            found.known[key[0]].append(key[1])
    return Existing(
        tuple(found.standing),
        tuple(found.leftovers),
        frozenset(found.deleted),
        frozenset(found.lost),
        {pair: tuple(periods) for pair, periods in found.known.items()},
    )


@dataclass(slots=True)
class _Found:
    """What has been recognised so far."""

    standing: list[Standing] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    deleted: set[Key] = field(default_factory=set)
    lost: set[Key] = field(default_factory=set)
    known: dict[PairKey, list[IsoWeek]] = field(default_factory=lambda: defaultdict(list))


def _judge(
    key: Key,
    generations: Mapping[int, tuple[Event, ...]],
    entry: Entry | None,
    calendars: Mapping[str, Calendar],
    rules: Rules,
    as_of: datetime,
    found: _Found,
) -> None:
    """What one occurrence has become."""
    pair, period = key
    current = max([*generations, *([entry.generation] if entry else [])])
    for generation in sorted(generations):
        if generation < current:
            old = generations[generation]
            found.leftovers.append(Leftover(pair, period, old[0].span, generation, old))
    if entry is not None and entry.generation != current:
        entry = None
    copies = generations.get(current, ())
    writes = written(calendars, pair.leader, pair.member)
    absent = tuple(email for email in writes if _certainly_absent(email, copies, calendars))
    state = entry.state if entry is not None else None
    if state is State.DELETED and not copies:
        found.deleted.add(key)
    elif state is State.CANCELLING:
        if copies:
            found.leftovers.append(Leftover(pair, period, copies[0].span, current, copies))
    elif state is State.WRITTEN and not copies and len(absent) < len(writes):
        found.lost.add(key)
    elif entry is not None and state is State.WRITTEN and absent and not _stays_for_others(pair, copies, absent, as_of):
        found.deleted.add(key)
        span = copies[0].span if copies else entry.span
        if span.end > as_of:
            found.leftovers.append(Leftover(pair, period, span, current, copies, deleted_in=absent))
    elif copies:
        standing = _standing(pair, period, current, copies, absent, entry, rules, as_of)
        holders = {copy.calendar for copy in copies}
        unseen = tuple(email for email in writes if email not in holders and email not in absent)
        found.standing.append(replace(standing, writes=writes, unseen=unseen))


def _stays_for_others(pair: PairKey, copies: tuple[Event, ...], absent: tuple[str, ...], as_of: datetime) -> bool:
    """Whether a copy that somebody removed decides nothing about the occurrence.

    Who removes a past one tidies up; a program that removes what its owner declines has told the leader's copy so.
    """
    if copies and all(copy.span.end <= as_of for copy in copies):
        return True
    return absent == (pair.member,) and any(declines(copy, pair.member) for copy in copies)


def _by_occurrence(leader: str, calendars: Mapping[str, Calendar]) -> dict[Key, dict[int, tuple[Event, ...]]]:
    """Our copies by occurrence and generation, the leader's copy first."""
    groups: dict[Key, dict[int, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for email in sorted(calendars, key=lambda email: (email != leader, email)):
        for event in calendars[email].events:
            if event.marker is not None and event.marker.leader == leader and not event.follows:
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


def _key(marker: Marker) -> Key:
    return PairKey(marker.leader, marker.member, marker.kind), IsoWeek.parse(marker.period)


def _certainly_absent(email: str, copies: tuple[Event, ...], calendars: Mapping[str, Calendar]) -> bool:
    calendar = calendars.get(email)
    told = calendar is not None and calendar.listed and not calendar.unknown
    return told and all(copy.calendar != email for copy in copies)


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
    declined = rules.declined_moves and any(declines(copy, pair.member) for copy in copies)
    return Standing(pair, period, span, origin, generation, copies, absent, declined)


def declines(copy: Event, member: str) -> bool:
    """Whether a copy knows that its member declined the event."""
    own = copy.calendar == member and copy.response is Response.DECLINED
    return own or copy.answers.get(member) is Response.DECLINED


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
