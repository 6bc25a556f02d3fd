"""The few obstacles that suffice to leave no place."""

from collections.abc import Collection
from dataclasses import dataclass

from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.explaining.hindrances import obstacles, without
from solver.explaining.trial import Answer, Trials
from solver.explanation import Hindrance, Obstacle
from solver.intervals import first_overlap, inside
from solver.meeting import Starts
from solver.problem import Problem, Span


def narrow(
    problem: Problem,
    starts: Starts,
    trials: Trials,
    known: Collection[Obstacle] = (),
    spared: Collection[Obstacle] = (),
) -> "Narrowed":
    """Obstacles that together leave no place, and whether none of them could be left out.

    Leaves out one after the other, larger numbers at once first, as long as there is provably still no place. Those
    that block fewest starts go first, so that what remains is few and wide.

    Args:
        known: what left no place for somebody else. It is tried first: where many have no place, the reason is often
            one and the same.
        spared: obstacles that are taken away beforehand.
    """
    everything = obstacles(problem)
    standing = [obstacle for obstacle in everything if obstacle not in spared]

    def ask(kept: list[Obstacle]) -> Answer:
        gone = [obstacle for obstacle in everything if obstacle not in kept]
        smaller = without(problem, gone)
        return trials.place(smaller, starts[: len(smaller.occurrences)])[0]

    answer = ask(standing)
    if answer is not Answer.NO:
        return Narrowed(answer)
    kept = sorted(standing, key=lambda obstacle: (obstacle.kind is not Hindrance.OTHERS, _reach(problem, obstacle)))
    likely = [obstacle for obstacle in kept if obstacle in known]
    if 0 < len(likely) < len(kept) and ask(likely) is Answer.NO:
        kept = likely
    elif ask(kept[1:]) is Answer.NO:
        kept = kept[1:]
    minimal = True
    chunk = len(kept) // 2
    while chunk > 0:
        position = 0
        minimal = True
        while position < len(kept):
            rest = kept[:position] + kept[position + chunk :]
            answer = ask(rest)
            minimal = minimal and answer is not Answer.UNKNOWN
            if answer is Answer.NO:
                kept = rest
            else:
                position += chunk
        chunk //= 2
    return Narrowed(Answer.NO, tuple(sorted(kept, key=rank)), minimal)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrowing came to."""

    answer: Answer
    """Whether there is a place with all obstacles that were not spared."""
    obstacles: tuple[Obstacle, ...] = ()
    """Together they leave no place; none where that is not proven."""
    minimal: bool = False
    """Whether none of them can be left out."""


def rank(obstacle: Obstacle) -> tuple[int, Span, int]:
    """In the order in which `Hindrance` names them, then by time and person."""
    return list(Hindrance).index(obstacle.kind), obstacle.span or Span(0, 0), obstacle.person or 0


def _reach(problem: Problem, obstacle: Obstacle) -> int:
    """How many starts it blocks by itself; rules that no single start breaks count nothing."""
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    leader = problem.people[problem.leaders[pair.leader].person]
    earliest = problem.leaders[pair.leader].earliest
    member = problem.people[pair.member]
    spans = () if obstacle.span is None else (obstacle.span,)
    count = 0
    for day in days_of(problem, ASKED):
        for slot in day.slots:
            time = Span(slot.tick, slot.tick + asked.duration)
            block = Span(slot.tick - asked.prep, time.end)
            match obstacle.kind:
                case Hindrance.LEADER_HOURS:
                    blocked = not inside(block, leader.hours)
                case Hindrance.MEMBER_HOURS:
                    blocked = not inside(time, member.hours)
                case Hindrance.ALLOWED:
                    blocked = asked.allowed is not None and not inside(time, asked.allowed)
                case Hindrance.LEADER_TENTATIVE:
                    blocked = first_overlap(block, leader.tentative) is not None
                case Hindrance.MEMBER_TENTATIVE:
                    blocked = first_overlap(time, member.tentative) is not None
                case Hindrance.LEADER_BUSY | Hindrance.FIXED:
                    blocked = first_overlap(block, spans) is not None
                case Hindrance.MEMBER_BUSY:
                    blocked = first_overlap(time, spans) is not None
                case Hindrance.EARLIEST:
                    blocked = block.begin < earliest
                case _:
                    blocked = False
            count += blocked
    return count
