"""Lists what calendars hold: anew, or by what changed since the last run."""

from collections.abc import Mapping
from dataclasses import replace

from providers.base.adapter import Adapter, Key, Meaning
from providers.base.state import Found, ReadState
from providers.errors import MALFORMED, InvalidAnswer, NotFound, ProviderError
from providers.event import Interval, Unknown
from providers.http.batching import Client
from providers.http.pages import Pages, all_pages
from providers.http.request import Refused, Request
from providers.snapshot import Snapshot, Snapshots


def list_calendars(
    adapter: Adapter,
    client: Client,
    snapshots: Snapshots,
    state: ReadState,
    besides: Mapping[Key, Request],
    *,
    once: bool,
) -> dict[Key, Pages]:
    """Take in what all calendars hold. What a snapshot does not lead to is read anew in the same run.

    Args:
        besides: asked for on the same way.
        once: see `Provider.read`.

    Returns:
        The answers to `besides`.
    """
    reach = adapter.reach(state.window)
    kept = adapter.incremental and not once
    new = {
        email: Snapshot(adapter.ahead(reach) if kept else reach, adapter.fields, {}, "", adapter.origin(email))
        for email in state.accounts
    }
    bases = {email: (_stored(snapshots, email, base, reach) if kept else None) or base for email, base in new.items()}
    answers = _list(adapter, client, state, bases, besides, kept=kept)
    again = {email: new[email] for email in state.accounts if _leads_nowhere(state, email, bases[email])}
    for email in again:
        state.forget(email)
    _list(adapter, client, state, again, {}, kept=kept)
    for email in again:
        if email not in state.snapshots and email not in state.refused:
            error = adapter.not_understood("the list of events breaks off", email)
            state.refused[email] = Refused(error, 200)
    return answers


def _stored(snapshots: Snapshots, email: str, base: Snapshot, reach: Interval) -> Snapshot | None:
    """What was kept, if it can be gone on from."""
    stored = snapshots.get(email)
    if stored is None or not stored.token or (stored.fields, stored.extra) != (base.fields, base.extra):
        return None
    covers = stored.window.start <= reach.start and reach.end <= stored.window.end
    return stored if covers else None


def _list(
    adapter: Adapter,
    client: Client,
    state: ReadState,
    bases: Mapping[str, Snapshot],
    besides: Mapping[Key, Request],
    *,
    kept: bool,
) -> dict[Key, Pages]:
    lists: dict[Key, Request] = {
        ("list", email): adapter.listing(email, base, kept=kept) for email, base in bases.items()
    }
    answers = all_pages(client, {**lists, **besides}, adapter.follow)
    now: dict[str, Snapshot] = {}
    for email, base in bases.items():
        try:
            snapshot = adapter.listed(email, base, answers.pop(("list", email)), kept=kept)
        except ProviderError as error:
            snapshot = Refused(error, 200)
        except MALFORMED:
            snapshot = Refused(adapter.not_understood("the answer is no list of events", email), 200)
        if isinstance(snapshot, Refused):
            state.refused[email] = snapshot
        elif snapshot is not None:
            now[email] = snapshot
    _add_parents(adapter, client, state, now)
    for email, snapshot in now.items():
        if email not in state.refused:
            state.snapshots[email] = snapshot
            understand(adapter, state, email, snapshot.items)
    return answers


def _add_parents(adapter: Adapter, client: Client, state: ReadState, now: dict[str, Snapshot]) -> None:
    """Ask for series of which only occurrences were told; in place."""
    for (email, key), pages in all_pages(client, adapter.parents(now), adapter.follow).items():
        if not isinstance(pages, Refused):
            snapshot = now[str(email)]
            now[str(email)] = replace(snapshot, items={**snapshot.items, str(key): adapter.kept(pages[0])})
        elif not isinstance(
            pages.error, NotFound
        ):  # One just deleted leaves occurrences that block until the next run.
            state.refused[str(email)] = pages


def understand(adapter: Meaning, state: ReadState, email: str, items: Mapping[str, Mapping[str, object]]) -> None:
    """Take in events, in place of what was known of the same ones: the one place in which an answer becomes events.

    What cannot be understood makes its owner unknown, whatever is wrong in it, unless it takes no time anyhow.
    """
    account, found = state.accounts[email], state.found.setdefault(email, {})
    for key, item in items.items():
        found.pop(key, None)
        try:
            event = adapter.event(item, account, items)
            if event is not None:
                found[key] = Found(item, event)
                if why := adapter.hides(item, account):
                    state.unknown.setdefault(email, set()).add(Unknown(event.span, why))
        except MALFORMED:
            if _may_take_time(adapter, item):
                error = adapter.not_understood("an event of this calendar cannot be understood", email)
                state.unknown.setdefault(email, set()).add(Unknown(state.window, str(error)))
                state.misread.add(email)


def _may_take_time(adapter: Meaning, item: Mapping[str, object]) -> bool:
    try:
        return adapter.may_take_time(item)
    except MALFORMED:
        return True


def _leads_nowhere(state: ReadState, email: str, base: Snapshot) -> bool:
    """Whether everything is to be read anew: nothing came of the list, or nonsense of what was kept."""
    if not base.token:
        return email not in state.snapshots and email not in state.refused
    wrong = email in state.refused and isinstance(state.refused[email].error, InvalidAnswer)
    return wrong or email in state.misread or (email not in state.snapshots and email not in state.refused)
