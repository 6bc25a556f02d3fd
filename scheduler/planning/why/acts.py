"""Reliefs in people's words: as a condition, and as the exact setting or act that brings it about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import groupby

from providers.wall_clock import local
from scheduler.company import Person, WallSpan
from scheduler.named import named
from scheduler.plan import BlockKind
from scheduler.planning.why.words import Words
from solver.explanation import Relaxation, Relief
from solver.problem import Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLAIN = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Acts:
    """Says what to do, for one occurrence. A setting is written as in the configuration, with its whole key."""

    words: Words

    def condition(self, relaxation: Relaxation) -> str:
        """What would have to give way, as a condition."""
        name = self.words.person(relaxation.person).name
        match relaxation.kind:
            case Relief.LEADER_TENTATIVE | Relief.MEMBER_TENTATIVE:
                return f"if tentative meetings of {name} did not count"
            case Relief.NO_PREP:
                return f"if {self.words.person(None).name} went without the time to prepare"
            case Relief.MOVE_FIXED:
                return f"if {self.words.pair(relaxation.pair)} at {self.words.span(relaxation.span)} moved"
            case Relief.NO_PAUSE:
                return "if the break between 1-on-1s were left out"
            case Relief.ONE_MORE:
                return f"with {relaxation.amount} 1-on-1s on one day"
            case Relief.ONE_MOVE_MORE:
                return "if one more 1-on-1 were moved (--max-moves)"
            case Relief.NO_LUNCH:
                return f"if {name} had no lunch on {self.words.day((relaxation.span or Span(0, 0)).begin)}"
            case Relief.ANY_TIME:
                return "outside the times allowed for this pair"
            case Relief.SHORTER:
                return f"with {self.words.length(relaxation.amount)} instead"
            case Relief.LEADER_HOURS | Relief.MEMBER_HOURS:
                return f"if {name} could work on {self.words.span(relaxation.span)}"
            case Relief.MEMBER_BUSY | Relief.LEADER_BUSY:
                match self.words.kind(relaxation.person, relaxation.span):
                    case BlockKind.HOLIDAY:
                        return f"if {name} worked on the public holiday, {self.words.span(relaxation.span)}"
                    case BlockKind.AWAY:
                        return f"if {name} were not away on {self.words.span(relaxation.span)}"
                return f"if {name} could move what is on {self.words.span(relaxation.span)}"

    def act(self, relaxation: Relaxation, to: int | None = None) -> str:
        """What is to be done for it.

        Args:
            to: where a fixed 1-on-1 goes that is to be moved.
        """
        person = self.words.person(relaxation.person)
        when = self.words.span(relaxation.span)
        minutes = (relaxation.amount or 0) * int(self.words.formulation.axis.step.total_seconds()) // 60
        match relaxation.kind:
            case Relief.LEADER_TENTATIVE | Relief.MEMBER_TENTATIVE:
                return f"{self._team()}.tentative_blocks = false"
            case Relief.NO_PREP:
                return f'{self._report()}.prep = "0m"'
            case Relief.MOVE_FIXED:
                where = "" if to is None else f" to {self.words.time(to)}"
                return f"move {self.words.pair(relaxation.pair)} from {when}{where}"
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
                return self._frees(person, relaxation)

    def _frees(self, person: Person, relaxation: Relaxation) -> str:
        when = self.words.span(relaxation.span)
        kind = self.words.kind(relaxation.person, relaxation.span)
        if kind is BlockKind.BUSY:
            return f"{person.name} moves or leaves what is on {when}"
        meetings = self.words.has_meetings(relaxation.person, relaxation.span)
        if kind is BlockKind.HOLIDAY and not meetings:
            return f'people.{self.name(person.email)}.country = "none"'
        return f"{person.name} is there on {when} after all" + (", without other meetings" if meetings else "")

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
        """Of an email what stands before the `@`, where that means nobody else; quoted where a key needs it."""
        first = email.partition("@")[0]
        everybody = {each: person.name for each, person in self.words.situation.company.people.items()}
        meant = first if named(first, everybody) == [email] else email
        return meant if _PLAIN.fullmatch(meant) else f'"{meant}"'

    def _hours(self, person: Person, more: Span) -> str:
        axis = self.words.formulation.axis
        begin, end = (local(axis.instant(tick), person.time_zone) for tick in (more.begin, more.end))
        midnight = time(0)
        if begin.date() == end.date() or end.time() == midnight:
            added = [WallSpan(begin.weekday(), begin.time(), end.time())]
        else:
            added = [WallSpan(begin.weekday(), begin.time(), midnight), WallSpan(end.weekday(), midnight, end.time())]
        return hours_setting(self.name(person.email), [*person.hours, *added])


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
