"""The solver's causes and reliefs in people's words, on the leader's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from providers.interval import Interval, merge, subtract
from providers.wall_clock import local
from scheduler.company import Pair, Person
from scheduler.plan import Block, BlockKind, Origin
from scheduler.planning.availability import Availability
from scheduler.planning.formulate import Formulation
from scheduler.planning.reasons import hours_words
from scheduler.planning.situation import Situation
from solver.explanation import Hindrance, Obstacle
from solver.problem import Span

WHOLE_DAY = timedelta(hours=23)
"""What takes this long is told by its day; clocks may have been changed on it."""
LONGEST_DAY = timedelta(hours=25)
"""What takes longer is told by its first and its last day."""
MOST_BLOCKS = 3
"""More single blocks of one person are counted, not listed, where there is little room."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WHO_DECIDED = {
    Origin.FROZEN: ", which starts soon and is frozen,",
    Origin.PINNED: ", which a person put there,",
    Origin.BOOKED: ", which people booked,",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Puts what the solver says of an occurrence into words."""

    formulation: Formulation
    occurrence: int
    then: int | None = None
    """The tick, where it is about one time, not about all."""
    most: int = MOST_BLOCKS
    """More single blocks of one person are counted, not listed."""

    @property
    def leader(self) -> int:
        """Number of the leader of the occurrence."""
        return self.formulation.leader_of(self.occurrence)

    @property
    def situation(self) -> Situation:
        """Of the leader of the occurrence."""
        return self.formulation.tasks[self.leader].situation

    def time(self, tick: int) -> str:
        """Weekday, date and time on the leader's clock."""
        clock = local(self.formulation.axis.instant(tick), self.situation.ahead.time_zone)
        return f"{self.day(tick)} {clock:%H:%M}"

    def day(self, tick: int) -> str:
        """Weekday and date on the leader's clock."""
        clock = local(self.formulation.axis.instant(tick), self.situation.ahead.time_zone)
        return f"{clock:%a} {clock.day} {clock:%b}"

    def span(self, span: Span | None) -> str:
        if span is None:
            return "some time"
        if span.end - span.begin >= WHOLE_DAY / self.formulation.axis.step:
            first, last = self.day(span.begin), self.day(span.end - 1)
            longer = span.end - span.begin > LONGEST_DAY / self.formulation.axis.step
            return f"{first} – {last}" if longer else first
        end = local(self.formulation.axis.instant(span.end), self.situation.ahead.time_zone)
        return f"{self.time(span.begin)}–{end:%H:%M}"

    def person(self, index: int | None) -> Person:
        """Somebody, by index into the problem's people; None: the leader."""
        return self._availability(index).person

    def _availability(self, index: int | None) -> Availability:
        leader = self.formulation.problem.leaders[self.leader].person
        email = self.formulation.people[index if index is not None else leader]
        known = (self.situation, *(task.situation for task in self.formulation.tasks))
        return next(each.availabilities[email] for each in known if email in each.availabilities)

    def pair(self, index: int | None) -> str:
        if index is None:
            return "another 1-on-1"
        member = self.formulation.problem.pairs[index].member
        return f"the 1-on-1 with {self.person(member).name}"

    def length(self, ticks: int | None) -> str:
        return hours_words((ticks or 0) * self.formulation.axis.step)

    def obstacles(self, obstacles: Sequence[Obstacle]) -> str:
        """The reasons, in one sentence."""
        if not obstacles:
            return "no time was found"
        names = [self.person(index).name for index in dict.fromkeys(each.person for each in obstacles)]
        return "no time: " + "; ".join(_by_subject(self.causes(obstacles), names))

    def causes(self, obstacles: Sequence[Obstacle]) -> tuple[str, ...]:
        """Each reason, those of one kind and person together."""
        kinds = dict.fromkeys((obstacle.kind, obstacle.person) for obstacle in obstacles)
        return tuple(
            self._reason([obstacle for obstacle in obstacles if (obstacle.kind, obstacle.person) == kind])
            for kind in kinds
        )

    def _reason(self, group: Sequence[Obstacle]) -> str:
        first = group[0]
        name = self.person(first.person).name
        pair = self.formulation.wanted[self.occurrence].pair
        match first.kind:
            case Hindrance.NO_DAY:
                return "no 1-on-1 day is left in its weeks"
            case Hindrance.EARLIEST:
                return (
                    "that is too soon"
                    if self.then is not None
                    else "what is left of the week is too soon to be planned"
                )
            case Hindrance.LEADER_HOURS | Hindrance.MEMBER_HOURS:
                return f"{name} does not work {self._hours(first.person)}"
            case Hindrance.ALLOWED:
                return f"{'that time is' if self.then is not None else self._others(pair)} not allowed for this pair"
            case Hindrance.LEADER_BUSY | Hindrance.MEMBER_BUSY:
                verbs = {obstacle: self._taken(obstacle) for obstacle in group}
                times = {verb: [one for one in group if verbs[one] == verb] for verb in verbs.values()}
                return f"{name} " + " and ".join(f"{verb} {self._times(those)}" for verb, those in times.items())
            case Hindrance.LEADER_TENTATIVE | Hindrance.MEMBER_TENTATIVE:
                return f"{name} has tentative meetings{self._tentative(first.person)}"
            case Hindrance.FIXED:
                return " and ".join(map(self._kept, group)) + (" stays" if len(group) == 1 else " stay")
            case Hindrance.OTHERS:
                others = f"the other 1-on-1s of {self.person(None).name}"
                return f"{others} need it" if self.then is not None else f"{others} take the rest"
            case Hindrance.LUNCH:
                return f"{name} keeps {self._lunch(first)}"
            case Hindrance.PAUSE:
                rules = self.situation.rules
                return f"a break of {hours_words(rules.pause)} is due after {hours_words(rules.max_run)}"
            case Hindrance.MAX_PER_DAY:
                return f"at most {first.amount} 1-on-1s a day"
            case Hindrance.PREP:
                return f"{self.person(None).name} needs {hours_words(pair.prep)} before it"
            case Hindrance.MAX_MOVES:
                return "no more 1-on-1s may be moved in this run"
            case Hindrance.DECLINED:
                return f"{self.situation.availabilities[pair.member].person.name} declined the present time"

    def _others(self, pair: Pair) -> str:
        """`other times than Thu 09:00–10:00 are`."""
        if len(pair.allowed) > self.most:
            return "other times are"
        spans = (f"{_DAYS[one.weekday]} {one.start:%H:%M}–{one.end:%H:%M}" for one in pair.allowed)
        return f"other times than {', '.join(spans)} are"

    def _hours(self, index: int | None) -> str:
        """`at other times than 09:00–17:00 in New York`, of the 1-on-1 days; or `then`, with the time there."""
        person = self.person(index)
        zone = self.situation.ahead.time_zone
        place = "" if person.time_zone == zone else f" in {person.time_zone.rpartition('/')[2].replace('_', ' ')}"
        if self.then is not None:
            there = local(self.formulation.axis.instant(self.then), person.time_zone)
            return f"then, at {there:%H:%M}{place}" if place else "then"
        days = {
            _DAYS[day]: " and ".join(f"{one.start:%H:%M}–{one.end:%H:%M}" for one in person.hours if one.weekday == day)
            for day in self.situation.rules.days
        }
        told = {day: hours for day, hours in days.items() if hours}
        if not told:
            return "at other times"
        if len(told) == len(days) and len(set(told.values())) == 1:
            return f"at other times than {next(iter(told.values()))}{place}"
        return "at other times than " + ", ".join(f"{day} {hours}" for day, hours in told.items()) + place

    def _tentative(self, index: int | None) -> str:
        """When, unless there are many."""
        problem = self.formulation.problem
        asked = problem.occurrences[self.occurrence]
        days = [day.span for day in problem.leaders[self.leader].days if day.week in asked.weeks]
        number = index if index is not None else problem.leaders[self.leader].person
        spans = [span for span in problem.people[number].tentative if any(span.overlaps(day) for day in days)]
        return f" on {self.spans(spans)}" if 0 < len(spans) <= self.most else ""

    def _kept(self, obstacle: Obstacle) -> str:
        """A 1-on-1 that is not for the plan to move, and who decided that."""
        formulation = self.formulation
        origins = [
            kept.origin
            for fixed, kept in zip(formulation.problem.fixed, formulation.kept, strict=True)
            if fixed.pair == obstacle.pair and obstacle.span is not None and fixed.start == obstacle.span.begin
        ]
        decided = _WHO_DECIDED.get(origins[0], "") if origins else ""
        return f"{self.pair(obstacle.pair)} at {self.span(obstacle.span)}{decided}"

    def _lunch(self, obstacle: Obstacle) -> str:
        leaders = self.formulation.problem.leaders
        length = next((leader.lunch for leader in leaders if leader.person == obstacle.person), 0)
        if not length or obstacle.span is None:
            return "lunch"
        begin, end = (
            local(self.formulation.axis.instant(tick), self.situation.ahead.time_zone)
            for tick in (obstacle.span.begin, obstacle.span.end)
        )
        return f"{self.length(length)} of lunch between {begin:%H:%M} and {end:%H:%M}"

    def _taken(self, obstacle: Obstacle) -> str:
        """What kind of block it is, for the verb of a sentence."""
        kind = self.kind(obstacle.person, obstacle.span)
        return {BlockKind.HOLIDAY: "has a public holiday", BlockKind.AWAY: "is away"}.get(kind, "is busy")

    def kind(self, index: int | None, span: Span | None) -> BlockKind:
        """HOLIDAY, AWAY or BUSY: what takes somebody's whole time there."""
        taken, blocks = self._blocks(index, span)
        for kinds in ((BlockKind.HOLIDAY,), (BlockKind.AWAY, BlockKind.HOLIDAY)):
            if not subtract([taken], merge(block.span for block in blocks if block.kind in kinds)):
                return kinds[0]
        return BlockKind.BUSY

    def has_meetings(self, index: int | None, span: Span | None) -> bool:
        """Whether something takes somebody's time there beside being away."""
        free = {BlockKind.AWAY, BlockKind.HOLIDAY, BlockKind.OUR_EVENT}
        return any(block.kind not in free for block in self._blocks(index, span)[1])

    def _blocks(self, index: int | None, span: Span | None) -> tuple[Interval, list[Block]]:
        """The time, and what takes any of it."""
        taken = self.formulation.axis.interval(*((span.begin, span.end) if span is not None else (0, 0)))
        blocks = self._availability(index).blocks
        return taken, [block for block in blocks if block.span.overlaps(taken)]

    def _times(self, group: Sequence[Obstacle]) -> str:
        if len(group) > self.most:
            return f"at {len(group)} times"
        return f"on {self.spans([each.span for each in group if each.span is not None])}"

    def spans(self, spans: Sequence[Span]) -> str:
        """`Thu 26 Nov 09:00–10:00, 11:00–12:00, Fri 27 Nov 09:00–10:00`: a day once."""
        told: list[str] = []
        day = ""
        for span in spans:
            text = self.span(span)
            same = bool(day) and text.startswith(f"{day} ") and text[len(day) + 1 :][:1].isdigit()
            told.append(text[len(day) + 1 :] if same else text)
            day = self.day(span.begin)
        return ", ".join(told)


def _by_subject(causes: Sequence[str], names: Sequence[str]) -> list[str]:
    """Causes of one person in one clause: `Lea is busy at 6 times, needs 5 min before it`."""
    clauses: dict[str, list[str]] = {}
    for cause in causes:
        subject = next((name for name in names if cause.startswith(f"{name} ")), cause)
        clauses.setdefault(subject, []).append(cause)
    return [
        ", ".join([whole[0], *(cause.removeprefix(f"{subject} ") for cause in whole[1:])])
        for subject, whole in clauses.items()
    ]
