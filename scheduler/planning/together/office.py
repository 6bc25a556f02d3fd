"""Hands tasks to workers, and keeps what is known of each leader."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from providers.event import Calendar
from scheduler.ledger.record import Memory
from scheduler.planning.together import worker
from scheduler.planning.together.levels import Floor, Vector, Worth, total, vector
from scheduler.planning.together.task import Answer, Failed, Few, Found, Shared, Starts, Task, Written
from scheduler.planning.together.ties import ties
from scheduler.pool import Lost, Pool, R

Answers = dict[str, Answer]


@dataclass
class Office:
    """Hands tasks to workers, and keeps what was read, who failed, and how long it took."""

    shared: Shared
    calendars: Mapping[str, Mapping[str, Calendar]]
    """By leader: what their planning sees."""
    memories: Mapping[str, Memory]
    pool: Pool
    failed: dict[str, str] = field(default_factory=dict)
    """By leader: why there is no plan."""
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """By leader: of computing."""
    floors: dict[str, Floor] = field(default_factory=dict)
    alone: dict[str, Vector] = field(default_factory=dict)
    """By leader: how many that stand are given up and what is missed, if nobody else decides anything."""
    worth: dict[str, Worth] = field(default_factory=dict)
    """By leader: of each occurrence that is to be placed, as if the leader were alone."""

    def __post_init__(self) -> None:
        self.tied = ties(self.calendars)

    def task(self, leader: str, answers: Mapping[str, Answer]) -> Task:
        """About a leader, where all others who are tied to them do as these answers say."""
        changes = tuple(change for other in self.tied[leader] if other in answers for change in answers[other].changes)
        return Task(leader, self.calendars[leader], self.memories.get(leader, Memory()), changes)

    def find(self, tasks: Sequence[Task]) -> list[Answer]:
        """The answers to those that do not fail."""
        return [one for one in self._map(worker.find, tasks) if isinstance(one, Answer)]

    def judge(self, tasks: Sequence[Task]) -> Answers:
        """What times are worth that are given, by leader; nobody fails for what was only a proposal."""
        judged = [one for one in self.pool.map(worker.find, self.shared, tasks) if isinstance(one, Answer)]
        for one in judged:
            self.seconds[one.leader] += one.seconds
        return {one.leader: one for one in judged}

    def find_for(self, groups: Sequence[Few]) -> list[Mapping[str, Starts] | None]:
        """The best times for some leaders together, by leader, of each group; None: nothing was found."""
        starts: list[Mapping[str, Starts] | None] = []
        for few, found in zip(groups, self.pool.map(worker.find_for, self.shared, groups), strict=True):
            starts.append(found.starts if isinstance(found, Found) else None)
            if isinstance(found, Found):
                for task in few.tasks:
                    self.seconds[task.leader] += found.seconds / len(few.tasks)
        return starts

    def write_down(self, tasks: Sequence[Task]) -> list[Written | Answer]:
        """The plans, or what stands against them, of those that do not fail."""
        return [one for one in self._map(worker.write_down, tasks) if not isinstance(one, Failed)]

    def _map(self, function: Callable[[Shared, Task], R], tasks: Sequence[Task]) -> list[R | Failed]:
        results: list[R | Failed] = []
        for task, result in zip(tasks, self.pool.map(function, self.shared, tasks), strict=True):
            one = Failed(task.leader, result.why) if isinstance(result, Lost) else result
            if isinstance(one, Failed):
                self.failed[task.leader] = one.why
            if isinstance(one, Failed | Answer | Written):
                self.seconds[task.leader] += one.seconds
            results.append(one)
        return results

    def vector(self, answer: Answer) -> Vector:
        """What an answer is worth."""
        return vector(answer, self.worth[answer.leader])

    def value(self, answers: Mapping[str, Answer]) -> Vector:
        """What all answers are worth together."""
        return total(self.vector(answer) for answer in answers.values())

    def misses_more(self, answer: Answer) -> bool:
        """Whether more is missed than the leader would miss alone."""
        return self.vector(answer)[:2] > self.alone[answer.leader]
