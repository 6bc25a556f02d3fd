"""The exact setting or act that brings a relief about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import groupby

from providers.wall_clock import local
from scheduler.company import Person, WallSpan
from scheduler.planning.why.words import Words
from solver.explanation import Relaxation, Relief
from solver.problem import Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLAIN = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Acts:
    """Says what to do, for one occurrence. A setting is written as in the configuration, with its whole key."""

    words: Words

    def act(self, relaxation: Relaxation) -> str:
        """What is to be done for it."""
        person = self.words.person(relaxation.person)
        when = self.words.span(relaxation.span)
        minutes = (relaxation.amount or 0) * int(self.words.formulation.axis.step.total_seconds()) // 60
        match relaxation.kind:
            case Relief.LEADER_TENTATIVE | Relief.MEMBER_TENTATIVE:
                return f"{self._team()}.tentative_blocks = false"
            case Relief.NO_PREP:
                return f'{self._report()}.prep = "0m"'
            case Relief.MOVE_FIXED:
                return f"move {self.words.pair(relaxation.pair)} at {when}"
            case Relief.NO_PAUSE:
                return f'{self._team()}.break = "0m"'
            case Relief.ONE_MORE:
                return f"{self._team()}.max_per_day = {relaxation.amount}"
            case Relief.ONE_MOVE_MORE:
                return f"--max-moves {(self.words.formulation.problem.max_moves or 0) + 1}"
            case Relief.NO_LUNCH:
                return f'teams.{self.name(person.email)}.lunch = "none"'
            case Relief.ANY_TIME:
                return f"{self._report()}.allowed: leave it out"
            case Relief.SHORTER:
                return f'{self._report()}.duration = "{minutes}m"'
            case Relief.LEADER_HOURS | Relief.MEMBER_HOURS:
                return self._hours(person, relaxation.span or Span(0, 0))
            case Relief.MEMBER_BUSY | Relief.LEADER_BUSY:
                return f"{person.name} moves or leaves what is on {when}"

    def days(self, weekdays: Sequence[int]) -> str:
        """These are the leader's 1-on-1 days."""
        days = ", ".join(f'"{_WEEKDAYS[day]}"' for day in weekdays)
        return f"{self._team()}.days = [{days}]"

    def _team(self) -> str:
        return f"teams.{self.name(self.words.situation.team.leader)}"

    def _report(self) -> str:
        pair = self.words.formulation.wanted[self.words.occurrence].pair
        return f"{self._team()}.reports.{self.name(pair.member)}"

    def name(self, email: str) -> str:
        """Of an email what names the person in the company: what stands before the `@`, where nobody else's does."""
        first = email.partition("@")[0]
        alike = [other for other in self.words.situation.company.people if other.partition("@")[0] == first]
        if len(alike) <= 1 and _PLAIN.fullmatch(first):
            return first
        return f'"{first if len(alike) <= 1 else email}"'

    def _hours(self, person: Person, more: Span) -> str:
        axis = self.words.formulation.axis
        begin, end = (local(axis.instant(tick), person.time_zone) for tick in (more.begin, more.end))
        added = WallSpan(begin.weekday(), begin.time(), end.time())
        return hours_setting(self.name(person.email), [*person.hours, added])


def hours_setting(name: str, hours: Iterable[WallSpan]) -> str:
    """These are somebody's working hours."""
    spans = ", ".join(f'"{each}"' for each in _written(hours))
    return f"people.{name}.hours = [{spans}]"


def joined(hours: Iterable[WallSpan]) -> tuple[WallSpan, ...]:
    """Sorted, those that touch or overlap joined."""
    found: list[WallSpan] = []
    for span in sorted(hours):
        last = found[-1] if found else None
        if last is not None and last.weekday == span.weekday and (last.end == time(0) or span.start <= last.end):
            end = time(0) if time(0) in (last.end, span.end) else max(last.end, span.end)
            found[-1] = replace(last, end=end)
        else:
            found.append(span)
    return tuple(found)


def _written(hours: Iterable[WallSpan]) -> list[str]:
    """Weekly hours as a configuration writes them, days in a row that are alike together."""
    spans = joined(hours)
    days = [(day, [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in spans if one.weekday == day]) for day in range(7)]
    told = []
    for times, group in groupby(days, key=lambda day: day[1]):
        alike = [weekday for weekday, _ in group]
        first, last = _WEEKDAYS[alike[0]], _WEEKDAYS[alike[-1]]
        if times:
            told.append(f"{first if first == last else f'{first}-{last}'} {' '.join(times)}")
    return told
