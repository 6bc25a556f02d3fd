"""Property tests try the same examples each time, and what the random search finds can be repeated."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "_hypothesis_pytestplugin,xdist.plugin"}
"""What pytest is to load of all that is installed."""
PROPERTY = """
from pathlib import Path

from hypothesis import given, strategies as st

@given(st.lists(st.text() | st.integers() | st.floats(), max_size=20))
def test_property(values: list[object]) -> None:
    with Path(__file__).with_name("tried").open("a") as tried:
        print(ascii(values), file=tried)
    assert len(values) < {length}
"""


@pytest.fixture
def property_of(tmp_path: Path) -> Path:
    """A property that holds of lists shorter than 21, that is, of all that are tried; it notes them."""
    path = tmp_path / "test_property.py"
    path.write_text(PROPERTY.format(length=21))
    return path


def run(path: Path, *arguments: str, hash_seed: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's in the folder of `path`."""
    environ = {**os.environ, **PLUGINS, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-m", *arguments, "-p", "tests.conftest", "-p", "no:cacheprovider", "-n", "0"]
    return subprocess.run(command, cwd=path.parent, env=environ, capture_output=True, text=True, check=False)


def tried(path: Path) -> list[str]:
    """What was tried since it was asked last."""
    notes = path.with_name("tried")
    examples = notes.read_text().splitlines()
    notes.unlink()
    return examples


def test_the_same_examples_each_time(property_of: Path) -> None:
    """Whatever the order in which strings are hashed, and whatever other tests have imported before."""
    assert run(property_of, "pytest", property_of.name, hash_seed=1).returncode == 0
    first = tried(property_of)
    more = [argument for module in ("scheduler.config.load", "scheduler.document") for argument in ("-p", module)]
    assert run(property_of, "pytest", property_of.name, *more, hash_seed=2).returncode == 0
    assert tried(property_of) == first
    assert len(first) >= 100


def test_a_search_tries_others_each_time(property_of: Path) -> None:
    """Another seed, other examples; one seed, the same ones; without a find it is a success."""
    seen = []
    for seed in ("1", "2", "2"):
        done = run(property_of, "tests.fuzz", "--seed", seed, property_of.name)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 rounds, 0 finds")
        seen.append(tried(property_of))
    assert seen[0] != seen[1] == seen[2]


def test_a_search_goes_on_until_its_time_is_over(property_of: Path) -> None:
    """Without a seed it makes rounds with one of its own each; at least one."""
    done = run(property_of, "tests.fuzz", "--minutes", "0", property_of.name)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 rounds, 0 finds")


def test_a_find_is_repeated_by_what_the_search_says(property_of: Path) -> None:
    """Its last line is a command that fails with the same example."""
    property_of.write_text(PROPERTY.format(length=8))
    found = run(property_of, "tests.fuzz", "--seed", "3", property_of.name)
    assert found.returncode == 1
    said, find = found.stdout.splitlines()[-2:]
    assert said == "1 rounds, 1 finds"
    examples = tried(property_of)
    _, _, command = find.partition("repeat it with: ")
    python, _, *arguments = command.split()
    assert (property_of.parent / python).samefile(sys.executable)
    assert run(property_of, *arguments).returncode == 1
    assert tried(property_of) == examples


def test_a_search_that_cannot_search_says_so(tmp_path: Path) -> None:
    """Where there is no property test, that is no success."""
    path = tmp_path / "test_plain.py"
    path.write_text("def test_plain() -> None: ...")
    assert run(path, "tests.fuzz", path.name).returncode == pytest.ExitCode.NO_TESTS_COLLECTED
