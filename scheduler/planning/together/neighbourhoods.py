"""Two leaders who are tied are planned as one where more is missed than has to be; all else stays as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.planning.together.levels import OWN, Vector, total
from scheduler.planning.together.office import Answers, Office
from scheduler.planning.together.task import Task, Two

SWEEPS = 3
"""At most so often everybody who misses more than alone is looked at."""


def mended(office: Office, answers: Answers) -> Answers:
    """Answers that are as good or better, the sums over all leaders compared in the strict order.

    Pairs whose people have nothing to do with each other are looked at side by side, so that neither reads what the
    other writes.
    """
    answers = dict(answers)
    tried: set[tuple[str, str]] = set()
    for _ in range(SWEEPS):
        left = [pair for pair in _pairs(office, answers) if pair not in tried]
        if not left:
            break
        while left:
            now, left = _apart(office, left)
            tried |= {*now}
            better = _better(office, answers, now)
            answers |= better
            changed = {other for leader in better for other in (leader, *office.tied[leader])}
            tried = {pair for pair in tried if not changed & {*pair}} | {*now}
            left = [pair for pair in left if any(office.misses_more(answers[leader]) for leader in pair)]
    return answers


def _pairs(office: Office, answers: Answers) -> list[tuple[str, str]]:
    """Whoever misses more than alone, with each of those who take their people's time; who leads them comes first."""
    pairs: dict[tuple[str, str], None] = {}
    for leader in sorted(leader for leader in answers if office.misses_more(answers[leader])):
        teams = office.shared.company.teams
        others = [other for other in office.tied[leader] if other in answers]
        for other in sorted(others, key=lambda other: (all(p.member != leader for p in teams[other].pairs), other)):
            pairs.setdefault((min(leader, other), max(leader, other)))
    return list(pairs)


def _apart(office: Office, pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs that can be looked at side by side, as many as there are in this order, and the others."""
    now: list[tuple[str, str]] = []
    later: list[tuple[str, str]] = []
    seen: set[str] = set()
    for pair in pairs:
        concerned = {other for leader in pair for other in (leader, *office.tied[leader])}
        (later if concerned & seen else now).append(pair)
        seen |= concerned
    return now, later


def _better(office: Office, answers: Answers, pairs: Sequence[tuple[str, str]]) -> Answers:
    """New answers of the pairs, and of those tied to them, where their sum is strictly better."""
    proposed: list[Task] = []
    for pair, starts in zip(pairs, office.find_two([_two(office, answers, pair) for pair in pairs]), strict=True):
        if starts is not None and any(starts[leader] != answers[leader].starts for leader in pair):
            two = _two(office, answers, pair)
            for task in (two.one, two.other):
                given = replace(answers[task.leader], starts=starts[task.leader])
                proposed.append(replace(task, given=given))
    new = office.judge(proposed)
    concerned = {
        pair: sorted({other for leader in pair for other in (leader, *office.tied[leader])} & answers.keys())
        for pair in pairs
        if all(leader in new for leader in pair)
    }
    then = {**answers, **new}
    judged = office.judge(
        [replace(office.task(leader, then), given=then[leader]) for leaders in concerned.values() for leader in leaders]
    )
    better: Answers = {}
    for leaders in concerned.values():
        sound = all(leader in judged and not judged[leader].broken for leader in leaders)
        if sound and _sum(office, judged, leaders) < _sum(office, answers, leaders):
            better |= {leader: judged[leader] for leader in leaders}
    return better


def _two(office: Office, answers: Answers, pair: tuple[str, str]) -> Two:
    others = {leader: answer for leader, answer in answers.items() if leader not in pair}
    one, other = (office.task(leader, others) for leader in pair)
    return Two(one, other)


def _sum(office: Office, answers: Answers, leaders: Sequence[str]) -> Vector:
    """What the answers of some are worth, on the levels that no other leader's 1-on-1s change."""
    return total(office.vector(answers[leader])[: 1 + len(OWN)] for leader in leaders)
