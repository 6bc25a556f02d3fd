"""Claims about solving a round, against trying out everything."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.parameters import Limits, Work
from solver.relaxation import relax
from solver.round.aim import aim
from solver.round.check import broken_round_rules
from solver.round.impossible import Clash, Cycle, NoSlot, TooFewRooms, TooManyMeetings, Unfair, causes
from solver.round.patterns import Patterns, days
from solver.round.problem import Meeting, Round
from solver.round.program import People, build
from solver.round.rooms import rooms
from solver.round.search import Search
from solver.round.solve import solve


@st.composite
def tiny(draw: st.DrawFn) -> Round:
    """A round that can be tried out: at most five meetings in four slots."""
    slots = draw(st.integers(1, 4))
    people = draw(st.integers(2, 4))
    free = tuple(
        frozenset(range(slots)) - draw(st.frozensets(st.integers(0, slots - 1), max_size=1)) for _ in range(people)
    )
    chosen = draw(st.lists(st.sampled_from(list(combinations(range(people), 2))), max_size=5, unique=True))
    fixed = st.one_of(st.none(), st.none(), st.none(), st.integers(0, slots - 1))
    meetings = tuple(Meeting(one, other, draw(fixed)) for one, other in chosen)
    pairs = list(combinations(range(len(meetings)), 2))
    before = tuple(draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))) if pairs else ()
    return Round(slots, draw(st.integers(1, 2)), free, meetings, before, draw(st.integers(0, 2)))


def gaps_of(problem: Round, slots: tuple[int, ...]) -> dict[int, int]:
    """By person, by looking at every slot of the day in turn."""
    found = {}
    for person in range(len(problem.free)):
        busy = {slot for one, slot in zip(problem.meetings, slots, strict=True) if person in (one.first, one.second)}
        if busy:
            day = "".join("x" if slot in busy else " " for slot in range(problem.slots)).strip()
            found[person] = len(day.split()) - 1
    return found


def valid(problem: Round, slots: tuple[int, ...]) -> bool:
    taken = [
        (person, slot) for one, slot in zip(problem.meetings, slots, strict=True) for person in (one.first, one.second)
    ]
    numbers = gaps_of(problem, slots).values()
    return (
        len(set(taken)) == len(taken)
        and all(slot in problem.free[person] for person, slot in taken)
        and all(slots.count(slot) <= problem.rooms for slot in slots)
        and all(one.fixed in (None, slot) for one, slot in zip(problem.meetings, slots, strict=True))
        and all(slots[one] < slots[other] for one, other in problem.before)
        and (not numbers or max(numbers) - min(numbers) <= problem.fair)
    )


def answers(problem: Round) -> Iterator[tuple[int, ...]]:
    every = product(range(problem.slots), repeat=len(problem.meetings))
    return (slots for slots in every if valid(problem, slots))


@settings(max_examples=150, deadline=None)
@given(tiny())
def test_tiny_rounds_are_solved_as_by_trying_everything(problem: Round) -> None:
    """The least number of gaps, proven; or that there is no answer."""
    best = min((sum(gaps_of(problem, slots).values()) for slots in answers(problem)), default=None)
    found = solve(problem)
    assert found.infeasible == (best is None)
    if best is not None:
        assert found.slots is not None
        assert valid(problem, found.slots)
        assert (found.gaps, found.bound, found.proven) == (best, best, True)


@settings(max_examples=100, deadline=None)
@given(tiny(), st.randoms(use_true_random=False))
def test_the_checker_judges_as_the_definition(problem: Round, chance: Random) -> None:
    slots = tuple(chance.randrange(problem.slots) for _ in problem.meetings)
    assert (not broken_round_rules(problem, slots)) == valid(problem, slots)


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_no_answer_is_below_a_bound(problem: Round) -> None:
    """Neither below that by each person alone, nor below that of the relaxation."""
    least = min((sum(gaps_of(problem, slots).values()) for slots in answers(problem)), default=None)
    if least is None:
        return
    aimed = aim({person: Patterns(day) for person, day in days(problem).items()}, problem.fair)
    assert aimed is not None
    assert aimed.total <= least
    networks = build(problem, People.NETWORKS)
    assert relax(networks.program, networks.gaps, Work(Limits())).least <= least


@settings(max_examples=100, deadline=None)
@given(tiny())
def test_a_search_keeps_every_rule(problem: Round) -> None:
    """Whatever answer it starts from; it never ends with a worse one."""
    patterns = {person: Patterns(day) for person, day in days(problem).items()}
    aimed = aim(patterns, problem.fair)
    start = max(answers(problem), key=lambda slots: sum(gaps_of(problem, slots).values()), default=None)
    if start is None or aimed is None:
        return
    search = Search(problem, {person: each.with_gaps(aimed.gaps[person]) for person, each in patterns.items()}, start)
    search.run(300, 1, aimed.total)
    assert search.best is not None
    gaps, slots = search.best
    assert valid(problem, slots)
    assert gaps == sum(gaps_of(problem, slots).values()) <= sum(gaps_of(problem, start).values())


@settings(max_examples=150, deadline=None)
@given(tiny())
def test_what_is_called_impossible_is_impossible(problem: Round) -> None:
    if causes(problem):
        assert next(answers(problem), None) is None


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_rooms_hold_one_meeting_at_a_time(problem: Round) -> None:
    slots = next(answers(problem), None)
    if slots is not None:
        held = list(zip(slots, rooms(problem, slots), strict=True))
        assert len(set(held)) == len(held)
        assert all(0 <= room < problem.rooms for _, room in held)


def test_patterns_are_all_sets_of_slots_with_so_many_gaps() -> None:
    problem = Round(
        9, 1, (frozenset(range(9)) - {4}, *[frozenset(range(9))] * 4), tuple(Meeting(0, n) for n in range(1, 5))
    )
    patterns = Patterns(days(problem)[0])
    for gaps in range(4):
        listed = set()
        for chosen in combinations([slot for slot in range(9) if slot != 4], 4):
            if sum(later - earlier > 1 for earlier, later in pairwise(chosen)) == gaps:
                listed.add(sum(1 << slot for slot in chosen))
        assert sorted(patterns.with_gaps(gaps)) == sorted(listed)
        assert patterns.exist(gaps) == bool(listed)


def everybody(people: int, slots: int) -> tuple[frozenset[int], ...]:
    return (frozenset(range(slots)),) * people


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (Round(2, 9, everybody(4, 2), tuple(Meeting(0, n) for n in (1, 2, 3))), TooManyMeetings(0, 3, 2)),
        (Round(2, 1, (frozenset({0}), frozenset({1})), (Meeting(0, 1),)), NoSlot(0, False)),
        (
            Round(3, 1, (*everybody(2, 3), frozenset({0})), (Meeting(0, 1, 2), Meeting(0, 2)), ((0, 1),)),
            NoSlot(1, True),
        ),
        (Round(3, 2, everybody(3, 3), (Meeting(0, 1, 1), Meeting(0, 2, 1))), Clash(0, 0, 1)),
        (Round(3, 2, everybody(4, 3), (Meeting(0, 1), Meeting(2, 3)), ((0, 1), (1, 0))), Cycle((0, 1))),
        (Round(1, 1, everybody(4, 1), (Meeting(0, 1), Meeting(2, 3))), TooFewRooms(2, 1)),
        (Round(2, 1, everybody(4, 2), (Meeting(0, 1, 0), Meeting(2, 3, 0))), TooFewRooms(2, 1, 0)),
        (
            Round(5, 9, (frozenset({0, 2, 4}), *everybody(3, 5)), tuple(Meeting(0, n) for n in (1, 2, 3)), fair=1),
            Unfair(0, 2, 1, 0),
        ),
    ],
)
def test_an_impossible_round_says_why(problem: Round, cause: object) -> None:
    assert next(answers(problem), None) is None
    assert cause in causes(problem)
    assert solve(problem).infeasible


def crowd(seed: int) -> Round:
    """Too large for the integer program alone."""
    chance = Random(seed)
    pairs = chance.sample(list(combinations(range(16), 2)), 50)
    free = tuple(frozenset(range(14)) - {chance.randrange(14)} for _ in range(16))
    meetings = tuple(Meeting(one, other, None) for one, other in pairs)
    return Round(14, 6, free, meetings, ((0, 1), (2, 3)), 2)


@pytest.mark.parametrize("seed", [0])
def test_a_large_round_keeps_every_rule_and_is_the_same_again(seed: int) -> None:
    problem = crowd(seed)
    found = solve(problem, 30_000)
    assert found.slots is not None
    assert valid(problem, found.slots)
    assert not broken_round_rules(problem, found.slots)
    assert found.gaps == sum(gaps_of(problem, found.slots).values()) >= found.bound
    assert solve(problem, 30_000) == found
