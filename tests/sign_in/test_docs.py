"""What the pages for administrators say about permissions is what is asked for."""

import re
from pathlib import Path

from providers.google.settings import GoogleSettings
from providers.google.sign_in.scopes import of_delegation, of_person
from providers.outlook.sign_in.scopes import permissions_of_person

DOCS = Path(__file__).parents[2] / "docs"


def first_column(page: str, heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    section = (DOCS / page).read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall("`([^`]+)`", cell)}


def test_every_scope_of_googles_is_explained() -> None:
    """Those of a person and of a delegation, and none besides."""
    everybody = GoogleSettings(read_as="x@example.com")
    asked = {*of_person(profiles=True), *of_delegation(everybody, profiles=True)}
    named = {scope.removeprefix("https://www.googleapis.com/auth/") for scope in asked}
    assert first_column("google.md", "What is asked for, and why") == named


def test_every_permission_of_microsofts_is_explained() -> None:
    """Those that a person agrees to, and what every sign-in has besides."""
    of_every_sign_in = {"openid", "profile", "offline_access"}
    named = {*permissions_of_person(profiles=True), *of_every_sign_in}
    assert first_column("outlook.md", "What is asked for, and why") == named
