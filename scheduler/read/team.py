"""Reads the calendars that a leader's plan depends on."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from providers.attendee_copies import recognise
from providers.errors import ProviderError
from providers.event import Calendar, Interval, Unknown
from providers.interface import Account, Provider
from providers.pair_meetings import pair_up
from providers.wall_clock import midnight
from providers.weeks import IsoWeek
from scheduler.company import Company, Team
from scheduler.errors import BadInput
from scheduler.hosts import host_of, written
from scheduler.ledger.record import Memory, State
from scheduler.read.lost_key import refuse_lost_key
from scheduler.read.named import named
from scheduler.read.unreadable import tell_together, unread_whole

Providers = Mapping[str, Provider]

FAR = timedelta(weeks=52)
"""How far beyond the window an event of ours is looked for that is missing in it: somebody may have dragged it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a plan was made from."""

    calendars: Mapping[str, Calendar]
    """By email."""
    memory: Memory


def read_team(
    company: Company, team: Team, providers: Providers, window: Interval, memory: Memory
) -> dict[str, Calendar]:
    """The calendars of the leader, of everybody who meets them, and of everybody who did until now, by email.

    Beside the events of the window, also ours that people moved beyond it; where that could not be looked up, the
    person is unknown there, so that nothing of theirs is taken for deleted. Attendees' copies of ours are marked.

    Args:
        memory: what the ledger knows about the leader. Of an event whose cancelling was interrupted, a copy may be left
            in the calendar of the other one alone.

    Raises:
        CalendarFailure: not one calendar could be read, or our events could not be told from others'.
    """
    refuse_lost_key(company, memory)
    calendars = read_people(company, {team.leader, *(pair.member for pair in team.pairs)}, providers, window)
    former = {
        event.marker.member
        for calendar in calendars.values()
        for event in calendar.events
        if event.marker is not None and event.marker.leader == team.leader
    }
    former |= {
        entry.member
        for entry in memory.entries
        if entry.state not in (State.CANCELLED, State.DELETED) and entry.span.overlaps(window)
    }
    calendars |= read_people(company, former - calendars.keys(), providers, window)
    sought = _missing(company, team, calendars, window, memory)
    # Only ours are looked for: no title is asked for.
    far = Interval(window.end, window.end + FAR)
    beyond = read_people(replace(company, booked_title=None), sought, providers, far, once=True)
    for email, calendar in beyond.items():
        found = tuple(event for event in calendar.events if event.marker and event.marker.uid in sought[email])
        seen = calendars[email]
        calendars[email] = replace(seen, events=seen.events + found, unknown=seen.unknown + calendar.unknown)
    calendars = pair_up(recognise(calendars))
    writable = {email: _writable(calendar, team.leader, calendars, window) for email, calendar in calendars.items()}
    return tell_together(writable, window)


def _missing(
    company: Company, team: Team, calendars: Mapping[str, Calendar], window: Interval, memory: Memory
) -> dict[str, set[str]]:
    """UIDs of our events that should be in the window, or are due in it, and are not; by calendar that we write."""
    zone = company.people[team.leader].time_zone
    missing: dict[str, set[str]] = defaultdict(set)
    for entry in memory.entries:
        due = midnight(IsoWeek.parse(entry.period).monday(), zone)
        if entry.state not in (State.WRITING, State.WRITTEN, State.CANCELLING):
            continue
        if not (entry.span.overlaps(window) or window.start <= due < window.end):
            continue
        for email in written(calendars, entry.leader, entry.member):
            calendar = calendars.get(email)
            if calendar is None or not calendar.listed or unread_whole(calendar, window):
                continue
            if entry.uid not in uids_of_ours(calendar):
                missing[email].add(entry.uid)
    return missing


def uids_of_ours(calendar: Calendar) -> set[str]:
    """Those that our events have in the ledger; what a service calls them may differ."""
    return {event.marker.uid for event in calendar.events if event.marker is not None and not event.follows}


def _writable(calendar: Calendar, leader: str, calendars: Mapping[str, Calendar], window: Interval) -> Calendar:
    """With all of it unknown where ours are to be written, and single events cannot be seen: ours neither."""
    if calendar.listed or calendar.email not in written(calendars, leader, calendar.email):
        return calendar
    why = (
        f"{calendar.email}: only free or busy can be seen, so nothing is planned where 1-on-1s are to be written. "
        "Share single events with the account that reads"
    )
    return replace(calendar, unknown=(Unknown(window, why),))


def read_people(
    company: Company, emails: Collection[str], providers: Providers, window: Interval, *, once: bool = False
) -> dict[str, Calendar]:
    """The calendars of some people, by email; several providers are asked at the same time.

    A provider that fails as a whole makes its people's calendars unknown, and so does an account of which zone or
    hours were to come and cannot be had: whose days these are is not known.

    Args:
        once: see `Provider.read`.
    """
    accounts: dict[str, list[Account]] = defaultdict(list)
    for email in sorted(emails):
        person = company.people.get(email)
        zone = person.time_zone if person else company.time_zone
        accounts[host_of(company, providers, email)].append(Account(email, zone))

    def ask(name: str) -> list[Calendar]:
        try:
            answers = providers[name].read(accounts[name], window, company.booked_title, once=once)
        except ProviderError as error:
            unread = (Unknown(window, str(error)),)
            answers = {account.email: Calendar(account.email, unknown=unread) for account in accounts[name]}
        return [replace(answer, invites=providers[name].invites) for answer in answers.values()]

    if len(accounts) > 1:
        threads = ThreadPoolExecutor(len(accounts))
        try:
            read = [*threads.map(ask, accounts)]
        finally:
            threads.shutdown(wait=False)  # Ctrl-C waits for nobody's answer
    else:
        read = [ask(name) for name in accounts]
    found = sorted(chain(*read), key=lambda each: each.email)
    return {each.email: _with_known_profile(company, each, window) for each in found}


def _with_known_profile(company: Company, calendar: Calendar, window: Interval) -> Calendar:
    person = company.people.get(calendar.email)
    if person is None or person.unread_profile is None:
        return calendar
    return replace(calendar, unknown=(Unknown(window, person.unread_profile),))


def find_team(company: Company, wanted: str) -> Team:
    """The team whose leader is meant by an email, a name, or an unmistakable beginning of one or of a word of the name.

    Raises:
        BadInput: nobody, or more than one, is meant; the sentence lists the leaders.
    """
    found = named(wanted, {email: company.people[email].name for email in company.teams})
    if len(found) == 1:
        return company.teams[found[0]]
    wanted = wanted.strip()
    leaders = ", ".join(f"{company.people[email].name} <{email}>" for email in company.teams)
    problem = "is no leader" if not found else "could be several leaders"
    raise BadInput(f"--leader: {wanted!r} {problem}; the leaders are {leaders or 'none: add a [[teams]] entry'}")
