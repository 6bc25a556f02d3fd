"""Everybody alone, then group by group with what the groups before decided; again with what was learned; the best."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from providers.event import Interval
from scheduler.planning.demand import key_of
from scheduler.planning.together.levels import floor_of
from scheduler.planning.together.office import Answers, Office
from scheduler.planning.together.task import Answer, Plans, Task, Which, Wishes
from scheduler.planning.together.ties import layers

ROUNDS = 3


def everybody_alone(office: Office, leaders: Collection[str]) -> Answers:
    """Each leader's best answer where nobody else decides anything, and with it the bounds of all."""
    tasks = [replace(office.task(leader, {}), without=office.tied[leader]) for leader in sorted(leaders)]
    answers = {answer.leader: answer for answer in office.find(tasks)}
    for leader, answer in answers.items():
        office.worth[leader] = answer.worth
        office.alone[leader] = office.vector(answer)[:2]
        office.floors[leader] = floor_of(answer.floor or answer.levels, answer.worth, tied=bool(office.tied[leader]))
    return answers


def in_rounds(office: Office, known: Answers) -> Answers:
    """The best of some rounds, each of which knows what the earlier ones came to.

    Args:
        known: everybody's answer alone.
    """
    company = office.shared.company
    groups = layers(company, {leader: office.tied[leader] for leader in office.tied})
    groups = [[leader for leader in group if leader in known] for group in groups]
    plans: dict[str, list[Answer]] = {leader: [answer] for leader, answer in known.items()}
    closed: dict[str, set[tuple[Which, datetime]]] = defaultdict(set)
    solved: dict[str, tuple[Task, Answer]] = {}
    best: Answers | None = None
    for _ in range(ROUNDS):
        answers = _round(office, groups, plans, closed, solved)
        if best is None or (len(answers), office.value(answers)) < (len(best), office.value(best)):
            best = answers
        for leader, answer in answers.items():
            plans[leader].append(answer)
        learned = _learn(office, answers, closed)
        if not learned:
            break
    assert best is not None, "there is at least one round"
    return best


def _round(
    office: Office,
    groups: Sequence[Sequence[str]],
    plans: Mapping[str, Sequence[Answer]],
    closed: Mapping[str, set[tuple[Which, datetime]]],
    solved: dict[str, tuple[Task, Answer]],
) -> Answers:
    """Group by group, each with the decisions of those before it, and with care for those after it."""
    answers: Answers = {}
    for group in groups:
        tasks = []
        for leader in group:
            later = [other for other in office.tied[leader] if other not in answers and other in plans]
            taken = _wishes(office, plans[leader][0], {other: _best(office, plans[other]) for other in later})
            task = office.task(leader, answers)
            tasks.append(replace(task, wishes=Wishes(frozenset(closed.get(leader, ())), taken)))
        new = [task for task in tasks if task.leader not in solved or solved[task.leader][0] != task]
        found = {answer.leader: answer for answer in office.find(new)}
        for task in new:
            if task.leader in found:
                solved[task.leader] = task, found[task.leader]
        answers |= {task.leader: solved[task.leader][1] for task in tasks if task.leader not in office.failed}
    return answers


def _best(office: Office, plans: Sequence[Answer]) -> list[Answer]:
    """Those that miss no more than has to be; all, where each does."""
    return [plan for plan in plans if not office.misses_more(plan)] or list(plans)


def _wishes(office: Office, own: Answer, others: Mapping[str, Sequence[Answer]]) -> Mapping[Which, tuple[Plans, ...]]:
    """For each 1-on-1 of a leader: when the plans that are known of another team take one of the two.

    Args:
        others: by leader of a team that is planned later.
    """
    wishes: dict[Which, tuple[Plans, ...]] = {}
    for which in own.starts:
        pair = which[0]
        teams = [tuple(_taken(office, plan, (pair.leader, pair.member)) for plan in plans) for plans in others.values()]
        if concerned := tuple(team for team in teams if all(team)):
            wishes[which] = concerned
    return wishes


def _taken(office: Office, answer: Answer, people: tuple[str, str]) -> tuple[Interval, ...]:
    """When a leader's 1-on-1s take one of these two, a leader's with the time to prepare."""
    preps = {key_of(pair): pair.prep for pair in office.shared.company.teams[answer.leader].pairs}
    spans = []
    for change in answer.changes:
        if change.after is not None and (change.pair.leader in people or change.pair.member in people):
            prep = preps.get(change.pair, timedelta(0)) if change.pair.leader in people else timedelta(0)
            spans.append(Interval(change.after.start - prep, change.after.end))
    return tuple(spans)


def _learn(office: Office, answers: Answers, closed: dict[str, set[tuple[Which, datetime]]]) -> bool:
    """Close the starts that may have made another team miss more than it would alone; whether any is new."""
    before = sum(map(len, closed.values()))
    for leader in (leader for leader, answer in answers.items() if office.misses_more(answer)):
        team = {leader, *(pair.member for pair in office.shared.company.teams[leader].pairs)}
        for other in office.tied[leader]:
            starts = answers[other].starts if other in answers else {}
            closed[other] |= {(which, at) for which, at in starts.items() if at is not None and which[0].member in team}
    return sum(map(len, closed.values())) > before
