"""The solver's causes and reliefs in people's words, on the leader's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from providers.wall_clock import local
from scheduler.company import Person
from scheduler.plan import BlockKind
from scheduler.planning.availability import Availability
from scheduler.planning.formulate import Formulation
from scheduler.planning.reasons import hours_words
from scheduler.planning.situation import Situation
from solver.explanation import Hindrance, Obstacle, Relaxation, Relief
from solver.problem import Span

WHOLE_DAY = timedelta(hours=23)
"""What takes this long is told by its day; clocks may have been changed on it."""
LONGEST_DAY = timedelta(hours=25)
"""What takes longer is told by its first and its last day."""
MOST_BLOCKS = 3
"""More single blocks of one person are counted, not listed."""


@dataclass(frozen=True, slots=True)
class Words:
    """Puts what the solver says of an occurrence into words."""

    formulation: Formulation
    occurrence: int
    then: bool = False
    """Whether it is about one time, not about all."""

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
        return "no time: " + "; ".join(self.causes(obstacles)) if obstacles else "no time was found"

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
                return "that is too soon" if self.then else "what is left of the week is too soon to be planned"
            case Hindrance.LEADER_HOURS | Hindrance.MEMBER_HOURS:
                return f"{name} does not work {'then' if self.then else 'at other times'}"
            case Hindrance.ALLOWED:
                return f"{'that time is' if self.then else 'other times are'} not allowed for this pair"
            case Hindrance.LEADER_BUSY | Hindrance.MEMBER_BUSY:
                verbs = {obstacle: self._taken(obstacle) for obstacle in group}
                times = {verb: [one for one in group if verbs[one] == verb] for verb in verbs.values()}
                return f"{name} " + " and ".join(f"{verb} {self._times(those)}" for verb, those in times.items())
            case Hindrance.LEADER_TENTATIVE | Hindrance.MEMBER_TENTATIVE:
                return f"{name} has tentative meetings"
            case Hindrance.FIXED:
                kept = " and ".join(f"{self.pair(each.pair)} at {self.span(each.span)}" for each in group)
                return f"{kept} stays where it is"
            case Hindrance.OTHERS:
                others = f"the other 1-on-1s of {self.person(None).name}"
                return f"{others} need it" if self.then else f"{others} take the rest"
            case Hindrance.LUNCH:
                return f"{name} keeps lunch"
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

    def _taken(self, obstacle: Obstacle) -> str:
        """What kind of block it is, for the verb of a sentence."""
        whose = self._availability(obstacle.person)
        span = obstacle.span or Span(0, 0)
        taken = self.formulation.axis.interval(span.begin, span.end)
        kinds = {block.kind for block in whose.blocks if block.span.overlaps(taken)}
        if kinds == {BlockKind.HOLIDAY}:
            return "has a public holiday"
        return "is away" if kinds <= {BlockKind.AWAY, BlockKind.HOLIDAY} else "is busy"

    def _times(self, group: Sequence[Obstacle]) -> str:
        if len(group) > MOST_BLOCKS:
            return f"at {len(group)} times"
        return "on " + ", ".join(self.span(each.span) for each in group)

    def relaxation(self, relaxation: Relaxation) -> str:
        """What would have to give way, as a condition."""
        name = self.person(relaxation.person).name
        match relaxation.kind:
            case Relief.LEADER_TENTATIVE | Relief.MEMBER_TENTATIVE:
                return f"if tentative meetings of {name} did not count"
            case Relief.NO_PREP:
                return f"if {self.person(None).name} went without the time to prepare"
            case Relief.MOVE_FIXED:
                return f"if {self.pair(relaxation.pair)} at {self.span(relaxation.span)} moved"
            case Relief.NO_PAUSE:
                return "if the break between 1-on-1s were left out"
            case Relief.ONE_MORE:
                return f"with {relaxation.amount} 1-on-1s on one day"
            case Relief.ONE_MOVE_MORE:
                return "if one more 1-on-1 were moved (--max-moves)"
            case Relief.NO_LUNCH:
                return f"if {name} had no lunch on {self.day((relaxation.span or Span(0, 0)).begin)}"
            case Relief.ANY_TIME:
                return "outside the times allowed for this pair"
            case Relief.SHORTER:
                return f"with {self.length(relaxation.amount)} instead"
            case Relief.LEADER_HOURS | Relief.MEMBER_HOURS:
                return f"if {name} could {self.span(relaxation.span)}"
            case Relief.MEMBER_BUSY | Relief.LEADER_BUSY:
                return f"if {name} could move what is on {self.span(relaxation.span)}"
