"""Why an occurrence is created, kept, moved or cancelled, in a sentence for the two people."""

from collections.abc import Mapping
from datetime import timedelta

from providers.event import Interval
from providers.wall_clock import local
from scheduler.company import Layout, Pair
from scheduler.plan import Origin
from scheduler.planning.conflict import conflict_at
from scheduler.planning.demand import Wanted, cadence_words, key_of
from scheduler.planning.existing import Standing
from scheduler.planning.situation import Situation

DECLINED = "declined the old time"
"""How the reason of a move ends that a refusal asked for."""


def why_created(situation: Situation, wanted: Wanted, span: Interval, others: Mapping[Pair, list[Interval]]) -> str:
    """Why there is a new event, and at this time."""
    reason = f"due {cadence_words(wanted.pair)}"
    if situation.ahead.week_of(span.start) != wanted.period:
        reason += f"; no time in {wanted.period}, so in a later week"
    elif _usual(situation, span, others.get(wanted.pair, [])):
        reason += "; at the pair's usual time"
    return reason


def why_kept(
    standing: Standing, pair: Pair | None, freeze: timedelta, *, held: bool, mended: bool, conflict: str | None
) -> str:
    """Why an existing occurrence stays."""
    if standing.origin is Origin.BOOKED:
        return "booked by people"
    if pair is None:
        return "the two no longer meet, but it stays: " + _stays_for(standing, freeze)
    if standing.doubled:
        reason = "kept, though the two also booked one themselves: cancel whichever you do not need"
    elif held:
        reason = "already held"
    elif standing.origin is not Origin.OURS:
        reason = _stays_for(standing, freeze)
    else:
        reason = "unchanged"
    if standing.declined and not held:
        reason += "; the invitation was declined"
    if conflict:
        reason += f"; but {conflict}"
    if mended:
        reason += "; a copy in the other calendar is missing or out of date and is mended"
    return reason


def _stays_for(standing: Standing, freeze: timedelta) -> str:
    """Who or what decided that it stays."""
    match standing.origin:
        case Origin.PINNED:
            return "a person moved it here: pinned"
        case Origin.FROZEN:
            return f"starts within {hours_words(freeze)}: frozen"
        case _:
            return "a calendar could not be read"


def why_moved(situation: Situation, wanted: Wanted, standing: Standing) -> str:
    """What is wrong with where it stands; or that it makes room for the whole."""
    if standing.declined:
        return f"{_name(situation, wanted.pair.member)} {DECLINED}"
    if conflict := conflict_at(situation, wanted.pair, standing.span):
        return conflict
    if standing.span.end - standing.span.start != wanted.pair.duration:
        minutes = int(wanted.pair.duration.total_seconds()) // 60
        return f"1-on-1s of this pair now take {minutes} minutes"
    layout = "on one day" if situation.rules.layout is Layout.WHOLE_DAY else "evenly over the days"
    return f"so that everybody has a place, {layout}, with lunch and breaks"


def hours_words(length: timedelta) -> str:
    """A duration for a sentence, such as `24 h` or `90 min`."""
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _usual(situation: Situation, span: Interval, others: list[Interval]) -> bool:
    clock = local(span.start, situation.ahead.time_zone)
    same = [
        other
        for other in (local(each.start, situation.ahead.time_zone) for each in others if each != span)
        if (other.weekday(), other.time()) == (clock.weekday(), clock.time())
    ]
    return bool(same)


def _name(situation: Situation, email: str) -> str:
    return situation.availabilities[email].person.name


def pair_of(situation: Situation, standing: Standing) -> Pair | None:
    """The configured pair of a standing occurrence; None: the two no longer meet."""
    return next((pair for pair in situation.team.pairs if key_of(pair) == standing.pair), None)
