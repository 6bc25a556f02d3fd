"""Lists what calendars hold over a span, masked."""

from collections.abc import Callable, Hashable, Iterable, Mapping

from providers.errors import ProviderError
from providers.event import Interval
from providers.outlook import mask
from providers.outlook.client import Client
from providers.outlook.pages import Pages, all_pages, items
from providers.outlook.part import Part, get
from providers.outlook.stamp import utc_stamp
from providers.outlook.wire import Item

Key = tuple[Hashable, ...]
Holder = tuple[str, str]
"""A calendar (email), and the id there of an event or of its series."""
Listed = list[Item] | ProviderError
"""What a calendar holds; or why that cannot be told."""
Listing = Callable[[Client, Iterable[str], Interval, Mapping[Key, Part]], tuple[dict[str, Listed], dict[Key, Pages]]]
"""Lists calendars (emails) over a span, and asks for something else on the same way; both answers."""

_PAGE = "500"


def list_masked(
    client: Client, emails: Iterable[str], reach: Interval, besides: Mapping[Key, Part]
) -> tuple[dict[str, Listed], dict[Key, Pages]]:
    """A `Listing` that reads each calendar anew."""
    views: dict[Key, Part] = {("view", email): _view(email, reach) for email in emails}
    answers = all_pages(client, {**views, **besides})
    listed = {part.mailbox: listed_in(answers.pop(key), part.mailbox) for key, part in views.items()}
    return listed, answers


def ours(email: str, reach: Interval | None = None) -> Part:
    """Asks for the events that bear our marker, and start inside a span.

    A view neither shows nor filters by extended properties dependably; a list of events does.
    """
    within = (
        f"start/dateTime ge '{utc_stamp(reach.start)}' and start/dateTime lt '{utc_stamp(reach.end)}' and "
        if reach is not None
        else ""
    )
    return get(email, "/events", select=",".join(mask.OURS), filter=within + mask.MARKED, expand=mask.MARKER, top=_PAGE)


def listed_in(pages: Pages, email: str) -> Listed:
    """The events of an answer."""
    if isinstance(pages, ProviderError):
        return pages
    try:
        return list(items(pages, email))
    except ProviderError as error:
        return error


def _view(email: str, reach: Interval) -> Part:
    return get(
        email,
        "/calendarView",
        startDateTime=utc_stamp(reach.start),
        endDateTime=utc_stamp(reach.end),
        select=",".join(mask.VIEW),
        top=_PAGE,
    )
