"""Worker processes on this machine, each of them fresh: what the parent has open stays the parent's."""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Any, Self

from scheduler.pool import Lost, R, S, T, chunks, left

_shared: Any = None
"""In a worker: what all tasks look at."""


class Processes:
    """So many worker processes, for the length of a `with` block.

    A worker that dies costs what it worked on: that is done again, at last by a worker that does nothing else. Workers
    leave Ctrl-C to their parent, and end when it does.
    """

    def __init__(self, workers: int, preload: Sequence[str] = ()) -> None:
        """`preload`: names of modules that workers begin with."""
        self.workers = workers
        self._preload = list(preload)
        self._executor: ProcessPoolExecutor | None = None
        self._serves: object = None
        """What the executor's workers share."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stop(at_once=error is not None)

    def map(self, function: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> list[R | Lost]:
        """See `Pool.map`."""
        results: dict[int, R | Lost] = {}
        self._try(function, shared, tasks, results, chunks(len(tasks), self.workers))
        self._try(function, shared, tasks, results, [[index] for index in left(tasks, results)])
        for index in left(tasks, results):  # one at a time: whoever dies now dies of this task
            self._try(function, shared, tasks, results, [[index]])
            if index not in results:
                results[index] = Lost("a worker process ended in the middle of it, again and again")
        return [results[index] for index in range(len(tasks))]

    def _try(
        self,
        function: Callable[[S, T], R],
        shared: S,
        tasks: Sequence[T],
        results: dict[int, R | Lost],
        chunks: Sequence[Sequence[int]],
    ) -> None:
        """Do the tasks of these chunks; what a dying worker took with it is missing in the results afterwards."""
        if not chunks:
            return
        futures: list[tuple[Sequence[int], Future[list[R]]]] = []
        try:
            executor = self._executor_for(shared)
            futures += [
                (chunk, executor.submit(_work, function, [tasks[index] for index in chunk])) for chunk in chunks
            ]
        except BrokenProcessPool:
            pass
        broken = len(futures) < len(chunks)
        try:
            for chunk, future in futures:
                try:
                    results.update(zip(chunk, future.result(), strict=True))
                except BrokenProcessPool:
                    broken = True
        except BaseException:
            self._stop(at_once=True)
            raise
        if broken:
            self._stop(at_once=True)

    def _executor_for(self, shared: object) -> ProcessPoolExecutor:
        if self._executor is not None and self._serves is not shared:
            self._stop(at_once=False)
        if self._executor is None:
            forks = "forkserver" in get_all_start_methods()
            context = get_context("forkserver" if forks else "spawn")
            if forks:
                context.set_forkserver_preload(self._preload)
            self._executor = ProcessPoolExecutor(self.workers, context, _begin, (shared,))
            self._serves = shared
        return self._executor

    def _stop(self, *, at_once: bool) -> None:
        executor, self._executor, self._serves = self._executor, None, None
        if executor is None:
            return
        processes = list((getattr(executor, "_processes", None) or {}).values()) if at_once else []
        for process in processes:
            process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(shared: object) -> None:
    """The first thing that a worker does."""
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(function: Callable[[Any, T], R], tasks: Sequence[T]) -> list[R]:
    """In a worker: a chunk of tasks."""
    return [function(_shared, task) for task in tasks]
