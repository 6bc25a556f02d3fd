"""Meetings first, people after: the cheapest course of each day, and a matching of people with its meetings.

On calendars with much free time nearly everybody can come nearly any time, and what is hard for a search is easy this
way. Where too few people can come to some meetings, these become dearer, until others are chosen (a Lagrangian
relaxation of who meets when). It proves nothing: it finds first answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from solver.day.network import Network

Seat = tuple[int, int]
"""(day, label)."""

ROUNDS = 40
"""How often prices rise before it is given up …"""
ARCS = 500_000
"""… or how many arcs are looked at."""
FIRST_PRICE = 4
"""What a meeting that nobody can come to costs at first, in ticks of lost time; it doubles from round to round."""
TICK = 10_000
"""A tick of lost time outweighs so many points of dislike."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be seated."""

    weight: int
    """The heavier ones are seated first."""
    seats: Mapping[Seat, int]
    """Where they can sit, and how much they would rather not."""
    lately: int = 0
    """Of those as heavy and as pleased, who was missed or moved more of late is seated first."""


def seat(days: Sequence[Network], guests: Sequence[Guest]) -> list[Seat | None] | None:
    """A seat for each guest, so that the meetings of each day are one of its courses; None for those without one.

    Every course of these networks has the number of meetings that is wanted. None at all: no such seating was found.
    """
    prices: dict[Seat, int] = {}
    for guest in guests:
        for place, dislike in guest.seats.items():
            prices[place] = min(dislike, prices.get(place, dislike))
    order = sorted(range(len(guests)), key=lambda number: (-guests[number].weight, -guests[number].lately, number))
    arcs = sum(map(len, chain.from_iterable(network.arcs for network in days)))
    for attempt in range(max(1, min(ROUNDS, ARCS // max(arcs, 1)))):
        seats = [(day, label) for day, network in enumerate(days) for label in _cheapest(network, day, prices)]
        taken = _matched(order, guests, frozenset(seats))
        if len(taken) == len(seats):
            found: list[Seat | None] = [None] * len(guests)
            for place, number in taken.items():
                found[number] = place
            _exchange(guests, found)
            return found
        for place in _contested(seats, guests, taken):
            prices[place] = prices.get(place, 0) + TICK * (FIRST_PRICE << min(attempt, 24))
    return None


def _cheapest(network: Network, day: int, prices: Mapping[Seat, int]) -> list[int]:
    """The meetings of the cheapest course."""
    ahead = [0] * len(network.arcs)
    choice = [0] * len(network.arcs)
    for node in range(len(network.arcs) - 2, -1, -1):
        best: int | None = None
        for number, (to, label, cost) in enumerate(network.arcs[node]):
            whole = TICK * cost + ahead[to] + (prices.get((day, label), 0) if label >= 0 else 0)
            if best is None or whole < best:
                best = whole
                choice[node] = number
        ahead[node] = best or 0
    labels = []
    node = 0
    while node < network.sink:
        to, label, _ = network.arcs[node][choice[node]]
        if label >= 0:
            labels.append(label)
        node = to
    return labels


def _matched(order: Sequence[int], guests: Sequence[Guest], seats: frozenset[Seat]) -> dict[Seat, int]:
    """Who sits where: the heaviest set of guests that can be seated together.

    Augmenting paths, greedily by weight: sets that can be matched are a matroid, so greedy is best.
    """
    taken: dict[Seat, int] = {}
    for guest in order:
        if len(taken) == len(seats):
            break
        _augment(guest, guests, seats, taken, set())
    return taken


def _augment(
    guest: int, guests: Sequence[Guest], seats: frozenset[Seat], taken: dict[Seat, int], tried: set[Seat]
) -> bool:
    for place in sorted(seats.intersection(guests[guest].seats)):
        if place in tried:
            continue
        tried.add(place)
        other = taken.get(place)
        if other is None or _augment(other, guests, seats, taken, tried):
            taken[place] = guest
            return True
    return False


def _contested(seats: Sequence[Seat], guests: Sequence[Guest], taken: Mapping[Seat, int]) -> set[Seat]:
    """Meetings that too few people can come to: those left empty, and all that compete with them for guests."""
    empty = [place for place in seats if place not in taken]
    sitting = {guest: place for place, guest in taken.items()}
    contested = set(empty)
    while empty:
        place = empty.pop()
        for guest, own in sitting.items():
            if place in guests[guest].seats and own not in contested:
                contested.add(own)
                empty.append(own)
    return contested


def _exchange(guests: Sequence[Guest], found: list[Seat | None]) -> None:
    """Let two change places as long as that pleases them better in sum, or as well and is fairer.

    One of them may be without a seat.
    """
    pleased = True
    while pleased:
        pleased = False
        for one, place in enumerate(found):
            for other in range(one):
                there = found[other]
                if guests[one].weight != guests[other].weight and None in (place, there):
                    continue
                before, after = _dislike(guests, one, place, other, there), _dislike(guests, one, there, other, place)
                if before is None or after is None:
                    continue
                if after < before or (after == before and _fairer(guests[one], place, guests[other], there)):
                    found[one], found[other] = there, place
                    place, pleased = there, True


def _fairer(one: Guest, place: Seat | None, other: Guest, there: Seat | None) -> bool:
    """Whether one of two has no seat, and was missed or moved more of late than the one who has."""
    if (place is None) == (there is None):
        return False
    return one.lately > other.lately if place is None else other.lately > one.lately


def _dislike(guests: Sequence[Guest], one: int, place: Seat | None, other: int, there: Seat | None) -> int | None:
    """What two dislike about these seats; None: one of them cannot sit there."""
    total = 0
    for guest, seat_of in ((one, place), (other, there)):
        if seat_of is not None:
            if seat_of not in guests[guest].seats:
                return None
            total += guests[guest].seats[seat_of]
    return total
