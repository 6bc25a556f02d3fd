"""What `docs/architecture.md` claims of the code beyond what import-linter keeps."""

import re
from pathlib import Path

import pytest

from providers.registry import PROVIDERS, SERVICES

ROOT = Path(__file__).parents[1]
OF_SERVICES = re.compile(r"(?<![a-z])(google|outlook|msal|graph|microsoft)(?![a-z])", re.IGNORECASE)


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
    assert PROVIDERS[name].guide is None or (ROOT / str(PROVIDERS[name].guide)).is_file()
