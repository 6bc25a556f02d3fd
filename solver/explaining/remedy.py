"""The cheapest relaxation that places the asked occurrence, or else a small set of them."""

from collections.abc import Iterator, Sequence

from solver.explaining import ASKED
from solver.explaining.focus import days_of
from solver.explaining.reliefs import COST, relaxed, reliefs
from solver.explaining.trial import Answer, Trials
from solver.explanation import Relaxation, Relief
from solver.intervals import first_overlap, inside, union
from solver.meeting import Starts, fixed_meeting, stay, takes
from solver.problem import Day, Person, Problem, Slot, Span

LARGEST = 3
"""More than so many relaxations at once help nobody."""

_RULES = (Relief.NO_PAUSE, Relief.ONE_MORE, Relief.ONE_MOVE_MORE, Relief.NO_LUNCH)
"""What concerns several 1-on-1s together, beyond what stands at a single start."""


def cheapest(problem: Problem, starts: Starts, trials: Trials) -> tuple[tuple[Relaxation, ...], int | None]:
    """What to relax, and the start that the asked occurrence then gets while all others stay placed.

    First nothing at all, then each relaxation by itself in the order of their cost, then sets that clear a start.
    `((), None)`: nothing that was tried places it.
    """
    given, found = next(remedies(problem, starts, trials), ((), None))
    return given, None if found is None else found[ASKED]


def remedies(problem: Problem, starts: Starts, trials: Trials) -> Iterator[tuple[tuple[Relaxation, ...], Starts]]:
    """All that places the asked occurrence, each with where all then lie, cheapest first.

    Where they lie: the problem's occurrences, then the fixed 1-on-1s that are moved, in the order of the relaxations.
    Sets only where no single relaxation does; nothing more where it has a place without any.
    """
    smallest = 0
    for number, given in enumerate(_attempts(problem)):
        if smallest and len(given) > smallest:
            return
        answer, found = trials.place(*relaxed(problem, starts, given))
        if answer is Answer.YES and found is not None:
            yield given, found
            if number == 0:
                return
            smallest = len(given)


def _attempts(problem: Problem) -> Iterator[tuple[Relaxation, ...]]:
    options = reliefs(problem)
    yield ()
    yield from ((option,) for option in options)
    yield from _sets(problem, options)


def _sets(problem: Problem, options: Sequence[Relaxation]) -> list[tuple[Relaxation, ...]]:
    """Sets of two or three, each of which clears some start of everything that stands there; small and cheap first."""
    rank = {option: index for index, option in enumerate(options)}
    rules = [option for option in options if option.kind in _RULES]
    found: set[tuple[int, ...]] = set()
    for variant in _variants(options):
        for needed in _cleared(*relaxed(problem, (None,) * len(problem.occurrences), variant), options):
            for given in [(*variant, *needed), *((*variant, *needed, rule) for rule in rules)]:
                if 1 < len(given) <= LARGEST:
                    found.add(tuple(sorted(rank[option] for option in given)))
    ordered = sorted(found, key=lambda ranks: (len(ranks), sum(COST[options[index].kind] for index in ranks), ranks))
    return [tuple(options[index] for index in ranks) for ranks in ordered]


def _variants(options: Sequence[Relaxation]) -> list[tuple[Relaxation, ...]]:
    """The ways to make the occurrence itself smaller."""
    no_prep = [option for option in options if option.kind is Relief.NO_PREP]
    shorter = [option for option in options if option.kind is Relief.SHORTER]
    return [(), *((option,) for option in (*no_prep, *shorter)), *((one, two) for one in no_prep for two in shorter)]


def _cleared(problem: Problem, _: Starts, options: Sequence[Relaxation]) -> Iterator[tuple[Relaxation, ...]]:
    """For each start that relaxing can clear: what must give way there, other planned 1-on-1s apart."""
    asked = problem.occurrences[ASKED]
    earliest = problem.leaders[problem.pairs[asked.pair].leader].earliest
    for day in days_of(problem, ASKED):
        for slot in day.slots:
            soon = slot.tick - asked.prep < earliest and slot.tick != asked.current
            old = stay(asked) if asked.declined else None
            declined = old is not None and old.overlaps(Span(slot.tick, slot.tick + asked.duration))
            needed = None if soon or declined else _needed(problem, day, slot, options)
            if needed is not None:
                yield needed


def _needed(problem: Problem, day: Day, slot: Slot, options: Sequence[Relaxation]) -> tuple[Relaxation, ...] | None:
    asked = problem.occurrences[ASKED]
    pair = problem.pairs[asked.pair]
    leader = problem.leaders[pair.leader].person
    time = Span(slot.tick, slot.tick + asked.duration)
    block = Span(slot.tick - asked.prep, time.end)
    if not day.span.contains(block):
        return None
    parts = [
        _hours(problem.people[leader], block, [option for option in options if option.kind is Relief.LEADER_HOURS]),
        _hours(problem.people[pair.member], time, [option for option in options if option.kind is Relief.MEMBER_HOURS]),
        _fixed(problem, leader, block, options),
        _fixed(problem, pair.member, time, options),
    ]
    needed: list[Relaxation] = []
    for part in parts:
        if part is None:
            return None
        needed += (option for option in part if option not in needed)
    for option in options:
        match option.kind:
            case Relief.LEADER_TENTATIVE:
                gives_way = first_overlap(block, problem.people[leader].tentative) is not None
            case Relief.MEMBER_TENTATIVE:
                gives_way = first_overlap(time, problem.people[pair.member].tentative) is not None
            case Relief.LEADER_BUSY:
                gives_way = option.span is not None and option.span.overlaps(block)
            case Relief.MEMBER_BUSY:
                gives_way = option.span is not None and option.span.overlaps(time)
            case Relief.ANY_TIME:
                gives_way = asked.allowed is not None and not inside(time, asked.allowed)
            case _:
                gives_way = False
        if gives_way:
            needed.append(option)
    return tuple(needed)


def _hours(person: Person, span: Span, longer: Sequence[Relaxation]) -> list[Relaxation] | None:
    """The longer hours that contain a span; None: none do."""
    if inside(span, person.hours):
        return []
    for option in longer:
        if option.span is not None and inside(span, union([*person.hours, option.span])):
            return [option]
    return None


def _fixed(problem: Problem, person: int, span: Span, options: Sequence[Relaxation]) -> list[Relaxation] | None:
    """The fixed 1-on-1s that a person would have to move away from a span; None: one of them cannot move."""
    needed: list[Relaxation] = []
    for meeting, time in takes(problem, person, [fixed_meeting(fixed) for fixed in problem.fixed]):
        if not time.overlaps(span):
            continue
        move = [
            option
            for option in options
            if option.kind is Relief.MOVE_FIXED and option.pair == meeting.pair and option.span == meeting.time
        ]
        if not move:
            return None
        needed += move
    return needed
