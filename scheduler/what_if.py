"""Today's plans against those of a changed configuration, in the same calendars. Nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from scheduler.company import Company
from scheduler.comparison import Comparison
from scheduler.config import load
from scheduler.config.trial import Setting
from scheduler.errors import BadInput
from scheduler.ledger.record import Memory
from scheduler.ledger.store import recall_all
from scheduler.night.planning import plan_night
from scheduler.night.reading import Reading, looks_of, others, ready
from scheduler.night.terms import NightTerms, chosen
from scheduler.planning.measures import compared
from scheduler.read.profiles import with_profiles
from scheduler.read.team import read_teams
from scheduler.read.view import Everybody
from scheduler.run import Setup, instant_of

Waits = Callable[[str], AbstractContextManager[Callable[[str], None]]]


def changed(path: Path, settings: Sequence[Setting]) -> Company:
    """The company as the configuration would describe it with these settings.

    Raises:
        BadInput: as `load`; each line names the settings.
    """
    try:
        return load(path, settings)
    except BadInput as error:
        options = ", ".join(setting.option for setting in settings)
        raise BadInput(
            *(line if line.startswith("--") else f"with {options}: {line}" for line in error.problems)
        ) from None


def what_if(setup: Setup, other: Company, settings: Sequence[Setting], terms: NightTerms, waits: Waits) -> Comparison:
    """Plan some leaders, or all, as they are and as they would be.

    Raises:
        BadInput: the settings change what is read; or somebody who is named is no leader.
        CalendarFailure: the ledger cannot be read, or our events could not be told from others'.
    """
    company = setup.company
    _refuse_other_reading(company, other)
    other = with_profiles(other, setup.providers)
    now = instant_of(company, terms.as_of).astimezone(UTC)
    leaders = [team.leader for team in chosen(company, terms)]
    both = [leader for leader in leaders if leader in other.teams]
    memories = recall_all(setup.ledger, both)
    with waits("Reading calendars …") as say:
        today_read, other_read = _read(setup, other, both, memories, now, terms.weeks)
        say("Planning as it is …")
        today = plan_night(company, today_read, {}, memories, now, terms)
        say("Planning as it would be …")
        tried = plan_night(other, other_read, {}, memories, now, terms)
    missing = {leader: "leads no team with these settings" for leader in leaders if leader not in other.teams}
    failed = {**today_read.failed, **other_read.failed, **today.failed, **tried.failed, **missing}
    return Comparison(
        tuple(setting.option for setting in settings),
        now,
        tuple(
            compared(today.plans[leader], company, tried.plans[leader], other)
            for leader in both
            if leader not in failed
        ),
        tuple(sorted(failed.items())),
        {email: person.name for email, person in company.people.items()},
    )


def _read(
    setup: Setup,
    other: Company,
    leaders: Sequence[str],
    memories: Mapping[str, Memory],
    now: datetime,
    weeks: int | None,
) -> tuple[Reading, Reading]:
    """What both plans look at; every calendar is read once."""
    companies = (setup.company, other)
    looks = [looks_of(each, [each.teams[leader] for leader in leaders], memories, now, weeks) for each in companies]
    if not leaders:
        return Reading(Everybody({}), {}, {}), Reading(Everybody({}), {}, {})
    also = {email for each, its in zip(companies, looks, strict=True) for email in others(each, its.values())}
    everybody = read_teams(setup.company, [look for its in looks for look in its.values()], setup.providers, also=also)
    today, tried = (ready(each, its, everybody, now, weeks) for each, its in zip(companies, looks, strict=True))
    return today, tried


def _refuse_other_reading(company: Company, other: Company) -> None:
    """Refuse settings by which calendars would be read otherwise.

    Raises:
        BadInput: naming each.
    """
    problems = []
    if company.booked_title != other.booked_title:
        problems.append("company.booked_title decides what is read, and cannot be tried")
    if {each.email: each.provider for each in company.people.values()} != {
        each.email: each.provider for each in other.people.values()
    }:
        problems.append("who is there, and who hosts whose calendar, cannot be tried")
    if problems:
        raise BadInput(
            *(f"{problem}: change it in a copy of the configuration, and run --dry-run" for problem in problems)
        )
