"""Workers of Dask: real processes, killed in the middle of their work."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dask import config
from distributed import LocalCluster

from bench.companies import AS_OF, town
from scheduler.errors import ClusterFailure
from scheduler.planning.together import plan_together
from scheduler.pool import Here, Lost, Pool
from scheduler.pool import cluster as module
from scheduler.pool.cluster import Cluster, cluster
from tests.night.company import Teams
from tests.test_pool import dies, dies_once, fails, killed_in_the_middle, times, whose

ROOT = Path(__file__).parents[2]
NOWHERE = "tcp://127.0.0.1:1"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a scheduler that has two worker processes."""
    kept = config.set({"distributed.deploy.lost-worker-timeout": "1 day", "distributed.scheduler.allowed-failures": 1})
    with kept, LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", memory_limit=None) as started:
        yield str(started.scheduler_address)


@pytest.fixture
def pool(address: str) -> Iterator[Cluster]:
    with cluster(address) as machines:
        yield machines


def test_results_come_in_the_order_of_tasks(pool: Cluster) -> None:
    """More chunks than are handed out at once, and other things shared."""
    tasks = list(range(300))
    assert pool.map(times, 3, tasks) == [3 * task for task in tasks]
    assert pool.map(times, 4, tasks[:2]) == [0, 4]
    assert pool.map(times, 4, []) == []


def length(shared: bytes, task: int) -> int:
    return len(shared) + task


def test_much_may_be_shared(pool: Cluster) -> None:
    """As of a large company; Dask does not complain of it, which would be a failure here."""
    assert pool.map(length, bytes(20_000_000), [0, 1]) == [20_000_000, 20_000_001]


def test_work_is_done_elsewhere(pool: Cluster) -> None:
    assert os.getpid() not in pool.map(whose, None, list(range(20)))


def test_an_exception_comes_back(pool: Cluster) -> None:
    with pytest.raises(ValueError, match="three"):
        pool.map(fails, None, list(range(10)))


def test_a_worker_that_dies_costs_nothing_but_time(pool: Cluster, tmp_path: Path) -> None:
    assert pool.map(dies_once, str(tmp_path), list(range(30))) == list(range(30))


def test_a_task_that_kills_whoever_works_on_it_is_told(pool: Cluster) -> None:
    """All others are done, those of its chunk, too; and the cluster goes on."""
    results = pool.map(dies, None, list(range(40)))
    assert isinstance(results[5], Lost)
    assert results[:5] + results[6:] == [*range(5), *range(6, 40)]
    assert pool.map(times, 3, [1]) == [3]


