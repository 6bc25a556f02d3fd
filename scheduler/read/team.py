"""Reads the calendars that a leader's plan depends on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from providers.attendee_copies import recognise
from providers.errors import ProviderError
from providers.event import Calendar, Interval, Unknown
from providers.interface import Account, Provider
from providers.pair_meetings import pair_up
from scheduler.company import Company, Team
from scheduler.errors import BadInput
from scheduler.hosts import host_of, written
from scheduler.ledger.record import Memory
from scheduler.named import named
from scheduler.read.lost_key import refuse_lost_key
from scheduler.read.unreadable import tell_together
from scheduler.read.view import Everybody, Look, missing_of_ours, uids_of_ours

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
        memory: what the ledger knows about the leader.

    Raises:
        CalendarFailure: not one calendar could be read, or our events could not be told from others'.
    """
    look = Look(team, window, memory)
    return seen_by(company, look, read_teams(company, [look], providers))


def read_teams(
    company: Company, looks: Sequence[Look], providers: Providers, *, also: Collection[str] = ()
) -> Everybody:
    """The calendars of everybody who has to do with some leaders, each asked for once; see `read_team`.

    Args:
        also: emails of more people who are read.

    Raises:
        CalendarFailure: our events could not be told from others'.
    """
    for memory in {look.memory.key: look.memory for look in looks}.values():
        refuse_lost_key(company, memory)
    window = Interval(min(look.window.start for look in looks), max(look.window.end for look in looks))
    calendars = read_people(company, {*also, *(email for look in looks for email in look.people)}, providers, window)
    known = Everybody(calendars)
    former = {email for look in looks for email in known.former(look)}
    calendars |= read_people(company, former - calendars.keys(), providers, window)
    known = Everybody(calendars)
    sought: dict[str, set[str]] = defaultdict(set)
    for look in looks:
        for email, uids in missing_of_ours(company, look, known.within(look)).items():
            sought[email] |= uids - uids_of_ours(calendars[email])
    # Only ours are looked for: no title is asked for.
    far = Interval(window.end, window.end + FAR)
    untitled = replace(company, booked_title=None)
    gone = {email for email, uids in sought.items() if uids}
    for email, calendar in read_people(untitled, gone, providers, far, once=True).items():
        found = tuple(event for event in calendar.events if event.marker and event.marker.uid in sought[email])
        seen = calendars[email]
        calendars[email] = replace(seen, events=seen.events + found, unknown=seen.unknown + calendar.unknown)
    return Everybody(pair_up(recognise(calendars)))


def seen_by(company: Company, look: Look, everybody: Everybody) -> dict[str, Calendar]:
    """Of what was read for some leaders, what would be read for this one alone, by email.

    Raises:
        CalendarFailure: not one calendar could be read.
    """
    mine = everybody.within(look)
    for email, uids in missing_of_ours(company, look, mine).items():
        far = everybody.beyond(email, look.window, uids)
        seen = mine[email]
        mine[email] = replace(seen, events=seen.events + far.events, unknown=seen.unknown + far.unknown)
    writable = {email: _writable(calendar, look.team.leader, mine, look.window) for email, calendar in mine.items()}
    return tell_together(writable, look.window)


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
