"""What forbids a time to a pair."""

from providers.event import Interval
from providers.interval import intersect, subtract
from providers.wall_clock import local
from scheduler.company import Pair
from scheduler.dates.wall_clock import instants
from scheduler.plan import Block, BlockKind
from scheduler.planning.availability import Availability
from scheduler.planning.situation import Situation

ELSEWHERE = "has a 1-on-1 with somebody else then"
"""How it is said that another leader's 1-on-1 is in the way."""
_TAKEN = {
    BlockKind.BUSY: "has another meeting then",
    BlockKind.TENTATIVE: "has a tentative meeting then",
    BlockKind.AWAY: "is away then",
    BlockKind.HOLIDAY: "has a public holiday then",
    BlockKind.OTHER_ONE_ON_ONE: ELSEWHERE,
}


def conflict_at(situation: Situation, pair: Pair, span: Interval) -> str | None:
    """What forbids this time to this pair, other than the leader's other 1-on-1s; None: nothing."""
    leader, member = situation.availabilities[pair.leader], situation.availabilities[pair.member]
    if not span.overlaps(situation.window):
        return None
    if not any(day.span.start <= span.start < day.span.end for day in situation.ahead.days):
        return "it does not lie on a 1-on-1 day"
    with_prep = Interval(span.start - pair.prep, span.end)
    for availability, needed in ((member, span), (leader, span), (leader, with_prep)):
        if block := _in_the_way(availability, needed):
            when = "" if needed == span else ", in the time to prepare"
            return f"{availability.person.name} {_TAKEN[block.kind]}{when}"
        if subtract([needed], availability.hours):
            return f"it is outside the working hours of {availability.person.name}"
    if local(span.start, situation.ahead.time_zone).minute not in situation.company.start_minutes:
        return "1-on-1s no longer start at that minute of the hour"
    if pair.allowed and subtract([span], instants(situation.ahead.time_zone, situation.window, pair.allowed)):
        return "it is outside the times allowed for this pair"
    if pair.starts is not None and local(span.start, situation.ahead.time_zone).date() < pair.starts:
        return f"the two meet from {pair.starts} on"
    return None


def _in_the_way(availability: Availability, span: Interval) -> Block | None:
    return next(
        (b for b in availability.blocks if b.kind in _TAKEN and intersect([b.span], [span])),
        None,
    )
