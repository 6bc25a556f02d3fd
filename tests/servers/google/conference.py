"""Meet links: made on request."""

from typing import Any

from tests.servers.google.errors import refuse
from tests.servers.google.when import Wire


def with_conference(given: Wire) -> Wire:
    """The event, with a link where one is asked for: always the same for the same request id.

    Raises:
        Refused: the request lacks an id.
    """
    wanted: Any = (given.get("conferenceData") or {}).get("createRequest")
    if not wanted:
        return given
    if not wanted.get("requestId"):
        raise refuse(400, "invalid", "Invalid conference request.")
    key = f"{sum(map(ord, wanted['requestId'])) % 1_000_000:06d}"
    made = {
        "createRequest": {
            "requestId": wanted["requestId"],
            "conferenceSolutionKey": {"type": "hangoutsMeet"},
            "status": {"statusCode": "success"},
        },
        "conferenceId": f"aaa-{key}",
        "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
        "entryPoints": [{"entryPointType": "video", "uri": f"https://meet.google.com/aaa-{key}"}],
    }
    return given | {"conferenceData": given["conferenceData"] | made}
