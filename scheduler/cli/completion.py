"""What a shell completes on the command line.

A shell waits while the user does: nothing is validated, nothing but files of ordinary size is read, and whatever is
wrong completes nothing.
"""

import csv
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

LARGEST = 10_000_000
"""Bytes of a file that is looked into."""


def leaders(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The leaders' emails that begin like this, each with the name."""
    try:
        from scheduler.config.find import find

        found = dict(_leaders(find(ctx.params.get("config"), os.environ)))
    except Exception:  # a shell has no place to tell of it
        return []
    typed = incomplete.casefold()
    return [
        CompletionItem(email, help=name or None) for email, name in sorted(found.items()) if email.startswith(typed)
    ]


def _leaders(config: Path) -> Iterator[tuple[str, str]]:
    """Email and name of every leader that the configuration seems to name."""
    document = tomllib.loads(_text(config))
    rows = _rows(config, document)
    people = [*document.get("people", ()), *rows]
    names = {str(one["email"]).lower(): str(one.get("name", "")) for one in people if "email" in one}
    named = [team["leader"] for team in document.get("teams", ())] + [
        row["leader"] for row in rows if row.get("leader")
    ]
    for leader in named:
        email = leader.strip().lower()
        yield email, names.get(email, "")


def _rows(config: Path, document: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of the CSV file of people."""
    file = document.get("company", {}).get("people_file")
    if not file:
        return []
    lines = _text(config.parent / Path(file).expanduser()).removeprefix("\ufeff").splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    return [
        {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        for row in csv.DictReader(lines, delimiter=separator)
    ]


def _text(path: Path) -> str:
    """What an ordinary file of ordinary size holds."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise OSError
    return path.read_text(encoding="utf-8")
