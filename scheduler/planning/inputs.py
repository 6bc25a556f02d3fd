"""What a plan takes from calendars, so that a later change of them is noticed and told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from providers.event import Calendar, Interval
from scheduler.company import Company, Person, Team
from scheduler.plan import Block, Input
from scheduler.planning.availability import Availability, availability


def read_availabilities(
    company: Company,
    team: Team,
    calendars: Mapping[str, Calendar],
    window: Interval,
    leaders: Collection[str] = (),
) -> dict[str, Availability]:
    """Everybody's availability as the planning of this leader sees it, by email.

    Args:
        leaders: emails of all who are planned together; empty: this one alone.
    """
    return {
        email: availability(
            company.people.get(email) or _former(company, email),
            calendar,
            window,
            leaders=leaders or (team.leader,),
            tentative_blocks=team.rules.tentative_blocks,
            teams=company.teams,
        )
        for email, calendar in sorted(calendars.items())
    }


def inputs(availabilities: Mapping[str, Availability], as_of: datetime) -> tuple[Input, ...]:
    """What a plan made at `as_of` depends on: everybody's blocks that had not ended by then."""
    return tuple(
        Input(
            email,
            availability.person.name,
            availability.person.time_zone,
            tuple(block for block in availability.blocks if block.span.end > as_of),
        )
        for email, availability in sorted(availabilities.items())
    )


def differences(then: Sequence[Input], now: Sequence[Input]) -> list[tuple[Input, Block, bool]]:
    """What changed: whose calendar, which block, and whether it is new (or gone); sorted by person and time."""
    before = {each.email: each for each in then}
    after = {each.email: each for each in now}
    found = []
    for email in sorted(before.keys() | after.keys()):
        old = set(before[email].blocks) if email in before else set()
        new = set(after[email].blocks) if email in after else set()
        whose = after.get(email) or before[email]
        found += [(whose, block, block in new) for block in sorted(old ^ new)]
    return found


def _former(company: Company, email: str) -> Person:
    """Somebody who is no longer configured, but whose calendar may still hold our events."""
    known = company.former.get(email, Person(email, email, company.time_zone, hours=()))
    return replace(known, hours=())
