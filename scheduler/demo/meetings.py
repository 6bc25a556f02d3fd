"""What the people of the demo company do: meetings that recur, and what is special in the weeks that are planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

MADRID = "Europe/Madrid"
NEW_YORK = "America/New_York"
MON, TUE, WED, THU, FRI = range(5)

_WEEKS_HELD = 8
"""For so long the meetings have been held. Even: what happens every other week happens in the first planned one."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event, in the calendars of all who take part."""

    title: str
    people: tuple[str, ...]
    """Who takes part, by the part of the email before the @; the organizer first. Only one: nobody was invited."""
    day: date
    """Of the first instance."""
    start: time | None
    """None: all day."""
    length: timedelta
    zone: str = MADRID
    rule: str | None = None
    """RRULE; None: it does not recur."""
    left_out: tuple[date, ...] = ()
    """Days without it: EXDATE."""
    moved: Mapping[date, time] = field(default_factory=dict)
    """Days on which it begins at another time."""
    cancelled: tuple[date, ...] = ()
    """Days on which its instance was cancelled."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """PARTSTAT of those who did not simply accept."""
    tentative: bool = False
    shown_as: str = "BUSY"
    """FREE, BUSY, OOF or WORKINGELSEWHERE."""
    room: str | None = None


def meetings(week: date) -> tuple[Meeting, ...]:
    """Everything in the company's calendars.

    Args:
        week: Monday of the first week that is planned.
    """
    return (*_in_madrid(week), *_in_new_york(week), *_once(week))


def _on(week: date, number: int, weekday: int) -> date:
    """A day of the `number`-th planned week, counted from 1."""
    return week + timedelta(weeks=number - 1, days=weekday)


def _recurring(week: date, title: str, people: str, weekday: int, start: str, minutes: int, rule: str) -> Meeting:
    day = _on(week, 1 - _WEEKS_HELD, weekday)
    return Meeting(
        title, tuple(people.split()), day, time.fromisoformat(start), timedelta(minutes=minutes), rule=f"FREQ={rule}"
    )


def _in_madrid(week: date) -> list[Meeting]:
    team = "irene adrian bea carla elena felix gemma hugo"
    stand_up = _recurring(week, "Stand-up", team, MON, "09:30", 15, "WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    demo_hour = _recurring(week, "Demo hour", f"bea marta {team.replace('bea ', '')}", FRI, "11:00", 60, "WEEKLY")
    critique = _recurring(week, "Map design critique", "carla elena gemma", THU, "15:00", 90, "WEEKLY")
    all_hands = _recurring(week, "All hands", f"marta pilar {team}", MON, "16:00", 60, "MONTHLY;BYDAY=1WE")
    return [
        replace(stand_up, left_out=(_on(week, 2, FRI),)),
        replace(demo_hour, moved={_on(week, 3, FRI): time(12, 30)}, cancelled=(_on(week, 4, FRI),)),
        replace(critique, left_out=(_on(week, 2, THU), _on(week, 3, THU))),
        replace(all_hands, day=_first_wednesday(all_hands.day)),
        _recurring(week, "Planning", team, MON, "10:00", 90, "WEEKLY"),
        _recurring(week, "Leads", "marta irene pilar", TUE, "10:00", 60, "WEEKLY"),
        _recurring(week, "Roadmap review", "marta irene carla", THU, "10:00", 60, "WEEKLY"),
        _recurring(week, "Architecture forum", "irene adrian elena felix", THU, "12:00", 60, "WEEKLY;INTERVAL=2"),
        _recurring(week, "Hiring debrief", "pilar irene bea", FRI, "15:00", 60, "WEEKLY;INTERVAL=2"),
        _recurring(week, "Close of the week", "marta irene pilar", FRI, "17:00", 30, "WEEKLY"),
        _recurring(week, "Support handover", "gemma adrian hugo", THU, "09:00", 30, "WEEKLY"),
        _recurring(week, "Incident review", "adrian felix hugo", FRI, "10:00", 60, "WEEKLY"),
        _recurring(week, "Data guild", "elena bea felix", FRI, "12:00", 60, "WEEKLY"),
        _recurring(week, "Pairing", "felix adrian hugo", THU, "16:00", 90, "WEEKLY"),
        _recurring(week, "Pairing", "adrian gemma", FRI, "15:30", 90, "WEEKLY"),
        _recurring(week, "Customer council", "gemma carla", FRI, "09:45", 75, "WEEKLY"),
        _recurring(week, "Geodata supplier", "bea elena", THU, "11:00", 60, "WEEKLY"),
        _recurring(week, "Onboarding", "bea", THU, "16:00", 60, "WEEKLY"),
        _recurring(week, "Board preparation", "marta pilar", THU, "12:00", 90, "WEEKLY;INTERVAL=2"),
        _recurring(week, "People round", "pilar marta", FRI, "10:00", 60, "WEEKLY"),
        replace(_recurring(week, "Reading", "irene", FRI, "10:00", 30, "WEEKLY"), shown_as="FREE"),
    ]


def _in_new_york(week: date) -> list[Meeting]:
    team = "nick dev olivia sam tess"
    recurring = [
        _recurring(week, "Atlantic sync", "nick irene dev olivia marta", THU, "10:00", 45, "WEEKLY"),
        _recurring(week, "New York stand-up", team, MON, "09:15", 15, "WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        _recurring(week, "Release train", "sam nick dev olivia", THU, "11:30", 30, "WEEKLY"),
        _recurring(week, "Sales engineering", "tess dev sam", FRI, "10:30", 60, "WEEKLY"),
        _recurring(week, "Forecast", "nick tess olivia", FRI, "13:00", 60, "WEEKLY"),
        _recurring(week, "Partner hours", "olivia sam tess", THU, "14:00", 90, "WEEKLY"),
    ]
    return [replace(meeting, zone=NEW_YORK) for meeting in recurring]


def _once(week: date) -> list[Meeting]:
    hour, day = timedelta(hours=1), timedelta(days=1)
    return [
        # Somebody is on holiday for a whole week, somebody else in a training for a day.
        Meeting("Holiday", ("bea",), _on(week, 2, MON), None, 5 * day, shown_as="OOF"),
        Meeting("Cartography training", ("adrian",), _on(week, 3, THU), None, day),
        Meeting("Working from Girona", ("pilar",), _on(week, 1, THU), None, 2 * day, shown_as="WORKINGELSEWHERE"),
        Meeting("Birthday of Larkfield", ("irene", "marta"), _on(week, 1, THU), None, day, shown_as="FREE"),
        # What Irene may attend, will not attend, and the afternoon that she takes off.
        Meeting("Vendor pitch", ("pilar", "irene"), _on(week, 2, THU), time(15), hour, answers={"irene": "TENTATIVE"}),
        Meeting("Budget, first draft", ("irene",), _on(week, 3, FRI), time(9, 45), hour, tentative=True),
        Meeting("Webinar", ("carla", "irene"), _on(week, 1, FRI), time(13), hour, answers={"irene": "DECLINED"}),
        Meeting("Away", ("irene",), _on(week, 4, THU), time(15, 30), 2.5 * hour, shown_as="OOF"),
        # A 1-on-1 that the two booked themselves.
        Meeting("Irene / Felix 1:1", ("felix", "irene"), _on(week, 2, THU), time(11, 15), 0.5 * hour, room="Turia"),
    ]


def _first_wednesday(day: date) -> date:
    """The first Wednesday of a day's month."""
    first = day.replace(day=1)
    return first + timedelta(days=(WED - first.weekday()) % 7)