def meets_death_once(shared: tuple[str, Callable[[Any, Any], Any], Any], task: Any) -> Any:
    """What a function comes to; whoever is the first to be asked dies of it, for each function once."""
    folder, function, known = shared
    try:
        (Path(folder) / function.__name__).touch(exist_ok=False)
    except FileExistsError:
        return function(known, task)
    return os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """A pool of whose workers one is killed in the middle of its work, in each step of planning."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._folder = str(folder)

    def map(self, function: Callable[[Any, Any], Any], shared: Any, tasks: Sequence[Any]) -> list[Any]:
        """See `Pool.map`."""
        return self._pool.map(meets_death_once, (self._folder, function, shared), tasks)


def test_plans_are_the_same_whoever_computes_and_dies(pool: Cluster, tmp_path: Path) -> None:
    """As those of one process, to the byte, though a worker is killed in each step."""
    where = town(9, 1, span=3)
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    here = plan_together(where.company, list(seen), seen, {}, AS_OF, pool=Here())
    there = plan_together(where.company, list(seen), seen, {}, AS_OF, pool=Mortal(pool, tmp_path))
    assert {path.name for path in tmp_path.iterdir()} >= {"find", "write_down"}
    assert there.failed == here.failed == {}
    assert there.levels == here.levels
    assert {leader: repr(plan) for leader, plan in there.plans.items()} == {
        leader: repr(plan) for leader, plan in here.plans.items()
    }


def decided(teams: Teams, *options: str) -> Any:
    """What a night tells, but for its name and how long things took."""
    told = teams.told("--dry-run", *options)
    for leader in told["leaders"]:
        del leader["milliseconds"]
    return {key: value for key, value in told.items() if key not in ("run", "started", "ended")}


def test_a_night_on_processes_of_dask(teams: Teams) -> None:
    """Decides what it decides without them, writes it, and says nothing of them."""
    assert decided(teams, "--cluster", "local:2") == decided(teams)
    done = teams.night("--cluster", "local:1", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert len(teams.everything()) == 8


def test_a_night_on_a_cluster_that_runs_already(teams: Teams, address: str) -> None:
    assert decided(teams, "--cluster", address) == decided(teams)


def test_a_cluster_that_nobody_answers_at_stops_the_night(teams: Teams) -> None:
    """One sentence, exit code 4, and nothing is written."""
    done = teams.night("--cluster", NOWHERE, "--quiet")
    assert done.code == 4
    (said,) = (line for line in done.err.splitlines() if line.startswith("schedule: "))
    assert said.startswith(f"schedule: the Dask cluster {NOWHERE} cannot be reached. See that ")
    assert said.endswith("Nothing was written")
    assert teams.everything() == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cluster", "host:8786"), "neither tcp://HOST:PORT nor local:N"),
        (("--cluster", "local:0"), "neither tcp://HOST:PORT nor local:N"),
        (("--cluster", "local:2", "--jobs", "2"), "--jobs is for this machine alone"),
    ],
)
def test_what_is_no_cluster_is_refused(teams: Teams, options: Sequence[str], said: str) -> None:
    done = teams.night(*options)
    assert done.code == 2
    assert said in done.err


def test_dask_is_loaded_for_a_cluster_only(teams: Teams) -> None:
    program = (
        "import sys; from scheduler.cli import schedule; "
        "schedule.main(['nightly', '--jobs', '1', '--quiet'], standalone_mode=False); "
        "print({'dask', 'distributed'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=teams.root,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(teams.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "set()"


@contextmanager
def dask(folder: Path, program: str, *options: str, path: Sequence[Path] = ()) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of Dask's, killed at the end."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *options],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT)))},
            stderr=log,
            cwd=folder,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, int]]:
    """A scheduler of Dask in a process of its own, without workers: its address, and the process."""
    program = "from distributed.cli.dask_scheduler import main; main()"
    file = folder / "scheduler.json"
    with dask(folder, program, "--port=0", "--host=127.0.0.1", "--no-dashboard", f"--scheduler-file={file}") as process:
        while not file.exists() or not file.read_text().endswith("}"):
            assert process.poll() is None
            os.sched_yield()
        yield json.loads(file.read_text())["address"], process.pid


def worker(*before: str) -> str:
    """A program that is a worker of Dask, after these lines."""
    return "\n".join((*before, "from distributed.cli.dask_worker import main; main()"))


WORKER = ("--no-nanny", "--nthreads=1", "--no-dashboard")


def kills(process: int, task: int) -> None:
    os.kill(process, signal.SIGKILL)
    signal.pause()


def test_a_cluster_that_is_gone_in_the_middle_is_told(tmp_path: Path) -> None:
    """The scheduler is killed while a worker works."""
    with (
        scheduler(tmp_path) as (address, process),
        dask(tmp_path, worker(), address, *WORKER),
        cluster(address) as pool,
        pytest.raises(ClusterFailure, match=f"{address} is gone .* Nothing was written"),
    ):
        pool.map(kills, process, [0])


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORKER_SECONDS", 0.2)
    with (
        scheduler(tmp_path) as (address, _),
        pytest.raises(ClusterFailure, match=f"{address} has no workers. Start some"),
        cluster(address),
    ):
        pass


def test_workers_that_are_gone_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one is killed, and none comes."""
    with scheduler(tmp_path) as (address, _), dask(tmp_path, worker(), address, *WORKER), cluster(address) as pool:
        monkeypatch.setattr(module, "_WORKER_SECONDS", 0.2)
        with pytest.raises(ClusterFailure, match=f"{address} has no workers. Start some"):
            pool.map(dies, None, [5])


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((), r"has schedule-one-on-ones 9\.9, and"),
        (("import sys", "sys.modules['scheduler'] = None"), "has no schedule that can be used"),
    ],
)
def test_workers_of_another_version_are_refused(tmp_path: Path, before: Sequence[str], said: str) -> None:
    """Another one of schedule, or none at all."""
    other = tmp_path / "schedule_one_on_ones-9.9.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: schedule-one-on-ones\nVersion: 9.9\n")
    with (
        scheduler(tmp_path) as (address, _),
        dask(tmp_path, worker(*before), address, *WORKER, path=[tmp_path]),
        pytest.raises(ClusterFailure, match=said),
        cluster(address),
    ):
        pass


def test_a_worker_of_another_version_that_comes_later_is_refused() -> None:
    """Before it works on anything."""
    asked = (*module.versions()[:-1], "tzdata 1.0")
    with pytest.raises(module.OtherVersion, match="tzdata"):
        module._work(b"", None, asked)


PARENT = """
import signal, sys
from scheduler.pool.cluster import cluster
from tests.test_pool import stays
if __name__ == "__main__":
    with cluster("local:2") as pool:
        pool.map(stays, sys.argv[1], [0, 1])
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, ending: signal.Signals) -> None:
    """Neither after Ctrl-C in a terminal, which workers do not hear, nor after a SIGKILL."""
    killed_in_the_middle(tmp_path, PARENT, ending)
