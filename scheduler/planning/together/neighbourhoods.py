"""Some leaders who are tied are planned as one where more is missed than has to be; all else stays as it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scheduler.planning.together.levels import OWN, Vector, total
from scheduler.planning.together.office import Answers, Office
from scheduler.planning.together.task import Few, Task

Group = tuple[str, ...]
"""Emails of leaders, sorted."""
MOST = 9
"""Leaders who are planned as one."""


def mended(office: Office, answers: Answers) -> Answers:
    """Answers that are as good or better, the sums over all leaders compared in the strict order.

    First whoever misses more than alone is planned as one with each other leader who takes their people's time; then,
    where that did not help, with all whom such a leader is tied to.
    """
    for groups in (_pairs, _stars):
        answers = _swept(office, answers, groups)
    return answers


def _swept(office: Office, answers: Answers, groups: Callable[[Office, Answers, str], Iterator[Group]]) -> Answers:
    """The answers after each group was looked at once.

    Groups whose people have nothing to do with each other are looked at side by side: none reads what another writes.
    """
    answers = dict(answers)
    tried: set[Group] = set()
    while True:
        missing = [leader for leader in sorted(answers) if office.misses_more(answers[leader])]
        left = dict.fromkeys(group for leader in missing for group in groups(office, answers, leader))
        now = _apart(office, [group for group in left if group not in tried])
        if not now:
            return answers
        tried |= {*now}
        answers |= _better(office, answers, now)


def _pairs(office: Office, answers: Answers, leader: str) -> Iterator[Group]:
    """A leader with each other one; who leads them comes first."""
    for other in _others(office, answers, leader):
        yield tuple(sorted((leader, other)))


def _stars(office: Office, answers: Answers, leader: str) -> Iterator[Group]:
    """A leader, and each of those whom they are tied to, with all who are tied to that one."""
    for centre in (*_others(office, answers, leader), leader):
        around = [other for other in office.tied[centre] if other in answers and other != leader]
        yield tuple(sorted({leader, centre, *around[: MOST - 2]}))


def _others(office: Office, answers: Answers, leader: str) -> list[str]:
    """Those tied to a leader, who lead them first."""
    teams = office.shared.company.teams
    others = [other for other in office.tied[leader] if other in answers]
    return sorted(others, key=lambda other: (all(pair.member != leader for pair in teams[other].pairs), other))


def _apart(office: Office, groups: Sequence[Group]) -> list[Group]:
    """Groups that can be looked at side by side, as many as there are in this order."""
    now: list[Group] = []
    seen: set[str] = set()
    for group in groups:
        concerned = _concerned(office, group)
        if not concerned & seen:
            now.append(group)
            seen |= concerned
    return now


def _concerned(office: Office, group: Group) -> set[str]:
    return {other for leader in group for other in (leader, *office.tied[leader])}


def _better(office: Office, answers: Answers, groups: Sequence[Group]) -> Answers:
    """New answers of the groups, and of those tied to them, where their sum is strictly better."""
    asked = [_few(office, answers, group) for group in groups]
    proposed: list[Task] = []
    changed: list[Group] = []
    for group, few, starts in zip(groups, asked, office.find_for(asked), strict=True):
        if starts is not None and any(starts[leader] != answers[leader].starts for leader in group):
            changed.append(group)
            proposed += [
                replace(task, given=replace(answers[task.leader], starts=starts[task.leader])) for task in few.tasks
            ]
    then = {**answers, **office.judge(proposed)}
    concerned = [sorted(_concerned(office, group) & answers.keys()) for group in changed]
    judged = office.judge(
        [replace(office.task(leader, then), given=then[leader]) for leaders in concerned for leader in leaders]
    )
    better: Answers = {}
    for leaders in concerned:
        sound = all(leader in judged and not judged[leader].broken for leader in leaders)
        if sound and _sum(office, judged, leaders) < _sum(office, answers, leaders):
            better |= {leader: judged[leader] for leader in leaders}
    return better


def _few(office: Office, answers: Answers, group: Group) -> Few:
    others = {leader: answer for leader, answer in answers.items() if leader not in group}
    return Few(tuple(office.task(leader, others) for leader in group))


def _sum(office: Office, answers: Answers, leaders: Sequence[str]) -> Vector:
    """What the answers of some are worth, on the levels that no other leader's 1-on-1s change."""
    return total(office.vector(answers[leader])[: 1 + len(OWN)] for leader in leaders)
