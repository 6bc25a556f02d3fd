"""Everything that an event says, rendered before the first is written: what fails here fails as a whole."""

from collections.abc import Mapping

from providers.event import Interval, Meeting, Participant
from scheduler.agenda import describe, title
from scheduler.company import Company, Pair
from scheduler.errors import BadInput
from scheduler.plan import Change, PairKey, Plan
from scheduler.planning.demand import key_of
from scheduler.write.marking import marker_of

Meetings = Mapping[tuple[PairKey, str], Meeting]
"""By pair and period."""


def render(plan: Plan, company: Company) -> Meetings:
    """The meeting of every change that leaves an event of one of the team's pairs.

    Raises:
        BadInput: the agenda's template fails; with everybody for whom it does.
    """
    pairs = {key_of(pair): pair for pair in company.teams[plan.leader].pairs}
    meetings: dict[tuple[PairKey, str], Meeting] = {}
    problems: list[str] = []
    for change in plan.changes:
        pair = pairs.get(change.pair)
        if pair is None or change.after is None:
            continue
        try:
            meetings[change.pair, change.period] = _meeting(company, pair, change, change.after)
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(*dict.fromkeys(problems))
    return meetings


def _meeting(company: Company, pair: Pair, change: Change, span: Interval) -> Meeting:
    return Meeting(
        marker=marker_of(change),
        span=span,
        time_zone=change.time_zone,
        organizer=_participant(company, pair.leader),
        attendee=_participant(company, pair.member),
        title=title(company, pair),
        description=describe(company, pair, change.period, change.agenda),
        url=change.agenda,
        alarm_minutes=int(pair.prep.total_seconds()) // 60 or None,
    )


def _participant(company: Company, email: str) -> Participant:
    return Participant(email, company.people[email].name)
