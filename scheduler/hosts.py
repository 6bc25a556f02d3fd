"""Who hosts whose calendar, and which calendars of a pair are written.

A leader and a member whose providers both invite share one meeting: it is written in the leader's calendar, and the
member's copy follows. Else each of the two has an event of their own, and both are written.
"""

from collections.abc import Mapping

from providers.event import Calendar
from providers.interface import Provider
from scheduler.company import Company


def host_of(company: Company, providers: Mapping[str, Provider], email: str) -> str:
    """Name of the provider that hosts a person's calendar.

    Whoever left, of whom that is not known any more, is looked for at the first provider.
    """
    person = company.people.get(email) or company.former.get(email)
    return person.provider if person else next(iter(providers))


def invited(calendars: Mapping[str, Calendar], leader: str, member: str) -> bool:
    """Whether the two share one meeting; not so where one of the calendars was not asked for.

    Args:
        calendars: by email, as read.
    """
    return all(email in calendars and calendars[email].invites for email in (leader, member))


def written(calendars: Mapping[str, Calendar], leader: str, member: str) -> tuple[str, ...]:
    """The calendars (emails) of the two that we write, the leader's first; see `invited`."""
    return (leader,) if invited(calendars, leader, member) else (leader, member)
