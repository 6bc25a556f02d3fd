"""What blocks a person's time, and what does not: the availability rules of the product."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from providers.event import Calendar, Event, Interval, Response, Show, Unknown
from providers.interval import intersect, merge, subtract
from scheduler.company import Person, Team
from scheduler.dates.wall_clock import instants, instants_of_days, local_days
from scheduler.plan import Block, BlockKind
from scheduler.planning.public_holidays import public_holidays

ONE_ON_ONE = "1-on-1"
"""Version of a block that is a meeting of the leader and one other person: it may count as their 1-on-1."""
_AWAY = (BlockKind.AWAY, BlockKind.HOLIDAY)


@dataclass(frozen=True, slots=True)
class Availability:
    """When a person works, and what takes that time, inside one window."""

    person: Person
    hours: tuple[Interval, ...]
    """Working hours as instants: sorted, disjoint."""
    blocks: tuple[Block, ...]
    """Sorted, without repetition; each inside the window, but our own events, which are whole."""
    unknown: tuple[Unknown, ...]
    """Where the calendar could not be read, inside the window. Also among the blocks: unknown is not free."""


def availability(
    person: Person,
    calendar: Calendar,
    window: Interval,
    *,
    leaders: Collection[str],
    tentative_blocks: bool,
    teams: Mapping[str, Team] | None = None,
) -> Availability:
    """What the calendar says about the person's time, as the planning of one leader, or of some together, sees it.

    An invitation that was never answered blocks as it is shown: people attend by default.

    Args:
        leaders: emails of the leaders who are planned for. Our events of their pairs block nothing.
        tentative_blocks: whether tentative events block; where they do not, no plan depends on them either.
        teams: by the leader's email; says how long before their own 1-on-1s a person prepares, when the person,
            a leader too, is planned for as a member of this leader's team.
    """
    blocks = [Block(day, BlockKind.HOLIDAY) for day in _holidays(person, window)]
    for event in calendar.events:
        block = _block(event, leaders, calendar.invites)
        if block is None or (block.kind is BlockKind.TENTATIVE and not tentative_blocks):
            continue
        if block.kind is BlockKind.OTHER_ONE_ON_ONE:
            block = Block(_with_prep(event, person, teams or {}), block.kind)
        blocks.extend([block] if block.kind is BlockKind.OUR_EVENT else _inside(block, window))
    unknown = [Unknown(span, gap.why) for gap in calendar.unknown for span in intersect([gap.span], [window])]
    blocks.extend(Block(gap.span, BlockKind.UNKNOWN) for gap in unknown)
    return Availability(
        person,
        tuple(instants(person.time_zone, window, person.hours)),
        tuple(sorted(set(blocks))),
        tuple(sorted(set(unknown))),
    )


def blocking(availability: Availability, tentative_blocks: bool = True) -> list[Interval]:
    """When the person is not to be had: everything that blocks, merged, with what is unknown.

    Args:
        tentative_blocks: False leaves out what only tentative events take.
    """
    free = {BlockKind.OUR_EVENT} if tentative_blocks else {BlockKind.OUR_EVENT, BlockKind.TENTATIVE}
    return merge(block.span for block in availability.blocks if block.kind not in free)


def away(availability: Availability, spans: Iterable[Interval]) -> BlockKind | None:
    """Why the person is away for all of these spans: HOLIDAY or AWAY; None where some of the time is left.

    No time at all, such as a week without common working hours, is nobody's absence: None.
    """
    wanted = merge(spans)
    if not wanted:
        return None
    holidays = [block.span for block in availability.blocks if block.kind is BlockKind.HOLIDAY]
    if not subtract(wanted, holidays):
        return BlockKind.HOLIDAY
    absences = [block.span for block in availability.blocks if block.kind in _AWAY]
    return None if subtract(wanted, absences) else BlockKind.AWAY


def knows(availability: Availability, spans: Iterable[Interval]) -> bool:
    """Whether the calendar could be read over all of these spans."""
    return not intersect((gap.span for gap in availability.unknown), spans)


def _block(event: Event, leaders: Collection[str], invites: bool) -> Block | None:
    """The rules, first match wins; None where the event takes no time, and no plan depends on it."""
    if event.marker is not None and event.marker.leader in leaders:
        return None if event.follows else Block(event.span, BlockKind.OUR_EVENT, _version(event, invites))
    if event.response is Response.DECLINED or event.show in (Show.FREE, Show.ELSEWHERE):
        return None
    if event.marker is not None:
        return Block(event.span, BlockKind.OTHER_ONE_ON_ONE)
    of_leader = any(leader in (event.calendar, event.partner) for leader in leaders)
    of_two = ONE_ON_ONE if event.partner is not None and of_leader else ""
    if event.show is Show.TENTATIVE or event.response is Response.TENTATIVE:
        return Block(event.span, BlockKind.TENTATIVE, of_two)
    if event.show is Show.AWAY or (event.all_day and event.show is Show.BUSY):
        return Block(event.span, BlockKind.AWAY, of_two)
    return Block(event.span, BlockKind.BUSY, of_two)


def _version(event: Event, invites: bool) -> str:
    """What tells one of our events from what it becomes by an edit.

    Where people are invited, the event changes with every answer; only a refusal is something that plans depend on.
    """
    if not invites:
        return f"{event.uid} {event.etag or ''}".rstrip()
    return f"{event.uid} declined" if Response.DECLINED in event.answers.values() else event.uid


def _with_prep(event: Event, person: Person, teams: Mapping[str, Team]) -> Interval:
    """The span of another leader's 1-on-1; where that leader is the person, with the prep before it."""
    marker = event.marker
    if marker is None or marker.leader != person.email or marker.leader not in teams:
        return event.span
    prep = next(
        (pair.prep for pair in teams[marker.leader].pairs if (pair.member, pair.kind) == (marker.member, marker.kind)),
        timedelta(0),
    )
    return Interval(event.span.start - prep, event.span.end)


def _inside(block: Block, window: Interval) -> list[Block]:
    return [Block(span, block.kind, block.version) for span in intersect([block.span], [window])]


def _holidays(person: Person, window: Interval) -> list[Interval]:
    """Every public holiday of the person as a span of its own, as the clocks in the person's zone have it."""
    if person.country is None:
        return []
    days = public_holidays(person.country, local_days(person.time_zone, window))
    return [span for day in days for span in instants_of_days(person.time_zone, window, [day])]
