"""Reads calendars: in as few requests as the limits allow, one after the other only where one needs the other."""

from collections.abc import Sequence
from datetime import timedelta
from re import Pattern

from providers.errors import NotFound, NotPermitted
from providers.event import Calendar, Interval
from providers.interface import Account
from providers.outlook.client import Client
from providers.outlook.counting import meetings, of_two, questions
from providers.outlook.harvest import Harvest
from providers.outlook.pages import all_pages
from providers.outlook.part import MOST_IN_A_BATCH, Part
from providers.outlook.schedule import calendars_of, schedules
from providers.outlook.view import Key, Listing, ours

_BEFORE = timedelta(weeks=3)
"""How far before the window is looked: a calendar whose few events are over is not believed to have lost them."""
_AFTER = timedelta(days=1)
"""All-day events lie in their owner's zone, but are asked for in UTC."""


def read_calendars(
    client: Client, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None, listing: Listing
) -> dict[str, Calendar]:
    """See `Provider.read`.

    The first round lists all calendars, and which events are ours where the batches have room for that question. The
    second asks the rest of it, only of calendars that may hold any; whether meetings of two have more participants; and
    when people are busy whose calendars may not be listed. The third asks for titles.

    Args:
        listing: how calendars are listed.
    """
    emails = list(dict.fromkeys(account.email for account in accounts))
    reach = Interval(window.start - _BEFORE, window.end + _AFTER)
    harvest = Harvest({account.email: account.time_zone for account in accounts}, window, reach)

    room = -len(emails) % MOST_IN_A_BATCH
    first: dict[Key, Part] = {("ours", email): ours(email, reach) for email in emails[:room]}
    listed, answers = listing(client, emails, reach, first)
    for email in emails:
        harvest.add(email, listed[email])
    for email in emails[:room]:
        harvest.add_ours(email, answers["ours", email])

    late = [email for email in emails[room:] if email not in harvest.failed and harvest.may_hold_ours(email)]
    hidden = [email for email, error in harvest.failed.items() if isinstance(error, NotPermitted | NotFound)]
    uncounted = of_two(harvest.foreign(people=None))
    busy = {} if client.app_only else schedules(hidden, window)
    second = {("ours", email): ours(email, reach) for email in late} | questions("count", uncounted) | busy
    answers = all_pages(client, second)
    for email in late:
        harvest.add_ours(email, answers["ours", email])
    for holders, counted in uncounted.items():
        harvest.count(holders, counted, answers["count", holders])
    calendars = calendars_of({key: answers[key] for key in busy}, window)

    if title is not None:
        untitled = meetings(harvest.foreign(people=2))
        answers = all_pages(client, questions("title", untitled))
        for holders, entitled in untitled.items():
            harvest.entitle(holders, entitled, answers["title", holders], title)
    return {email: calendars.get(email) or harvest.calendar(email) for email in emails}
