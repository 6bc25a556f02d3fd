"""Workers in processes of their own: real ones, killed and interrupted."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.pool import Here, Lost, Pool
from scheduler.pool.processes import Processes

ROOT = Path(__file__).parents[1]


def times(shared: int, task: int) -> int:
    return shared * task


def whose(_: object, task: int) -> int:
    """The worker's process."""
    return os.getpid()


def fails(_: object, task: int) -> int:
    if task == 3:
        raise ValueError("three")
    return task


def dies_once(folder: str, task: int) -> int:
    """The first worker that meets a task of five dies of it."""
    if task == 5:
        try:
            (Path(folder) / "met").touch(exist_ok=False)
        except FileExistsError:
            return task
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def dies(_: object, task: int) -> int:
    if task == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_the_order_of_tasks(workers: int) -> None:
    tasks = list(range(40))
    with Processes(max(workers, 1)) as processes:
        pool: Pool = processes if workers else Here()
        assert pool.map(times, 3, tasks) == [3 * task for task in tasks]
        assert pool.map(times, 4, tasks[:2]) == [0, 4]
        assert pool.map(times, 4, []) == []


def test_work_is_done_elsewhere() -> None:
    with Processes(2) as pool:
        assert os.getpid() not in pool.map(whose, None, list(range(20)))


def test_an_exception_comes_back() -> None:
    with Processes(2) as pool, pytest.raises(ValueError, match="three"):
        pool.map(fails, None, list(range(10)))


def test_a_worker_that_dies_costs_nothing_but_time(tmp_path: Path) -> None:
    with Processes(2) as pool:
        assert pool.map(dies_once, str(tmp_path), list(range(30))) == list(range(30))
        assert pool.map(dies_once, str(tmp_path), [5]) == [5]


def test_a_task_that_kills_whoever_works_on_it_is_told() -> None:
    """All others are done."""
    with Processes(2) as pool:
        results = pool.map(dies, None, list(range(12)))
    assert isinstance(results[5], Lost)
    assert results[:5] + results[6:] == [*range(5), *range(6, 12)]


PARENT = """
import os, signal, sys
from scheduler.pool.processes import Processes
from tests.test_pool import stays
if __name__ == "__main__":
    with Processes(2) as pool:
        pool.map(stays, sys.argv[1], [0, 1])
"""


def stays(folder: str, task: int) -> None:
    """Says who it is, and waits until somebody ends it."""
    (Path(folder) / f"{task}.new").write_text(str(os.getpid()))
    (Path(folder) / f"{task}.new").rename(Path(folder) / str(task))
    signal.pause()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, ending: signal.Signals) -> None:
    """Neither after Ctrl-C, which reaches workers too, nor after a SIGKILL that nobody sees coming."""
    assert b"Process ForkServerProcess" not in killed_in_the_middle(tmp_path, PARENT, ending)


def killed_in_the_middle(folder: Path, program: str, ending: signal.Signals) -> bytes:
    """End a parent whose two workers do `stays`, wait until they are gone, too, and return what was said."""
    script = folder / "parent.py"
    script.write_text(program)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    while not all((folder / name).exists() for name in "01"):
        assert parent.poll() is None
    workers = [int((folder / name).read_text()) for name in "01"]
    if ending is signal.SIGINT:
        os.killpg(parent.pid, ending)  # as a terminal does
    else:
        os.kill(parent.pid, ending)
    _, said = parent.communicate()
    while any(_runs(worker) for worker in workers):
        os.sched_yield()
    assert parent.returncode != 0
    assert isinstance(said, bytes)
    return said


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
