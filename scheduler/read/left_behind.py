"""Finds what a leader left behind who leads no team in the configuration any more."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from providers.attendee_copies import recognise
from providers.errors import ProviderError
from providers.event import Interval
from providers.interface import Account
from scheduler.company import Cadence, CadenceUnit, Company, Kind, Layout, Pair, Person, Priority, Rules, Team
from scheduler.ledger.record import Memory, State
from scheduler.read.team import Providers, read_people
from scheduler.read.unreadable import unread_whole

_NOTHING = timedelta(0)
_RULES = Rules(
    days=(),
    layout=Layout.SPLIT,
    layout_day=None,
    lunch=None,
    max_run=_NOTHING,
    pause=_NOTHING,
    max_per_day=0,
    freeze=_NOTHING,
    notice=_NOTHING,
    tentative_blocks=True,
    declined_moves=False,
)
"""Of a team for which nothing is planned."""


def with_former_team(
    company: Company, leader: str, providers: Providers, window: Interval, memory: Memory
) -> tuple[Company, Team]:
    """The company with a team for a former leader: everybody whom a 1-on-1 of theirs in the window still names.

    They are known from the leader's calendar, from those of everybody who is configured, and from the ledger, so that
    each of the three may be gone. Whoever is not configured is looked for at every provider.

    Args:
        memory: what the ledger knows of the leader.
    """
    company = _with_people(company, [leader], providers, window)
    calendars = recognise(read_people(replace(company, booked_title=None), company.people, providers, window))
    met = {
        (event.marker.member, event.marker.kind)
        for calendar in calendars.values()
        for event in calendar.events
        if event.marker is not None and event.marker.leader == leader
    }
    met |= {
        (entry.member, entry.kind)
        for entry in memory.entries
        if entry.state not in (State.CANCELLED, State.DELETED) and entry.span.overlaps(window)
    }
    company = _with_people(company, sorted({member for member, _ in met}), providers, window)
    pairs = [_pair(leader, member, Kind(kind)) for member, kind in sorted(met) if kind in tuple(Kind)]
    team = Team(leader, _RULES, tuple(pairs))
    return replace(company, teams={**company.teams, leader: team}), team


def _pair(leader: str, member: str, kind: Kind) -> Pair:
    return Pair(leader, member, kind, _NOTHING, _NOTHING, Cadence(1, CadenceUnit.WEEKS), Priority.NORMAL)


def _with_people(company: Company, emails: Collection[str], providers: Providers, window: Interval) -> Company:
    """With a person for everybody who is not configured any more."""
    former = {
        email: company.former.get(email)
        or Person(email, email, company.time_zone, (), provider=_host(company, email, providers, window))
        for email in emails
        if email not in company.people
    }
    return replace(company, people={**company.people, **former})


def _host(company: Company, email: str, providers: Providers, window: Interval) -> str:
    """Name of the provider at which the calendar can be read; the first where it can be at none."""
    account = Account(email, company.time_zone)
    for name in providers if len(providers) > 1 else ():
        try:
            calendar = providers[name].read([account], window)[email]
        except ProviderError:
            continue
        if unread_whole(calendar, window) is None:
            return name
    return next(iter(providers))
