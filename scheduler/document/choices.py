"""The choices between plans as a JSON document; `docs/choices.schema.json` describes it."""

import json

from scheduler.choice import Choice, Choices
from scheduler.document import to_json

VERSION = 1


def choices_document(choices: Choices, leader: str, chosen: Choice | None) -> str:
    """Sorted keys, two spaces of indent, a newline at the end.

    Args:
        chosen: the row that was chosen: its whole plan is in the document.
    """
    content = {
        "version": VERSION,
        "leader": leader,
        "complete": choices.complete,
        "choices": [_row(row) for row in choices.rows],
        "chosen": None if chosen is None else chosen.moved,
        "plan": None if chosen is None else json.loads(to_json(chosen.plan)),
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def _row(row: Choice) -> dict[str, object]:
    return {
        "moved": row.moved,
        "proven": row.proven,
        "missed": [{"member": one.pair.member, "kind": one.pair.kind, "period": one.period} for one in row.missed],
        "levels": [
            {"name": level.name, "value": level.value, "bound": level.bound, "proven": level.proven}
            for level in row.levels.values()
        ],
        "changed": list(row.told),
    }
