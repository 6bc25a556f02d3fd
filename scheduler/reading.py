"""Reads the calendars that a leader's plan depends on."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from providers.event import Calendar, Interval
from providers.interface import Account, Provider
from scheduler.company import Company, Team
from scheduler.dates.horizon import midnight
from scheduler.dates.weeks import IsoWeek
from scheduler.errors import BadInput, CalendarFailure
from scheduler.ledger.record import Memory, State

Providers = Mapping[str, Provider]

SEVERAL = 2
"""So many 1-on-1s gone from one calendar at once, and none left, are not deletions but a lost calendar."""
FAR = timedelta(weeks=52)
"""How far beyond the window an event of ours is looked for that is missing in it: somebody may have dragged it."""


def providers_of(company: Company) -> Providers:
    """The providers that the configuration names, by name.

    Raises:
        BadInput: none is configured.
    """
    if company.folder is None:
        raise BadInput("no calendar provider is configured: set path under [providers.folder] in the configuration")
    from providers.folder import FolderProvider

    return {"folder": FolderProvider(company.folder)}


def read_team(
    company: Company, team: Team, providers: Providers, window: Interval, memory: Memory
) -> dict[str, Calendar]:
    """The calendars of the leader, of everybody who meets them, and of everybody who did until now, by email.

    Beside the events of the window, also ours that people moved beyond it.

    Args:
        memory: what the ledger knows about the leader. Of an event whose cancelling was interrupted, a copy may be left
            in the calendar of the other one alone.
    """
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
    beyond = read_people(company, sought, providers, Interval(window.end, window.end + FAR))
    for email, calendar in beyond.items():
        found = tuple(event for event in calendar.events if event.marker is not None and event.uid in sought[email])
        calendars[email] = replace(calendars[email], events=calendars[email].events + found)
    return calendars


def _missing(
    company: Company, team: Team, calendars: Mapping[str, Calendar], window: Interval, memory: Memory
) -> dict[str, set[str]]:
    """UIDs of our events that should be in the window, or are due in it, and are not; by calendar."""
    zone = company.people[team.leader].time_zone
    missing: dict[str, set[str]] = defaultdict(set)
    for entry in memory.entries:
        due = midnight(IsoWeek.parse(entry.period).monday(), zone)
        if entry.state not in (State.WRITING, State.WRITTEN):
            continue
        if not (entry.span.overlaps(window) or window.start <= due < window.end):
            continue
        for email in (entry.leader, entry.member):
            calendar = calendars.get(email)
            if calendar is not None and all(event.uid != entry.uid for event in calendar.events):
                missing[email].add(entry.uid)
    return missing


def read_people(
    company: Company, emails: Collection[str], providers: Providers, window: Interval
) -> dict[str, Calendar]:
    """The calendars of some people, by email; those who left are looked for at the first provider."""
    accounts: dict[str, list[Account]] = defaultdict(list)
    for email in sorted(emails):
        person = company.people.get(email)
        provider = person.provider if person else next(iter(providers))
        accounts[provider].append(Account(email, person.time_zone if person else company.time_zone))
    answers: dict[str, Calendar] = {}
    for name, asked in accounts.items():
        answers |= providers[name].read(asked, window, company.booked_title)
    return {email: answers[email] for email in sorted(answers)}


def refuse_emptied(
    calendars: Mapping[str, Calendar], memory: Memory, as_of: datetime, accepted: Collection[str]
) -> None:
    """Stop where a calendar that held events last time holds none: more likely a lost file than a free person.

    Likewise where several 1-on-1s that we wrote for the time after `as_of` are gone at once: nobody deleted them all.

    Args:
        accepted: emails of people whose calendar is known to be empty now.

    Raises:
        CalendarFailure: naming each such calendar.
    """
    emptied = []
    for email, calendar in calendars.items():
        if calendar.unknown or email in accepted:
            continue
        here = {event.uid for event in calendar.events}
        written = [
            entry.uid
            for entry in memory.entries
            if entry.state is State.WRITTEN and entry.span.start > as_of and email in (entry.leader, entry.member)
        ]
        if calendar.held == 0 and memory.held.get(email, 0) > 0:
            what = f"held {memory.held[email]} events last time and holds none now"
        elif len(written) >= SEVERAL and here.isdisjoint(written):
            what = f"has lost all {len(written)} 1-on-1s that were written to it"
        else:
            continue
        emptied.append(
            f"{email}: the calendar {what}. Nothing is planned on it. Restore it, or, if that is right, run with "
            f"--accept-empty {email}."
        )
    if emptied:
        raise CalendarFailure("\n".join(emptied))


def find_team(company: Company, wanted: str) -> Team:
    """The team whose leader is meant by an email, a name, or an unmistakable beginning of one or of a word of the name.

    Raises:
        BadInput: nobody, or more than one, is meant; the sentence lists the leaders.
    """
    wanted = wanted.strip()
    exact = [
        team
        for email, team in company.teams.items()
        if wanted.casefold() in (email.casefold(), company.people[email].name.casefold())
    ]
    part = re.compile(rf"\b{re.escape(wanted)}", re.IGNORECASE)
    found = exact or [
        team
        for email, team in company.teams.items()
        if wanted and (part.search(company.people[email].name) or part.match(email))
    ]
    if len(found) == 1:
        return found[0]
    leaders = ", ".join(f"{company.people[email].name} <{email}>" for email in company.teams)
    problem = "is no leader" if not found else "could be several leaders"
    raise BadInput(f"--leader: {wanted!r} {problem}; the leaders are {leaders or 'none: add a [[teams]] entry'}")
