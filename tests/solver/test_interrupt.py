"""Claims about Ctrl-C while the solver searches."""

import signal
import subprocess
import sys

_SEARCH = """
from bench.leaders import Shape, make_leader
from solver.problem import Split
from solver.solve import solve
from solver import program
search = program.SolveWrapper
def told():
    print("searching", flush=True)
    return search()
program.SolveWrapper = told
solve(make_leader(Shape(30, 4, Split(), every=5), seed=0))
print("done", flush=True)
"""


def test_ctrl_c_ends_the_run_and_not_just_the_search() -> None:
    """The search is left with KeyboardInterrupt: nobody goes on with what had been found by then."""
    with subprocess.Popen(
        [sys.executable, "-c", _SEARCH], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "searching\n"
        child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    assert child.returncode != 0
    assert "KeyboardInterrupt" in err
    assert "done" not in out
