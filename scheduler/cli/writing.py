"""Says what was written, and saves plans."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from providers.files import open_folder, read_regular
from scheduler.errors import BadInput
from scheduler.plan import Action, Change, Origin, Plan

if TYPE_CHECKING:
    from scheduler.write import Outcomes

PAGE_START = b"<!doctype html><!-- schedule -->"
"""How every page for a browser begins, so that none but ours is replaced."""
_PAST = {Action.CREATE: "created", Action.MOVE: "moved", Action.CANCEL: "cancelled", Action.KEEP: "mended"}


def tell_written(plan: Plan, outcomes: "Outcomes") -> None:
    """Say how many events were created, moved, cancelled and mended, and of how many one calendar only."""
    whole = _told(change for change in outcomes.done if change.writes)
    parts = _told(failure.change for failure in outcomes.failed if failure.reached)
    written = [f"Written: {whole}."] if whole else []
    written += [f"Written in part: {parts}."] if parts else []
    changes = any(change.writes for change in plan.changes)
    click.echo((" ".join(written) or "Written: no event.") if changes else "Nothing to write.", err=True)
    deleted = sum(1 for change in outcomes.done if change.origin is Origin.DELETED)
    if deleted:
        click.echo(f"Noted: {deleted} deleted by people, not created again.", err=True)


def _told(changes: Iterable[Change]) -> str:
    """How many of each kind, such as `2 created, 1 moved`; empty: none."""
    counts = Counter(change.action for change in changes)
    return ", ".join(f"{counts[action]} {past}" for action, past in _PAST.items() if counts[action])


def failures(outcomes: "Outcomes") -> list[str]:
    """What failed for the same reason, such as a sign-in that is no longer good, in one sentence."""
    reasons: dict[tuple[str, tuple[str, ...]], list[Change]] = defaultdict(list)
    for failure in outcomes.failed:
        reasons[failure.why, failure.reached].append(failure.change)
    sentences = []
    for (why, reached), changes in reasons.items():
        more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
        done = " and ".join(reached)
        part = (
            f"{'' if why.endswith('.') else '.'} Done for {done} only; the next run does the rest." if reached else ""
        )
        sentences.append(f"{changes[0].pair.member}, {changes[0].period}{more}: {why}{part}")
    return sentences


def save_plan(plan: Plan, path: Path) -> None:
    """Save a plan for `schedule apply`, whole or not at all, for its owner alone: it holds when people are busy.

    Raises:
        BadInput: the file cannot be written, or is there and holds something else than a plan.
    """
    from scheduler.document import to_json

    _refuse_other_files(path)
    try:
        with open_folder(path.parent) as folder:
            folder.sweep()
            folder.write(path.name, to_json(plan).encode())
    except OSError as error:
        raise BadInput(f"--save {path}: {error.strerror}; choose another place") from error


def _refuse_other_files(path: Path) -> None:
    from scheduler.document import from_json

    if not path.is_symlink() and not path.exists():
        return
    try:
        with read_regular(path) as file:
            from_json(file.read().decode(), str(path))
    except (BadInput, OSError, UnicodeDecodeError):
        raise BadInput(f"--save {path}: is there, and is no saved plan; choose another name") from None


def save_html(text: str, path: Path) -> None:
    """Write a page for a browser, whole or not at all; one that is there is replaced.

    Raises:
        BadInput: the file cannot be written, or is there and is no page of ours, or a link.
    """
    try:
        if path.is_symlink():
            raise BadInput(f"--html {path}: is a link; choose another name")
        if path.exists():
            with read_regular(path) as file:
                if not file.read(len(PAGE_START)).startswith(PAGE_START):
                    raise BadInput(f"--html {path}: is there, and is no page of this program; choose another name")
        with open_folder(path.parent) as folder:
            folder.sweep()
            folder.write(path.name, text.encode())
    except OSError as error:
        raise BadInput(f"--html {path}: {error.strerror}; choose another place") from error
