"""What the list of events does not tell, and is asked of single events: titles of meetings of two, where the company
says what its 1-on-1s are called; answers by name, where more people joined one of ours."""

from collections.abc import Mapping
from dataclasses import replace
from re import Pattern

from providers.event import Event, Response, Show
from providers.google.ask import Ask, AskBusy
from providers.google.listing import Whose
from providers.google.mask import ANSWERS, TITLE
from providers.google.reply import Body, Refused
from providers.google.talk import Talk
from providers.google.wire import Item, answer

TWO = 2
_MATCHES = "matches"
"""Kept beside an event: whether its title matched, by pattern. The title itself is not kept."""


def detailed(
    whose: Whose, events: Mapping[str, Event], items: Mapping[str, Item], title: Pattern[str] | None
) -> Talk[tuple[dict[str, Event], dict[str, Item]]]:
    """The same events with what was missing, and the same items with what need not be asked again.

    Args:
        events: those of the window, by id.
        items: theirs, among others.
    """
    now, kept = dict(events), dict(items)
    pattern = f"{title.flags} {title.pattern}" if title is not None else ""
    named = [key for key, event in events.items() if title is not None and _may_be_one_on_one(event)]
    untold = [key for key in named if pattern not in items[key].get(_MATCHES, {})]
    crowded = [key for key, event in events.items() if event.marker is not None and (event.people or 0) > TWO]
    asks: list[Ask | AskBusy] = [_one(whose, key, TITLE) for key in untold]
    asks += [_one(whose, key, ANSWERS) for key in crowded]
    answers = (yield asks) if asks else []
    for key, told in zip(untold, answers, strict=False):
        # One that cannot be asked may be a 1-on-1: rather none is booked than two.
        if title is not None and not isinstance(told, Refused):
            matches = title.search(str(told.get(TITLE) or "")) is not None
            kept[key] = {**items[key], _MATCHES: {**items[key].get(_MATCHES, {}), pattern: matches}}
    for key in named:
        now[key] = replace(events[key], title_matches=kept[key].get(_MATCHES, {}).get(pattern, True))
    for key, told in zip(crowded, answers[len(untold) :], strict=True):
        now[key] = replace(events[key], answers={} if isinstance(told, Refused) else named_answers(told))
    return now, kept


def _may_be_one_on_one(event: Event) -> bool:
    takes_time = not event.all_day and event.show not in (Show.FREE, Show.ELSEWHERE)
    return event.marker is None and event.people == TWO and takes_time


def _one(whose: Whose, key: str, mask: str) -> Ask:
    return Ask(whose.account, whose.who, "events.get", {"calendarId": whose.who, "eventId": key, "fields": mask})


def named_answers(told: Body) -> dict[str, Response]:
    """Answers by email, of an event of ours that was asked for alone; rooms left out."""
    attendees = told.get("attendees") or []
    return {str(one.get("email", "")).lower(): answer(one) for one in attendees if not one.get("resource")}
