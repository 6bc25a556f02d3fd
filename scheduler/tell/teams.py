"""Who leads whom, by which rules, and what stands: for a person and for a machine."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from providers.wall_clock import local
from scheduler.company import Company, Layout, Team
from scheduler.ledger.record import Memory, State
from scheduler.preview.page import printed
from scheduler.preview.view import MONTHS, WEEKDAYS, counted
from scheduler.tell.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Stands:
    """What the ledger knows to stand ahead of a leader."""

    number: int
    last: datetime | None
    """When the last one ends; None: there is none."""


def stands(memory: Memory, now: datetime) -> Stands:
    """What we wrote that has not ended, and nobody took out.

    Args:
        now: zone-aware.
    """
    ahead = [entry.span.end for entry in memory.entries if entry.state is State.WRITTEN and entry.span.end > now]
    return Stands(len(ahead), max(ahead, default=None))


def teams_page(company: Company, memories: Mapping[str, Memory], now: datetime, sheet: Sheet, *, colour: bool) -> str:
    """Every leader, in the configuration's order, each with what holds for the team.

    Args:
        memories: by leader.
    """
    sections = [_team(company, team, stands(memories[team.leader], now), sheet) for team in company.teams.values()]
    return printed(sections, width=sheet.width, colour=colour)


def teams_document(company: Company, memories: Mapping[str, Memory], now: datetime) -> str:
    """The same as JSON: sorted keys, a newline at the end."""
    leaders = []
    for team in company.teams.values():
        standing = stands(memories[team.leader], now)
        leaders.append(
            {
                "leader": team.leader,
                "name": company.people[team.leader].name,
                "led_by": _led_by(company, team.leader),
                "time_zone": company.people[team.leader].time_zone,
                "days": [WEEKDAYS[day] for day in team.rules.days],
                "layout": team.rules.layout.value,
                "pairs": [
                    {
                        "member": pair.member,
                        "kind": pair.kind.value,
                        "every": pair.cadence.every,
                        "unit": pair.cadence.unit.value,
                        "minutes": int(pair.duration.total_seconds()) // 60,
                        "prep_minutes": int(pair.prep.total_seconds()) // 60,
                    }
                    for pair in team.pairs
                ],
                "standing": standing.number,
                "last_ends": None if standing.last is None else standing.last.isoformat(),
            }
        )
    return json.dumps({"version": 1, "leaders": leaders}, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def _team(company: Company, team: Team, standing: Stands, sheet: Sheet) -> list[Text]:
    person = company.people[team.leader]
    above = [company.people[email].name for email in _led_by(company, team.leader)]
    parts = [(_whom(team), ""), (_when(team), "")]
    if above:
        parts.append((f"led by {sheet.text(' and '.join(above))}", "quiet"))
    lines = sheet.flow([(sheet.text(person.name), "strong"), (sheet.text(team.leader), "quiet")])
    lines += sheet.flow(parts, indent=3)
    names = ", ".join(company.people[pair.member].name for pair in team.pairs)
    lines += sheet.paragraph(names, "", indent=3)
    return lines + sheet.paragraph(_standing(standing, person.time_zone), "quiet", indent=3)


def _whom(team: Team) -> str:
    kinds = Counter(pair.kind.value for pair in team.pairs)
    return ", ".join(counted(number, kind) for kind, number in kinds.items()) or "nobody"


def _when(team: Team) -> str:
    days = " and ".join(WEEKDAYS[day] for day in team.rules.days)
    if team.rules.layout is Layout.SPLIT:
        return f"split over {days}"
    day = team.rules.layout_day
    return f"all on one day of {days}" if day is None else f"all on {WEEKDAYS[day]}"


def _standing(standing: Stands, zone: str) -> str:
    if standing.last is None:
        return "nothing written stands ahead"
    last = local(standing.last, zone)
    return (
        f"{counted(standing.number, '1-on-1')} written ahead, the last on "
        f"{WEEKDAYS[last.weekday()]} {last.day} {MONTHS[last.month - 1]} {last.year}"
    )


def _led_by(company: Company, email: str) -> Sequence[str]:
    """Emails of the leaders whose report somebody is, sorted."""
    return sorted(
        team.leader
        for team in company.teams.values()
        if any(pair.member == email and pair.kind.value == "report" for pair in team.pairs)
    )
