"""Judges a solution against every hard rule with interval arithmetic: no solver, no code of the model."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from solver.intervals import first_overlap, inside
from solver.lunch import lunch_choices
from solver.measure import measure
from solver.meeting import Lunches, Meeting, Starts, day_at, leading, meetings, moved, stay, taken, takes
from solver.problem import Day, Leader, Pair, Problem, Span
from solver.solution import LEVELS, Solution


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Every violation as a sentence with people's names and ticks; empty: the solution obeys every hard rule.

    Includes the solution's own claims: an answer for every occurrence and day, values as `measure` finds them, and
    no bound above its value.
    """
    misshapen = tuple(_shape(problem, solution))
    if misshapen:
        return misshapen
    return (
        *broken_rules(problem, solution.starts, solution.lunches),
        *_levels(problem, solution),
    )


def broken_rules(problem: Problem, starts: Starts, lunches: Lunches) -> tuple[str, ...]:
    """Every hard rule that these times break, as sentences; there must be an entry for each occurrence and day."""
    known = meetings(problem, starts)
    return (
        *_own_place(problem, known),
        *_two_places(problem, known),
        *_stays(problem, starts, known),
        *_lunches(problem, known, lunches),
        *_runs(problem, known),
        *_daily(problem, known),
        *_moves(problem, starts),
    )


def _shape(problem: Problem, solution: Solution) -> Iterator[str]:
    """Nothing missing, nothing extra."""
    if len(solution.starts) != len(problem.occurrences):
        yield f"There are {len(solution.starts)} starts for {len(problem.occurrences)} occurrences."
    if len(solution.lunches) != len(problem.leaders):
        yield f"There are lunches of {len(solution.lunches)} leaders for {len(problem.leaders)} leaders."
    for leader, lunches in zip(problem.leaders, solution.lunches, strict=False):
        if len(lunches) != len(leader.days):
            name = problem.people[leader.person].name
            yield f"There are {len(lunches)} lunches of {name} for {len(leader.days)} days."
    names = tuple(level.name for level in solution.levels)
    if names != LEVELS:
        yield f"The levels are {', '.join(names) or 'missing'} instead of {', '.join(LEVELS)}."


def _own_place(problem: Problem, known: Sequence[Meeting]) -> Iterator[str]:
    """What each planned 1-on-1 must obey whatever else is planned."""
    for meeting in known:
        if meeting.planned is None:
            continue
        occurrence = problem.occurrences[meeting.planned]
        pair = problem.pairs[meeting.pair]
        leader = problem.leaders[pair.leader]
        what = _title(problem, meeting)
        day = day_at(leader.days, meeting.start)
        if day is None or all(slot.tick != meeting.start for slot in day.slots):
            yield f"{what} starts on no slot of the leader's 1-on-1 days."
        elif day.week not in occurrence.weeks:
            yield f"{what} lies in week {day.week}, which is none of its weeks."
        elif not day.span.contains(meeting.block):
            yield f"{what} takes {_ticks(meeting.block)}, which is not within its day."
        if meeting.block.begin < leader.earliest and meeting.start != occurrence.current:
            yield f"{what} starts, prep included, before the earliest tick {leader.earliest}."
        if meeting.start in occurrence.closed:
            yield f"{what} starts at a tick that is closed to it."
        declined = stay(occurrence) if occurrence.declined else None
        if declined is not None and declined.overlaps(meeting.time):
            yield f"{what} overlaps {_ticks(declined)}, which was declined."
        if occurrence.allowed is not None and not inside(meeting.time, occurrence.allowed):
            yield f"{what} takes {_ticks(meeting.time)}, which is not within its allowed times."
        yield from _available(problem, what, leader.person, meeting.block)
        yield from _available(problem, what, pair.member, meeting.time)


def _available(problem: Problem, what: str, number: int, span: Span) -> Iterator[str]:
    person = problem.people[number]
    if not inside(span, person.hours):
        yield f"{what} takes {_ticks(span)} of {person.name}, which is not within working hours."
    busy = first_overlap(span, person.busy)
    if busy is not None:
        yield f"{what} takes {_ticks(span)} of {person.name}, who is busy at {_ticks(busy)}."


def _two_places(problem: Problem, known: Sequence[Meeting]) -> Iterator[str]:
    """Nobody is in two 1-on-1s at once, unless both are fixed."""
    for number, person in enumerate(problem.people):
        for (one, time), (other, other_time) in combinations(takes(problem, number, known), 2):
            if (one.planned is not None or other.planned is not None) and time.overlaps(other_time):
                yield (
                    f"{person.name} is in two places: {_title(problem, one)} takes {_ticks(time)}, "
                    f"{_title(problem, other)} takes {_ticks(other_time)}."
                )


