"""The leader keeps a lunch on every 1-on-1 day, wherever in the window it fits best."""

from solver.model.spans import starts_inside, within
from solver.model.variables import Variables


def add_lunch(variables: Variables) -> None:
    """Exactly one lunch on each day that has room for one; `overlap` keeps it apart from the 1-on-1s."""
    for number, leader in enumerate(variables.problem.leaders):
        if leader.lunch == 0:
            continue
        eating = variables.eating.setdefault(leader.person, {})
        for index, day in enumerate(leader.days):
            if day.lunch is None:
                continue
            rooms = starts_inside(within(variables.candidates.open_time[leader.person], day.lunch), 0, leader.lunch)
            possible = {start: variables.boolean() for room in rooms for start in range(room.begin, room.end)}
            if not possible:
                continue
            variables.model.add_exactly_one(possible.values())
            variables.lunch[number, index] = possible
            for start, variable in possible.items():
                for tick in range(start, start + leader.lunch):
                    eating.setdefault(tick, []).append(variable)
