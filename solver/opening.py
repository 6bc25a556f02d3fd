"""First answers by seating: a week that repeats itself, and single weeks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from solver.candidates import Candidate
from solver.day.counted import counted, most_held
from solver.day.frame import Frame, Label, frame_of
from solver.day.network import Network
from solver.day.path import best_lunch
from solver.first_fit import first_fit
from solver.model.courses import frame_on, network_of
from solver.model.domain import DayOf, Domain
from solver.model.weeks import Week
from solver.problem import Leader, Span, WholeDay
from solver.seating import Guest, Seat, seat
from solver.spans import without

TRIES = 4
"""How many ways to divide 1-on-1s over days are tried."""
WORSE = 2
"""Layouts that are so much worse than the best are tried, too."""
WAYS = 5000
"""How many ways to divide 1-on-1s over days are looked at."""
Key = tuple[int, int]
"""Weekday and wall-clock minutes."""


def open_week(domain: Domain, week: Week, totals: range, layout: int) -> dict[int, int | None] | None:
    """An answer for a single week, in which as many as possible have a place, with this layout; None: none found."""
    frames = [frame_on(domain, day) for day in week.days]
    networks = [network_of(frame) for frame, _ in frames]
    guests = sorted(week.occurrences)
    seats: dict[int, dict[Seat, int]] = {index: {} for index in guests}
    for position, (frame, held) in enumerate(frames):
        for number, label in enumerate(frame.labels):
            for index, start in held[label]:
                if not label.own:
                    return None  # a seat at another leader's table is no matter of this week alone
                seats[index][position, number] = start
    sitting = [
        Guest(
            domain.problem.occurrences[index].weight,
            {place: domain.problem.occurrences[index].cost.get(start, 0) for place, start in seats[index].items()},
            domain.problem.pairs[domain.problem.occurrences[index].pair].lately,
        )
        for index in guests
    ]
    for total in reversed(totals):
        counts = _divided(week.limits, total, partial(_layout, week))
        for _, numbers in zip(range(TRIES), (one for value, one in counts if value == layout), strict=False):
            drawn = _drawn(networks, [frame for frame, _ in frames], numbers)
            found = None if drawn is None else seat(drawn, sitting)
            if found is not None:
                starts: dict[int, int | None] = dict.fromkeys(domain.occurrences)
                starts.update(
                    (index, None if place is None else seats[index][place])
                    for index, place in zip(guests, found, strict=True)
                )
                return starts
    return None


def fill_weeks(domain: Domain, weeks: Sequence[Week], totals: Sequence[range]) -> Iterator[dict[int, int | None]]:
    """Answers by first fit in which days have no more 1-on-1s than good layouts have; the best layouts first.

    What stands stays; for lengths that differ, little that is taken, and leaders who share people.
    """
    problem = domain.problem
    starts = tuple(domain.starts.get(index, ()) for index in range(len(problem.occurrences)))
    candidates = replace(domain.candidates, starts=starts)
    days = {day for week in weeks for day in week.days}
    lunches = tuple(
        tuple(
            best_lunch(frame_of(domain.candidates, number, day, ()), ()) if (number, day) in days else None
            for day in range(len(leader.days))
        )
        for number, leader in enumerate(problem.leaders)
    )
    divisions = [
        _divided(week.limits, total.stop - 1, partial(_layout, week)) for week, total in zip(weeks, totals, strict=True)
    ]
    if not all(divisions):
        return
    for worse in range(WORSE + 1):
        good = [[numbers for value, numbers in ways if value <= ways[0][0] + worse] for ways in divisions]
        for turn in range(TRIES):
            most: dict[DayOf, int] = {}
            for position, (week, ways) in enumerate(zip(weeks, good, strict=True)):
                numbers = ways[(turn >> (position % 2)) % len(ways)]
                most.update(zip(week.days, numbers, strict=True))
            found = first_fit(candidates, lunches, most=most)
            yield {index: found[index] for index in domain.occurrences}


def _layout(week: Week, numbers: Sequence[int]) -> int:
    return week.value([fixed + number for fixed, number in zip(week.fixed, numbers, strict=True)])


def _drawn(networks: Sequence[Network], frames: Sequence[Frame], numbers: Sequence[int]) -> list[Network] | None:
    """The courses with these numbers of 1-on-1s; None: a day has none."""
    if any(number > frame.room for number, frame in zip(numbers, frames, strict=True)):
        return None
    drawn = [
        counted(network, [label.own for label in frame.labels], {number})
        for network, frame, number in zip(networks, frames, numbers, strict=True)
    ]
    return drawn if all(network.possible for network in drawn) else None


def _divided(
    limits: Sequence[range], total: int, value: Callable[[Sequence[int]], int]
) -> list[tuple[int, tuple[int, ...]]]:
    """Every way to divide a number over days, with its layout; the best first."""

    def extend(chosen: tuple[int, ...], left: int) -> Iterator[tuple[int, ...]]:
        if len(chosen) == len(limits):
            if left == 0:
                yield chosen
            return
        for number in limits[len(chosen)]:
            if number <= left:
                yield from extend((*chosen, number), left - number)

    return sorted((value(numbers), numbers) for numbers in islice(extend((), total), WAYS))


def open_all(domain: Domain) -> dict[int, int]:
    """Starts that are the same in every week, for as many pairs as possible; only for what stands nowhere yet."""
    starts: dict[int, int] = {}
    if all(domain.problem.occurrences[index].current is None for index in domain.occurrences):
        for number in range(len(domain.problem.leaders)):
            starts.update(_open_leader(domain, number))
    return starts


def _open_leader(domain: Domain, leader: int) -> dict[int, int]:
    problem = domain.problem
    mine: dict[int, list[int]] = {}
    for index in domain.occurrences:
        occurrence = problem.occurrences[index]
        if problem.pairs[occurrence.pair].leader == leader and domain.starts[index]:
            mine.setdefault(occurrence.pair, []).append(index)
    weekdays: dict[int, list[DayOf]] = {}
    for day in domain.days:
        if day[0] == leader:
            weekdays.setdefault(problem.leaders[leader].days[day[1]].weekday, []).append(day)
    usual = [_usual_day(domain, days) for days in weekdays.values()]
    keys: dict[int, frozenset[Key]] = {}
    shapes: dict[int, tuple[int, int]] = {}
    for pair, indices in mine.items():
        found = [{item.key for item in domain.starts[index] if item.late == 0} for index in indices]
        keys[pair] = frozenset.intersection(*map(frozenset, found))
        shapes[pair] = (problem.occurrences[indices[0]].duration, problem.occurrences[indices[0]].prep)
    frames, at = [], []
    for weekday, frame in zip(weekdays, usual, strict=True):
        if frame is None:
            return {}
        labels: dict[Label, Key] = {}
        for pair, own in keys.items():
            for key in own:
                if key[0] == weekday and key in frame[1]:
                    labels[Label(frame[1][key], *shapes[pair], own=True)] = key
        fitting = [
            label
            for label in sorted(labels)
            if any(room.begin <= label.begin and label.end <= room.end for room in frame[0].rooms)
        ]
        frames.append(replace(frame[0], labels=tuple(fitting)))
        at.append({(labels[label], (label.duration, label.prep)): number for number, label in enumerate(fitting)})
    pairs = sorted(keys)
    seats = {
        pair: {
            (position, number): key
            for position, labels_at in enumerate(at)
            for (key, shape), number in labels_at.items()
            if shape == shapes[pair] and key in keys[pair]
        }
        for pair in pairs
    }
    weight = {pair: sum(problem.occurrences[index].weight for index in mine[pair]) for pair in pairs}
    guests = [
        Guest(
            weight[pair],
            {
                place: sum(
                    problem.occurrences[index].cost.get(_start_at(domain.starts[index], key), 0) for index in mine[pair]
                )
                for place, key in seats[pair].items()
            },
            problem.pairs[pair].lately,
        )
        for pair in pairs
    ]
    found_seats = _seated(problem.leaders[leader], frames, guests, list(weekdays))
    starts: dict[int, int] = {}
    for pair, place in zip(pairs, found_seats, strict=True):
        if place is not None:
            for index in mine[pair]:
                starts[index] = _start_at(domain.starts[index], seats[pair][place])
    return starts


def _seated(
    leader: Leader, frames: Sequence[Frame], guests: Sequence[Guest], weekdays: Sequence[int]
) -> list[Seat | None]:
    networks = [network_of(frame) for frame in frames]
    limits = [
        range(min(frame.room, most_held(network, [True] * len(frame.labels))) + 1)
        for frame, network in zip(frames, networks, strict=True)
    ]
    able = sum(bool(guest.seats) for guest in guests)

    def value(numbers: Sequence[int]) -> int:
        if not isinstance(leader.layout, WholeDay):
            return max(numbers) - min(numbers)
        if leader.layout.weekday in weekdays:
            return sum(numbers) - numbers[weekdays.index(leader.layout.weekday)]
        return sum(numbers) - max(numbers)

    most = min(able, sum(limit.stop - 1 for limit in limits))
    for total in range(most, max(0, most - TRIES), -1):
        for _, (_, numbers) in zip(range(TRIES), _divided(limits, total, value), strict=False):
            drawn = _drawn(networks, frames, numbers)
            found = None if drawn is None else seat(drawn, guests)
            if found is not None:
                return found
    return [None] * len(guests)


def _start_at(starts: Sequence[Candidate], key: Key) -> int:
    return next(item.start for item in starts if item.key == key and item.late == 0)


def _usual_day(domain: Domain, days: Sequence[DayOf]) -> tuple[Frame, dict[Key, int]] | None:
    """What is free on a weekday in all weeks, from midnight, and where each key lies; None: lunch lies nowhere."""
    rooms: list[Span] | None = None
    lunches: set[int] | None = None
    all_lunches: set[int] = set()
    places: list[dict[Key, int]] = []
    frame: Frame | None = None
    for leader, number in days:
        day = domain.problem.leaders[leader].days[number]
        frame, _ = frame_on(domain, (leader, number))
        here = [Span(room.begin - day.span.begin, room.end - day.span.begin) for room in frame.rooms]
        rooms = (
            here
            if rooms is None
            else [
                Span(max(one.begin, other.begin), min(one.end, other.end))
                for one in rooms
                for other in here
                if one.overlaps(other)
            ]
        )
        if frame.lunches:
            own = {start - day.span.begin for start in frame.lunches}
            all_lunches |= own
            lunches = own if lunches is None else lunches & own
        places.append({(day.weekday, slot.wall): slot.tick - day.span.begin for slot in day.slots})
    if frame is None or rooms is None:
        return None
    if lunches is not None:
        lunches = {
            start for start in lunches if any(room.begin <= start and start + frame.lunch <= room.end for room in rooms)
        }
    if lunches == set():  # each week has its own: whatever window they need together stays free
        window = Span(min(all_lunches), max(all_lunches) + frame.lunch)
        rooms = without(rooms, [window])
    shared = {key: tick for key, tick in places[0].items() if all(other.get(key) == tick for other in places)}
    usual = Frame(
        rooms=tuple(rooms),
        labels=(),
        lunches=tuple(sorted(lunches or ())),
        lunch=frame.lunch,
        fixed=(),
        standing=(),
        max_run=frame.max_run,
        pause=frame.pause,
        piece=frame.piece,
        room=min(frame_on(domain, day)[0].room for day in days),
    )
    return usual, shared
