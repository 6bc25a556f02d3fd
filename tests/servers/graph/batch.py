"""`$batch`: up to twenty requests in one, answered in any order."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.base import Answer, Request
from tests.servers.graph.errors import graph_error, refuse
from tests.servers.graph.item import Wire
from tests.servers.graph.routes import mailbox_of

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_MOST = 20
AT_ONCE = 4
"""So many requests for one mailbox does Graph work on at once."""


def batch(server: "GraphServer", request: Request) -> Answer:
    """Every part's answer, shuffled; parts fail one by one, but a batch that is wrong fails as a whole."""
    body: Any = request.json
    parts = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(parts, list) or not parts:
        raise refuse(400, "BadRequest", "Invalid batch payload format.")
    if len(parts) > _MOST:
        raise refuse(400, "BadRequest", f"Number of batch request steps exceeded the maximum value of {_MOST}.")
    ids = [part.get("id") for part in parts]
    if not all(isinstance(each, str) and each for each in ids) or len(set(ids)) < len(ids):
        raise refuse(400, "BadRequest", "Request Id is required and has to be unique in a batch.")
    number = server.batches
    server.batches += 1
    for part in parts:
        _check(part, set(ids))
    answers: dict[str, Answer] = {}
    busy: dict[str, int] = {}
    for part in parts:
        answers[part["id"]] = _answer(server, request, part, number, answers, busy)
    rows = [_row(key, answer) for key, answer in answers.items()]
    server.random.shuffle(rows)
    return Answer(200, {"responses": rows})


def _check(part: Any, ids: set[Any]) -> None:
    headers = {name.lower() for name in part.get("headers", {})}
    if part.get("method") in ("POST", "PATCH", "PUT") and ("body" not in part or "content-type" not in headers):
        raise refuse(
            400, "BadRequest", f"Write request id : {part['id']} does not contain Content-Type header or body."
        )
    url = str(part.get("url", ""))
    if "://" in url or url.startswith(("/v1.0/", "v1.0/")) or "$batch" in url:
        raise refuse(400, "BadRequest", "Invalid batch payload format: urls are relative to the version.")
    if not set(part.get("dependsOn", ())) <= ids:
        raise refuse(400, "BadRequest", "A request depends on one that is not in the batch.")


def _answer(
    server: "GraphServer", outer: Request, part: Wire, number: int, before: dict[str, Answer], busy: dict[str, int]
) -> Answer:
    needed = [before.get(key) for key in part.get("dependsOn", ())]
    if any(answer is None or answer.status >= 400 for answer in needed):
        return graph_error(424, "FailedDependency", message="A request that this one depends on failed.")
    url = urlsplit("/v1.0/" + str(part["url"]).lstrip("/"))
    query = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
    headers = {"authorization": outer.headers.get("authorization", "")}
    headers |= {name.lower(): value for name, value in part.get("headers", {}).items()}
    content = json.dumps(part["body"]).encode() if "body" in part else b""
    request = Request(part["method"], url.path, query, headers, content, part_of=number)
    mailbox = mailbox_of(server, request)
    if mailbox and not part.get("dependsOn"):
        busy[mailbox] = busy.get(mailbox, 0) + 1
        if server.strict_batches and busy[mailbox] > AT_ONCE:
            server.log.append(request)
            return graph_error(429, "ApplicationThrottled", 1)
    return server.part(request)


def _row(key: str, answer: Answer) -> Wire:
    row: Wire = {
        "id": key,
        "status": answer.status,
        "headers": {name: str(value) for name, value in answer.headers.items()},
    }
    if answer.content:
        row["body"] = answer.content.decode()
    elif answer.json is not None:
        row["headers"]["Content-Type"] = "application/json; odata.metadata=minimal"
        row["body"] = answer.json
    return row
