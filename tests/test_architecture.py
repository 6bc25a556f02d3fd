"""What `docs/architecture.md` claims of the code beyond what import-linter keeps, and that both cover all of it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

import pytest

from providers.registry import PROVIDERS, SERVICES

ROOT = Path(__file__).parents[1]
OF_SERVICES = re.compile(r"(?<![a-z])(google|outlook|msal|graph|microsoft)(?![a-z])", re.IGNORECASE)
ROOTS = ("providers", "scheduler", "solver")


def modules_of(root: str) -> set[str]:
    """The modules and packages right below a root."""
    return {module.name for module in iter_modules([str(ROOT / root)])}


@pytest.mark.parametrize("root", ROOTS)
def test_every_module_has_a_layer(root: str) -> None:
    """The contract that layers a root names all of its modules, and fails for one that it does not name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract.get("containers") == [root]
    )
    assert contract["exhaustive"]
    assert {name.strip() for layer in contract["layers"] for name in layer.split("|")} == modules_of(root)


@pytest.mark.parametrize("root", ROOTS)
def test_every_module_has_a_room(root: str) -> None:
    """The table of rooms says of every module what it owns."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = page.partition("## Rooms\n")[2].partition("\n## ")[0].splitlines()
    named: dict[str, set[str]] = {root: set() for root in ROOTS}
    for row in rooms:
        names = re.findall("`([a-z_/]+)`", row.partition("|")[2].partition("|")[0])
        for name in names:
            first, *rest = name.strip("/").split("/")
            named[names[0].partition("/")[0]].add(rest[0] if first in ROOTS else first)
    assert modules_of(root) == named[root]


def test_the_scheduler_names_no_service() -> None:
    """Whatever is said about a service, to a program or to a person, comes from its provider's package."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "scheduler").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OF_SERVICES.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_entry_has_its_package(name: str) -> None:
    """An entry leads to a package that reads its section; nobody signs in exactly where no account is named."""
    registration = PROVIDERS[name].load()
    assert registration.table.__module__.startswith(f"providers.{name}.")
    assert (registration.access is not None) == (name in SERVICES)


def test_no_sentence_leads_to_a_file_that_an_installed_program_lacks() -> None:
    """Who installed it from a package index has no `docs/`: what a person is told names commands instead."""
    leads = re.compile(r"\bdocs/\w+\.md|config\.example\.toml")
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for package in ("providers", "scheduler")
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, text in _told(ast.parse(path.read_text(encoding="utf-8")))
        if leads.search(text)
    ]
    assert found == []


def _told(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstrings, with their lines."""
    documenting = {statement.value for statement in ast.walk(module) if isinstance(statement, ast.Expr)}
    for text in ast.walk(module):
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text not in documenting:
            yield text.lineno, text.value
