"""What is asked of Graph, where, and which fields of its answers. Never a title, a description or a place of a foreign
event, and its participants only where they must be counted."""

from urllib.parse import quote, urlencode, urlsplit

from providers.http.request import Body, Request
from providers.outlook.errors import not_understood
from providers.outlook.settings import Cloud, OutlookSettings

VERSION = "/v1.0"
_HOSTS = {
    Cloud.GLOBAL: "https://graph.microsoft.com",
    Cloud.US_GOVERNMENT: "https://graph.microsoft.us",
    Cloud.US_DEFENSE: "https://dod-graph.microsoft.us",
    Cloud.CHINA: "https://microsoftgraph.chinacloudapi.cn",
}
PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
"""Ids that stay when an event is filed elsewhere, and times in UTC."""
PROPERTY = "String {8f7a2c4e-3b1d-4e5f-9a60-5c1d2e3f4a5b} Name schedule"
"""The extended property in which our events bear their marker; see `providers.marker_codec`."""

VIEW = (
    "id",
    "iCalUId",
    "transactionId",
    "start",
    "end",
    "showAs",
    "isAllDay",
    "isCancelled",
    "responseStatus",
    "type",
    "seriesMasterId",
)
"""Of every event."""

OURS = (*VIEW, "attendees", "originalStartTimeZone", "createdDateTime")
"""Of events that bear our marker."""

COUNT = ("id", "attendees", "organizer", "hideAttendees", "isOrganizer")
"""Of a meeting that stands in the calendars of exactly two people read: whether anybody else takes part."""

TITLE = ("id", "subject")
"""Of a foreign meeting of exactly two people, where the configuration knows booked 1-on-1s by their title."""

PEOPLE = "people"
"""How many people take part: kept, in place of who they are, of answers that come with all fields."""

KEPT = (*VIEW, PEOPLE)
"""Of answers that come with all fields: what is kept. Its text names the fields of a snapshot."""

MARKED = f"singleValueExtendedProperties/any(ep: ep/id eq '{PROPERTY}' and ep/value ne null)"
"""Filter for events that bear our marker."""

MARKER = f"singleValueExtendedProperties($filter=id eq '{PROPERTY}')"
"""Expands our marker."""


def graph_of(settings: OutlookSettings) -> str:
    """The address that all paths are added to."""
    return (settings.endpoint or _HOSTS[settings.cloud]).rstrip("/") + VERSION


def get(mailbox: str, path: str, prefer: str = PREFER, **query: str) -> Request:
    """A reading request for something of a mailbox.

    Args:
        path: after the mailbox, such as `/events`.
        query: `select` stands for `$select`, and so on; names without such a meaning are kept.
    """
    named = {f"${name}" if name in ("select", "filter", "expand", "top") else name: query[name] for name in query}
    text = f"?{urlencode(named, quote_via=quote, safe=',()')}" if named else ""
    headers = {"Prefer": prefer} if prefer else {}
    return Request(mailbox, mailbox, "GET", f"{home(mailbox)}{path}{text}", headers)


def home(mailbox: str) -> str:
    """The path of a mailbox."""
    return f"/users/{quote(mailbox, safe='@')}"


def event_path(event_id: str) -> str:
    """The path of an event inside its mailbox."""
    return f"/events/{quote(event_id, safe='')}"


def following(graph: str, request: Request, link: object) -> Request:
    """The request for what comes next, as an answer says; the token is sent to no other place than Graph.

    Args:
        graph: the address that all paths are added to.

    Raises:
        InvalidAnswer: the link leads elsewhere.
    """
    try:
        wanted, offered = urlsplit(graph), urlsplit(link if isinstance(link, str) else "")
        same = (offered.scheme, offered.netloc) == (wanted.scheme, wanted.netloc)
    except ValueError:
        same = False
    if not same or not offered.path.startswith(f"{wanted.path}/"):
        raise not_understood("the answer goes on at a place that is not Microsoft Graph", request.who)
    query = f"?{offered.query}" if offered.query else ""
    path = offered.path.removeprefix(wanted.path) + query
    return Request(request.account, request.who, request.method, path, request.headers, request.body)


def next_page(graph: str, request: Request, answer: Body) -> Request | None:
    """See `providers.http.pages.Follow`."""
    link = answer.get("@odata.nextLink")
    return None if link is None else following(graph, request, link)
