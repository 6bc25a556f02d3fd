"""An occurrence that is left unplaced stays where it is now, and nothing is placed into its time."""

from solver.model.variables import Variables


def add_stays(variables: Variables) -> None:
    """Staying excludes every start that takes a tick of it from the leader or the member; two stays may overlap."""
    problem = variables.problem
    for occurrence, unplaced in zip(problem.occurrences, variables.unplaced, strict=True):
        if occurrence.current is None:
            continue
        pair = problem.pairs[occurrence.pair]
        end = occurrence.current + (occurrence.current_duration or occurrence.duration)
        for person in (problem.leaders[pair.leader].person, pair.member):
            by_tick = variables.meeting.get(person, {})
            for tick in range(occurrence.current, end):
                if tick in by_tick:
                    variables.model.add_at_most_one([*by_tick[tick], unplaced])
