"""Workers of Dask, on this machine or on others, that plan; nobody but this process reads or writes calendars."""

import pickle
import re
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.metadata import version
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scheduler.errors import ClusterFailure
from scheduler.pool import Lost, R, S, T, chunks, left

if TYPE_CHECKING:
    from distributed import Client, Future

ADDRESS = re.compile(r"local:(?P<workers>[1-9]\d{0,2})|(?:tcp|tls)://[^\s/]+:\d{1,5}")
"""Of a cluster: so many processes on this machine, or the scheduler of one that runs already."""
_CONNECT_SECONDS = 10
_WORKER_SECONDS = 30
"""So long a cluster may be without any worker."""
_AHEAD = 4
"""For each thread of the workers, so many chunks are handed out before the first one is back: this bounds memory."""
_DECISIVE = ("schedule-one-on-ones", "ortools", "holidays", "tzdata")
"""Distributions on which plans depend."""
_SETTINGS = {
    "logging": {"distributed": "critical", "distributed.client": "critical", "tornado.application": "critical"},
    "distributed.deploy.lost-worker-timeout": "1 day",
    "distributed.scheduler.allowed-failures": 1,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Of Dask: it says nothing of its own, and shows no pages; on this machine, a worker that died is always followed by
another one, and what two had in hand who died is tried task by task."""
_SO = "Or leave --cluster out, to plan on this machine. Nothing was written"


@contextmanager
def cluster(address: str) -> Iterator["Cluster"]:
    """The cluster of an address, for the length of a `with` block.

    Args:
        address: see `ADDRESS`. How TLS and anything else of Dask is set up, Dask's own configuration says.

    Raises:
        ClusterFailure: it cannot be reached, has no workers, or these are of another version.
    """
    import dask

    local = re.fullmatch(ADDRESS, address)
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_SETTINGS))
        from distributed import Client

        try:
            where = stack.enter_context(_local(int(local["workers"]))) if local and local["workers"] else address
            client = stack.enter_context(Client(where, timeout=_CONNECT_SECONDS, set_as_default=False))
        except (OSError, RuntimeError) as error:
            raise ClusterFailure(
                f"the Dask cluster {address} cannot be reached. See that its scheduler runs, the address is right, and "
                f"TLS is set up as there. {_SO}"
            ) from error
        yield Cluster(client, address)


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """Processes of this machine. Only this process, not everybody who works on the machine, can give them work; nothing
    of it is kept in files; and Ctrl-C in a terminal does not reach them."""
    from distributed import LocalCluster

    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        with _without_ctrl_c():
            started = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address="127.0.0.1:0",
                local_directory=folder,
                memory_limit=None,
                security=True,
            )
        yield stack.enter_context(started)


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Threads and processes that are started in a block, and all that they start, never get SIGINT; what comes
    meanwhile comes at its end."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Cluster:
    """Whoever works in a cluster of Dask. A worker that is killed costs what it had in hand: that is done again."""

    def __init__(self, client: "Client", address: str) -> None:
        """
        Raises:
            ClusterFailure: there are no workers, or these are of another version.
        """
        self._client = client
        self._address = address
        self._serves: object = None
        self._carried: Future[Any] | None = None
        """What all tasks share: made by a task, so that Dask makes it again where all who held it are gone."""
        self._wait_for_workers()
        self._refuse_other_versions()

    def map(self, function: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> list[R | Lost]:
        """See `Pool.map`.

        Raises:
            ClusterFailure: the cluster is gone.
        """
        results: dict[int, R] = {}
        self._try(function, shared, tasks, results, chunks(len(tasks), self._threads()))
        for index in left(tasks, results):  # one at a time: whoever dies now dies of this task
            self._try(function, shared, tasks, results, [[index]])
        lost = Lost("a worker of the cluster ended in the middle of it, again and again")
        return [results.get(index, lost) for index in range(len(tasks))]

    def _try(
        self,
        function: Callable[[S, T], R],
        shared: S,
        tasks: Sequence[T],
        results: dict[int, R],
        pieces: Sequence[Sequence[int]],
    ) -> None:
        """Do the tasks of these chunks; those that killed their workers are missing in the results afterwards."""
        waiting: deque[tuple[Sequence[int], Future[Any]]] = deque()
        most = _AHEAD * self._threads() if len(pieces) > 1 else 1
        for chunk in pieces:
            if len(waiting) == most:
                self._collect(*waiting.popleft(), results)
            waiting.append((chunk, self._submit(function, shared, [tasks[index] for index in chunk])))
        while waiting:
            self._collect(*waiting.popleft(), results)

    def _submit(self, function: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> "Future[Any]":
        if self._carried is None or self._serves is not shared or self._carried.status not in ("pending", "finished"):
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Sending large")  # once, and as little as it can be
                self._carried = self._client.submit(pickle.loads, pickle.dumps(shared), pure=False)
            self._serves = shared
        return self._client.submit(_work, pickle.dumps((function, tasks)), self._carried, versions(), pure=False)

    def _collect(self, chunk: Sequence[int], future: "Future[Any]", results: dict[int, R]) -> None:
        from distributed import KilledWorker

        try:
            results.update(zip(chunk, self._result(future), strict=True))
        except KilledWorker:
            return

    def _result(self, future: "Future[Any]") -> Any:
        """What a chunk came to; waits as long as there are workers."""
        from distributed import CancelledError

        while True:
            try:
                return future.result(timeout=_WORKER_SECONDS)
            except OtherVersion as error:
                raise self._differs(str(error)) from None
            except (CancelledError, OSError) as error:
                if future.status == "error":  # the task's own
                    raise
                if not isinstance(error, TimeoutError):
                    raise self._gone() from error
            self._wait_for_workers()

    def _threads(self) -> int:
        try:
            threads: dict[str, int] = self._client.nthreads()
        except OSError as error:
            raise self._gone() from error
        return max(1, sum(threads.values()))

    def _wait_for_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except TimeoutError as error:
            raise ClusterFailure(
                f"the Dask cluster {self._address} has no workers. Start some, with "
                f"`dask worker {self._address} --nthreads 1`. {_SO}"
            ) from error
        except OSError as error:
            raise self._gone() from error

    def _refuse_other_versions(self) -> None:
        try:
            known: dict[str, Any] = self._client.run(versions, on_error="return")
        except OSError as error:
            raise self._gone() from error
        for theirs in known.values():
            if isinstance(theirs, BaseException):
                raise self._differs("no schedule that can be used") from theirs
            if theirs != versions():
                raise self._differs(_difference(theirs))

    def _differs(self, what: str) -> ClusterFailure:
        return ClusterFailure(
            f"a worker of the Dask cluster {self._address} has {what}, and might plan otherwise. Install there what is "
            f"installed here: {', '.join(versions())}. {_SO}"
        )

    def _gone(self) -> ClusterFailure:
        return ClusterFailure(
            f"the Dask cluster {self._address} is gone in the middle of the work. See to its scheduler, then run "
            f"again. {_SO}"
        )


class OtherVersion(Exception):
    """A worker has something else installed; says what."""


@cache
def versions() -> tuple[str, ...]:
    """What is installed here, as far as plans depend on it."""
    return (
        f"Python {sys.version_info.major}.{sys.version_info.minor}",
        *(f"{name} {version(name)}" for name in _DECISIVE),
    )


def _difference(theirs: Sequence[str]) -> str:
    return ", ".join(one for one in theirs if one not in versions())


def _work(work: bytes, shared: object, asked: Sequence[str]) -> list[Any]:
    """On a worker: a chunk of tasks."""
    if tuple(asked) != versions():
        raise OtherVersion(", ".join(one for one in versions() if one not in asked))
    function, tasks = pickle.loads(work)
    return [function(shared, task) for task in tasks]
