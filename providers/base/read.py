"""Reads calendars: the fixed way *list → mark ours → enrich → free and busy → Calendar*, in as few calls as the limits
allow, one after the other only where one needs the other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from re import Pattern

from providers.base.adapter import Adapter, Blocks, Key
from providers.base.state import ReadState
from providers.base.sync import list_calendars
from providers.errors import MALFORMED, InvalidAnswer
from providers.event import Calendar, Event, Interval, Profile, Show, Unknown
from providers.http.batching import Client
from providers.http.pages import Pages, all_pages
from providers.http.request import Refused, Request
from providers.interface import Account
from providers.snapshot import Snapshots


def read_calendars(
    adapter: Adapter,
    client: Client,
    snapshots: Snapshots,
    accounts: Sequence[Account],
    window: Interval,
    title: Pattern[str] | None,
    *,
    once: bool,
) -> dict[str, Calendar]:
    """See `Provider.read`.

    The first round lists all calendars. The second asks what lists do not tell, and when people are busy whose
    calendars may not be listed; the third, what can be asked only then.
    """
    state = ReadState({account.email: account for account in accounts}, window, title)
    besides = adapter.beside(state)
    _take(adapter, state, list_calendars(adapter, client, snapshots, state, besides, once=once))
    busy = _busy_questions(adapter, state)
    answers = all_pages(client, {**adapter.missing(state), **busy}, adapter.follow)
    blocks = {key: answers.pop(key) for key in busy}
    _take(adapter, state, answers)
    _take(adapter, state, all_pages(client, adapter.still_missing(state), adapter.follow))
    _remember(adapter, snapshots, state, once=once)
    shown = _busy_calendars(adapter, state, blocks)
    return {email: shown.get(email) or state.calendar(email, adapter.held) for email in state.accounts}


def read_profiles(adapter: Adapter, client: Client, accounts: Sequence[Account]) -> dict[str, Profile | Refused]:
    """What accounts say about their owners, by email, or why that cannot be told."""
    emails = [account.email for account in accounts]
    told: dict[str, Profile | Refused] = {}
    for email, answer in zip(emails, client.ask([adapter.profile_request(email) for email in emails]), strict=True):
        try:
            told[email] = answer if isinstance(answer, Refused) else adapter.profile(answer)
        except MALFORMED:
            told[email] = Refused(adapter.not_understood("the answer about zone and hours is none", email))
    return told


def _take(adapter: Adapter, state: ReadState, answers: Mapping[Key, Pages]) -> None:
    for key, pages in answers.items():
        try:
            adapter.take(state, key, pages)
        except InvalidAnswer as error:
            state.fail(adapter.concerned(key), Refused(error))
        except MALFORMED:
            whom = adapter.concerned(key)
            state.fail(whom, Refused(adapter.not_understood("an answer about an event cannot be understood", whom[0])))


def _remember(adapter: Adapter, snapshots: Snapshots, state: ReadState, *, once: bool) -> None:
    """Keep what the next run may go on from, and nothing that may have led astray."""
    for email in state.accounts:
        refused, snapshot = state.refused.get(email), state.snapshots.get(email)
        if email in state.misread or (refused is not None and isinstance(refused.error, InvalidAnswer)):
            snapshots.drop(email)
        elif adapter.incremental and not once and refused is None and snapshot is not None:
            if snapshot.token:
                snapshots.put(email, snapshot)
            else:
                snapshots.drop(email)


def _pieces(window: Interval, adapter: Adapter) -> Iterator[Interval]:
    start = window.start
    while start < window.end:
        end = min(start + adapter.longest_busy, window.end)
        yield Interval(start, end)
        start = end


def _busy_questions(adapter: Adapter, state: ReadState) -> dict[Key, Request]:
    hidden = [email for email, refused in state.refused.items() if adapter.may_ask_busy(email, refused)]
    if not hidden:
        return {}
    return dict(chain.from_iterable(adapter.busy(hidden, piece).items() for piece in _pieces(state.window, adapter)))


def _busy_calendars(adapter: Adapter, state: ReadState, answers: Mapping[Key, Pages]) -> dict[str, Calendar]:
    """Calendars of which only blocks are told; unknown over the window where any piece is missing."""
    found: dict[str, Blocks] = {}
    refused: dict[str, Refused] = {}
    for (*_, asked), pages in answers.items():
        assert isinstance(asked, tuple)
        for email, blocks in _told(adapter, asked, pages).items():
            if isinstance(blocks, Refused):
                refused[email] = blocks
            else:
                found.setdefault(email, []).extend(blocks)
    cuts = {piece.end for piece in _pieces(state.window, adapter)}
    calendars = {
        email: Calendar(email, unknown=(Unknown(state.window, str(each.error)),)) for email, each in refused.items()
    }
    for email in found.keys() - refused.keys():
        joined = [block for block in _joined(found[email], cuts) if block[0].overlaps(state.window)]
        events = tuple(Event(email, "", span, show) for span, show in sorted(joined))
        calendars[email] = Calendar(email, events, held=len(events), listed=False)
    return calendars


def _told(adapter: Adapter, asked: Sequence[str], pages: Pages) -> dict[str, Blocks | Refused]:
    if isinstance(pages, Refused):
        return {email: Refused(pages.error.addressed(email), pages.status, pages.reason) for email in asked}
    try:
        return adapter.blocks(asked, pages[0])
    except MALFORMED:
        what = "the answer about free and busy cannot be understood"
        return {email: Refused(adapter.not_understood(what, email)) for email in asked}


def _joined(blocks: Blocks, cuts: Collection[datetime]) -> Blocks:
    """The blocks, once each; those that end where a question ended go on in the next one's."""
    joined: Blocks = []
    ends: dict[tuple[datetime, Show], int] = {}
    for span, show in sorted(set(blocks)):
        before = ends.pop((span.start, show), None) if span.start in cuts else None
        if before is not None:
            joined[before] = (Interval(joined[before][0].start, span.end), show)
        else:
            before = len(joined)
            joined.append((span, show))
        ends[span.end, show] = before
    return joined
