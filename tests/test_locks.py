"""What is locked for running is what running needs, and working on the program happens with the same versions."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("scheduler", "providers", "solver")


def locked(name: str) -> dict[str, set[str]]:
    """Versions by project; some have one for each of several versions of Python."""
    found: dict[str, set[str]] = {}
    for project, version in re.findall(
        r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
    ):
        found.setdefault(project, set()).add(version)
    return found


def project_of(requirement: str) -> str:
    """The name in a requirement such as `SQLAlchemy>=2.1,<3`, as locks write it."""
    return re.sub("[-_.]+", "-", re.split("[<>=!~;[ ]", requirement)[0]).lower()


RUNNING, DEVELOPING = locked("requirements.lock"), locked("requirements-dev.lock")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_developing_happens_with_the_versions_that_run() -> None:
    """All of the one lock stands in the other, in the same versions."""
    assert {project: DEVELOPING.get(project) for project in RUNNING} == RUNNING


def test_running_needs_nothing_of_developing() -> None:
    """Of what only developing asks for, nothing is installed to run."""
    asked = {project_of(each) for each in PYPROJECT["project"]["dependencies"]}
    besides = {project_of(each) for each in PYPROJECT["dependency-groups"]["dev"]} - asked
    assert asked <= RUNNING.keys()
    assert besides <= DEVELOPING.keys()
    assert RUNNING.keys().isdisjoint({"pytest", "mypy", "ruff", "msgraph-sdk", "highspy", "hypothesis"})


@pytest.mark.parametrize("package", OURS)
def test_whatever_is_imported_is_locked_for_running(package: str) -> None:
    """Each import of the program comes with Python, is its own, or of a project in the lock for running."""
    providing = packages_distributions()
    imported = {
        name.partition(".")[0]
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    extras = {"dask", "distributed"}  # of the extra `cluster`, loaded only with --cluster
    foreign = imported - set(OURS) - set(sys.stdlib_module_names) - extras
    missing = {name for name in foreign if RUNNING.keys().isdisjoint(map(project_of, providing.get(name, ())))}
    assert missing == set()
