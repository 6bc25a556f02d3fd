"""What the list of events does not tell, and is asked of single events: titles of meetings of two, where the company
says what its 1-on-1s are called; answers by name, where more people joined one of ours."""

from collections.abc import Sequence
from dataclasses import replace

from providers.base.adapter import Key, pattern_name
from providers.base.state import ReadState
from providers.event import Event, Response, Show
from providers.google.api import ANSWERS, MATCHES, TITLE, Asker
from providers.google.event import answer, marker_of
from providers.google.sync import looks_like_ours
from providers.http.pages import Pages
from providers.http.request import Body, Refused, Request

TWO = 2


class Enrich(Asker):
    """Further steps of `providers.base.adapter.Adapter`."""

    def beside(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.beside`: lists tell what is ours."""
        return {}

    def missing(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.missing`."""
        asked: dict[Key, Request] = {}
        for email, _ in state.readable():
            for key, found in state.in_window(email).items():
                if found.event.marker is not None and (found.event.people or 0) > TWO:
                    asked["answers", email, key] = self.api.event(self.reads_as(email), email, key, ANSWERS)
                elif state.title is not None and _may_be_one_on_one(found.event):
                    known = state.snapshots[email].items[key].get(MATCHES, {}).get(pattern_name(state.title))
                    if known is None:
                        asked["title", email, key] = self.api.event(self.reads_as(email), email, key, TITLE)
                    else:
                        _entitle(state, email, key, matches=known is True)
        return asked

    def still_missing(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.still_missing`: nothing."""
        return {}

    def take(self, state: ReadState, key: Key, pages: Pages) -> None:
        """See `Adapter.take`. A title that is not told may be a 1-on-1's: rather none is booked than two."""
        kind, email, event_id = map(str, key)
        if kind == "answers":
            answers = {} if isinstance(pages, Refused) else named_answers(pages[0])
            state.change(email, event_id, lambda event: replace(event, answers=answers))
        elif state.title is not None and not isinstance(pages, Refused):
            matches = state.title.search(str(pages[0].get(TITLE) or "")) is not None
            _entitle(state, email, event_id, matches=matches)
            snapshot = state.snapshots[email]
            item = snapshot.items[event_id]
            told = {**item.get(MATCHES, {}), pattern_name(state.title): matches}
            items = {**snapshot.items, event_id: {**item, MATCHES: told}}
            state.snapshots[email] = replace(snapshot, items=items)

    def concerned(self, key: Key) -> Sequence[str]:
        """See `Adapter.concerned`."""
        return [str(key[1])]

    def held(self, state: ReadState, email: str) -> int:
        """See `Adapter.held`: a series counts once.

        An attendee's copy of one of ours is told from a foreign event in the window only, by the organizer's copy.
        Beyond it, what has such an id and another organizer is not counted: that copy goes when ours do.
        """
        window = state.in_window(email)
        foreign = set()
        for key, found in state.found[email].items():
            item = found.item
            organized = (item.get("organizer") or {}).get("self")
            ours = marker_of(item) is not None or (key not in window and looks_like_ours(key) and not organized)
            if not ours:
                foreign.add(item.get("recurringEventId") or key)
        return len(foreign)


def named_answers(told: Body) -> dict[str, Response]:
    """Answers by email, of an event of ours that was asked for alone; rooms left out."""
    attendees = told.get("attendees") or []
    return {str(one.get("email", "")).lower(): answer(one) for one in attendees if not one.get("resource")}


def _may_be_one_on_one(event: Event) -> bool:
    takes_time = not event.all_day and event.show not in (Show.FREE, Show.ELSEWHERE)
    return event.marker is None and event.people == TWO and takes_time


def _entitle(state: ReadState, email: str, key: str, *, matches: bool) -> None:
    state.change(email, key, lambda event: replace(event, title_matches=matches))
