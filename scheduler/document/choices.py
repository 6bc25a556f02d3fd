"""The choices between plans as a JSON document; `docs/choices.schema.json` describes it."""

import json
from collections.abc import Sequence

from scheduler.choice import Choice, Offer
from scheduler.document import to_json
from scheduler.document.whole import text_of
from scheduler.plan import Action

VERSION = 1


def choices_document(offers: Sequence[Offer], configuration: Sequence[str] = ()) -> str:
    """Sorted keys, two spaces of indent, a newline at the end.

    Args:
        offers: in the order in which they would be written; the plan of each row that was chosen is in the document.
        configuration: lines of a diff of the files that would change.
    """
    content = {
        "version": VERSION,
        "configuration": list(configuration),
        "choices": [_row(offer, row) for offer in offers for row in offer.choices.rows],
        "incomplete": [offer.leader for offer in offers if not offer.choices.complete],
        "plans": [json.loads(to_json(offer.chosen.plan)) for offer in offers if offer.chosen is not None],
    }
    return text_of(content)


def _row(offer: Offer, row: Choice) -> dict[str, object]:
    first = {member: row.first_meeting(member) for member in offer.entering}
    starts = {member: None if span is None else span.start.isoformat() for member, span in first.items()}
    return {
        "leader": offer.leader,
        "moved": row.moved,
        "chosen": row is offer.chosen,
        "proven": row.proven,
        "missed": [{"member": one.pair.member, "kind": one.pair.kind, "period": one.period} for one in row.missed],
        "levels": [
            {"name": level.name, "value": level.value, "bound": level.bound, "proven": level.proven}
            for level in row.levels.values()
        ],
        "first_meetings": [{"member": member, "start": start} for member, start in starts.items()],
        "changed": list(row.changed),
        "told": [
            {
                "member": email,
                "created": what.get(Action.CREATE, 0),
                "moved": what.get(Action.MOVE, 0),
                "cancelled": what.get(Action.CANCEL, 0),
            }
            for email, what in row.told.items()
        ],
    }
