"""Stored events as the wire has them."""

import html
import re
from typing import Any

from tests.servers.graph.asked import Asked
from tests.servers.graph.errors import refuse
from tests.servers.graph.fields import address
from tests.servers.graph.item import Instance, Item, Wire
from tests.servers.graph.zones import midnight, stamp, to_wire

_TAGS = re.compile(r"<head>.*?</head>|<[^>]+>", re.DOTALL)


def render(instance: Instance, asked: Asked) -> Wire:
    """An event with the properties that were asked for.

    Raises:
        Refused: a property is asked for that events do not have.
    """
    full = whole(instance, asked)
    answer = {name: full[name] for name in _selected(asked, full)}
    if asked.extended:
        properties = instance.item.properties
        found = [{"id": key, "value": value} for key, value in properties.items() if key in asked.extended]
        if found:
            answer["singleValueExtendedProperties"] = found
    if "attachments" in asked.expand:
        answer["attachments"] = instance.item.attachments
    return answer


def whole(instance: Instance, asked: Asked) -> Wire:
    """An event with all its properties."""
    item = instance.item
    occurrence = instance.day is not None
    times: dict[str, Any] = {"start": to_wire(instance.start, asked.zone), "end": to_wire(instance.end, asked.zone)}
    if item.all_day:
        first, after = instance.days()
        times = {"start": midnight(first, asked.zone), "end": midnight(after, asked.zone)}
    master = Instance(item, item.start, item.end, item.fields).id(asked.immutable) if occurrence else None
    return {
        "@odata.etag": item.etag,
        "id": instance.id(asked.immutable),
        "createdDateTime": stamp(item.created),
        "lastModifiedDateTime": stamp(item.modified or item.created),
        "changeKey": item.change_key,
        "transactionId": item.transaction,
        "originalStartTimeZone": item.zone_label or item.zone,
        "originalEndTimeZone": item.zone_label or item.zone,
        "iCalUId": instance.uid,
        "hasAttachments": bool(item.attachments),
        "isOrganizer": item.organized,
        "seriesMasterId": master,
        "type": instance.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={instance.id(asked.immutable)}",
        "responseStatus": item.response,
        "recurrence": None if occurrence else item.recurrence,
        **instance.fields,
        **times,
        "attendees": _seen(item, instance.fields["attendees"]),
        "body": _body(instance.fields["body"], asked.text),
        "bodyPreview": plain(instance.fields["body"]["content"])[:255],
    }


def _seen(item: Item, attendees: list[Wire]) -> list[Wire]:
    """Attendees, where they may see each other; else nobody but the one who looks."""
    hidden = item.fields.get("hideAttendees") and not item.organized
    return [each for each in attendees if not hidden or address(each) == item.owner]


def plain(content: str) -> str:
    """HTML without its tags."""
    return html.unescape(_TAGS.sub("", content)).strip()


def _body(body: Wire, text: bool) -> Wire:
    return {"contentType": "text", "content": plain(body["content"])} if text else body


def _selected(asked: Asked, full: Wire) -> list[str]:
    if asked.select is None:
        return list(full)
    for name in asked.select:
        if name not in full and name not in ("attachments", "singleValueExtendedProperties"):
            raise refuse(
                400,
                "RequestBroker--ParseUri",
                f"Could not find a property named '{name}' on type 'microsoft.graph.event'.",
            )
    return [name for name in full if name in ("@odata.etag", "id") or name in asked.select]
