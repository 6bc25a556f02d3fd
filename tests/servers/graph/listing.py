"""What lists events: `/events`, `/calendarView`, the instances of a series; all in pages."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tests.servers.base import Answer
from tests.servers.graph.asked import Asked
from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Instance, Wire
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.odata import parse
from tests.servers.graph.recurrence import instances
from tests.servers.graph.render import render, whole
from tests.servers.graph.zones import from_query

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_LONGEST = timedelta(days=1825)


def events(server: "GraphServer", mailbox: Mailbox, asked: Asked) -> Answer:
    """Single events and series."""
    return _pages(server, list(mailbox.wholes()), asked, asked.query.get("$filter"))


def view(server: "GraphServer", mailbox: Mailbox, asked: Asked) -> Answer:
    """What touches a window, series taken apart."""
    start, end = window(asked)
    clause = asked.query.get("$filter")
    if clause and "extendedproperties" in clause.lower():
        if server.view_refuses_extended_filter:
            raise refuse(400, "ErrorInvalidRequest", "The filter is not supported on a calendar view.")
        clause = None
    return _pages(server, mailbox.within(start, end), asked, clause)


def of_series(server: "GraphServer", mailbox: Mailbox, asked: Asked, key: str) -> Answer:
    """Occurrences of one series in a window."""
    start, end = window(asked)
    return _pages(server, list(instances(mailbox.get(key).item, start, end)), asked, None)


def window(asked: Asked) -> tuple[Any, Any]:
    """The window of UTC instants that is asked for.

    Raises:
        Refused: none is, or one that is too long.
    """
    both = "the query string parameters 'StartDateTime' and 'EndDateTime'"
    start = from_query(asked.query.get("startdatetime"), both)
    end = from_query(asked.query.get("enddatetime"), both)
    if end < start:
        raise refuse(400, "ErrorInvalidParameter", "EndDateTime should be greater than StartDateTime.")
    if end - start > _LONGEST:
        raise refuse(400, "ErrorCalendarViewRangeTooBig", "The calendar view range is over 1825 days.")
    return start, end


def link(server: "GraphServer", asked: Asked, **changed: Any) -> str:
    """The same request with other parameters, absolute."""
    query = dict(asked.request.query) | {f"${name}": str(value) for name, value in changed.items()}
    return f"{server.url}{asked.request.path}?{urlencode(query, safe='$', quote_via=quote)}"


def _pages(server: "GraphServer", found: Sequence[Instance], asked: Asked, clause: str | None) -> Answer:
    if "$search" in asked.query:
        raise refuse(400, "SearchEvents", "This request is not supported.")
    rows = [(each, whole(each, asked)) for each in found]
    if clause:
        matches = parse(clause)
        rows = [(each, row) for each, row in rows if matches(row | {"singleValueExtendedProperties": _extended(each)})]
    for part in reversed([part for part in asked.query.get("$orderby", "").split(",") if part.strip()]):
        rows.sort(key=_order(part.split()[0]), reverse=part.strip().lower().endswith(" desc"))
    page = rows[asked.skip : asked.skip + asked.page_size]
    answer: Wire = {
        "@odata.context": f"{server.url}/v1.0/$metadata#users/events",
        "value": [render(each, asked) for each, _ in page],
    }
    if asked.query.get("$count", "").lower() == "true":
        answer["@odata.count"] = len(rows)
    if asked.skip + len(page) < len(rows):
        answer["@odata.nextLink"] = link(server, asked, skip=asked.skip + len(page))
    return Answer(200, answer)


def _extended(instance: Instance) -> list[Wire]:
    return [{"id": key, "value": value} for key, value in instance.item.properties.items()]


def _order(path: str) -> Any:
    def key(row: tuple[Instance, Wire]) -> Any:
        value: Any = row[1]
        for step in path.split("/"):
            if not isinstance(value, dict) or step not in value:
                raise refuse(400, "BadRequest", f"Could not find a property named '{path}'.")
            value = value[step]
        return value

    return key
