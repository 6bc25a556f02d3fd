"""Says what was written, and saves plans."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from providers.files import open_folder, read_regular
from scheduler.errors import BadInput
from scheduler.plan import Action, Change, Origin, Plan

if TYPE_CHECKING:
    from scheduler.write import Outcomes

_PAST = {Action.CREATE: "created", Action.MOVE: "moved", Action.CANCEL: "cancelled", Action.KEEP: "mended"}


def tell_written(plan: Plan, outcomes: "Outcomes") -> None:
    """Say how many events were created, moved, cancelled and mended."""
    counts = {
        action: sum(1 for change in outcomes.done if change.action is action and change.writes) for action in _PAST
    }
    said = ", ".join(f"{count} {_PAST[action]}" for action, count in counts.items() if count)
    deleted = sum(1 for change in outcomes.done if change.origin is Origin.DELETED)
    changes = any(change.writes for change in plan.changes)
    click.echo(f"Written: {said or 'no event'}." if changes else "Nothing to write.", err=True)
    if deleted:
        click.echo(f"Noted: {deleted} deleted by people, not created again.", err=True)


def failures(outcomes: "Outcomes") -> list[str]:
    """What failed for the same reason, such as a sign-in that is no longer good, in one sentence."""
    reasons: dict[str, list[Change]] = defaultdict(list)
    for change, why in outcomes.failed:
        reasons[why].append(change)
    sentences = []
    for why, changes in reasons.items():
        more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
        sentences.append(f"{changes[0].pair.member}, {changes[0].period}{more}: {why}")
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