def _stays(problem: Problem, starts: Starts, known: Sequence[Meeting]) -> Iterator[str]:
    """What stays unplaced keeps its current time from everything planned."""
    planned = [meeting for meeting in known if meeting.planned is not None]
    for occurrence, start in zip(problem.occurrences, starts, strict=True):
        kept = stay(occurrence)
        if start is not None or kept is None:
            continue
        pair = problem.pairs[occurrence.pair]
        for number in (problem.leaders[pair.leader].person, pair.member):
            for meeting, time in takes(problem, number, planned):
                if time.overlaps(kept):
                    yield (
                        f"{_title(problem, meeting)} takes {_ticks(time)} of {problem.people[number].name}, "
                        f"whose unplaced {_names(problem, pair)} stays at {_ticks(kept)}."
                    )


def _lunches(problem: Problem, known: Sequence[Meeting], lunches: Lunches) -> Iterator[str]:
    """A lunch on every day on which other people's meetings and fixed 1-on-1s leave room for one."""
    planned = [meeting for meeting in known if meeting.planned is not None]
    for number, leader in enumerate(problem.leaders):
        name = problem.people[leader.person].name
        blocks = taken(problem, leader.person, planned)
        for day, start in zip(leader.days, lunches[number], strict=True):
            choices = lunch_choices(problem, leader, day)
            if start is None:
                if choices:
                    yield f"{name} keeps no lunch at {_ticks(day.span)}, though there is room for one."
                continue
            lunch = Span(start, start + leader.lunch)
            if start not in choices:
                yield f"Lunch of {name} at {_ticks(lunch)} is not free, not within working hours or its window."
            meal = first_overlap(lunch, blocks)
            if meal is not None:
                yield f"Lunch of {name} at {_ticks(lunch)} overlaps a 1-on-1 that takes {_ticks(meal)}."


def _runs(problem: Problem, known: Sequence[Meeting]) -> Iterator[str]:
    """After at most `max_run` of 1-on-1s comes a pause; only fixed ones may be without."""
    for number, leader in enumerate(problem.leaders):
        for day in leader.days:
            for run in _runs_of(leader, _of_day(day, leading(problem, number, known))):
                begin = run[0].start
                end = max(meeting.end for meeting in run)
                if end - begin > leader.max_run and any(meeting.planned is not None for meeting in run):
                    name = problem.people[leader.person].name
                    yield f"{name} has 1-on-1s at {_ticks(Span(begin, end))} without a pause, longer than allowed."


def _runs_of(leader: Leader, own: Sequence[Meeting]) -> list[list[Meeting]]:
    """The 1-on-1s of a day, sorted, cut where a pause lies between them."""
    runs: list[list[Meeting]] = []
    end = 0
    for meeting in own:
        if runs and meeting.block.begin - end < leader.pause:
            runs[-1].append(meeting)
            end = max(end, meeting.end)
        else:
            runs.append([meeting])
            end = meeting.end
    return runs


def _daily(problem: Problem, known: Sequence[Meeting]) -> Iterator[str]:
    """At most `max_per_day` 1-on-1s, unless all of them are fixed."""
    for number, leader in enumerate(problem.leaders):
        for day in leader.days:
            own = _of_day(day, leading(problem, number, known))
            if len(own) > leader.max_per_day and any(meeting.planned is not None for meeting in own):
                name = problem.people[leader.person].name
                yield f"{name} has {len(own)} 1-on-1s at {_ticks(day.span)}, above {leader.max_per_day}."


def _of_day(day: Day, own: Sequence[Meeting]) -> list[Meeting]:
    return [meeting for meeting in own if day.span.begin <= meeting.start < day.span.end]


def _moves(problem: Problem, starts: Starts) -> Iterator[str]:
    """At most `max_moves` of the counted occurrences leave their time."""
    count = sum(each.counted and moved(each, start) for each, start in zip(problem.occurrences, starts, strict=True))
    if problem.max_moves is not None and count > problem.max_moves:
        yield f"There are {count} moves, above {problem.max_moves}."


def _levels(problem: Problem, solution: Solution) -> Iterator[str]:
    """Values and bounds are what they claim to be."""
    values = measure(problem, solution.starts, solution.lunches)
    for level in solution.levels:
        if level.value != values[level.name]:
            yield f"Level {level.name} claims {level.value}, but is {values[level.name]}."
        if level.bound > level.value:
            yield f"Level {level.name} claims the bound {level.bound} above its value {level.value}."


def _title(problem: Problem, meeting: Meeting) -> str:
    kind = "1-on-1" if meeting.planned is not None else "fixed 1-on-1"
    return f"The {kind} of {_names(problem, problem.pairs[meeting.pair])} at {meeting.start}"


def _names(problem: Problem, pair: Pair) -> str:
    leader = problem.people[problem.leaders[pair.leader].person].name
    return f"{leader} and {problem.people[pair.member].name}"


def _ticks(span: Span) -> str:
    return f"{span.begin}–{span.end}"
