"""Batches: up to fifty requests in one, answered in any order."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from http.client import responses
from typing import TYPE_CHECKING

from tests.servers.base import Answer, Request, query_of
from tests.servers.google.errors import refuse

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer

PATH = "/batch/calendar/v3"
_MOST = 50
_BOUNDARY = "batch_9b1wQ0b7Zrk"


def batch(server: "GoogleServer", request: Request) -> Answer:
    """Every part's answer, shuffled. A part without an Authorization of its own has the batch's.

    Raises:
        Refused: it is no batch, or has too many parts.
    """
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    parsed = BytesParser().parsebytes(head + request.body)
    if not parsed.is_multipart():
        raise refuse(400, "badRequest", "Failed to parse batch request.")
    parts = parsed.get_payload()
    if len(parts) > _MOST:
        raise refuse(400, "badRequest", f"The batch request could not be processed: more than {_MOST} calls.")
    number = server.batches
    server.batches += 1
    answers = []
    for part in parts:
        if part.get_content_type() != "application/http":  # type: ignore[union-attr]
            raise refuse(400, "badRequest", "Failed to parse batch request.")
        inner = _inner(part.get_payload(), request, number)  # type: ignore[arg-type, union-attr]
        answers.append(_part(str(part["Content-ID"]), server.part(inner)))  # type: ignore[index]
    server.random.shuffle(answers)
    body = "".join(f"--{_BOUNDARY}\r\n{each}\r\n" for each in answers) + f"--{_BOUNDARY}--\r\n"
    return Answer(200, content=body.encode(), headers={"Content-Type": f"multipart/mixed; boundary={_BOUNDARY}"})


def _inner(text: str, outer: Request, number: int) -> Request:
    line, _, rest = text.lstrip().partition("\n")
    method, target = line.split()[:2]
    message = BytesParser(policy=HTTP).parsebytes(rest.encode())
    headers = {name.lower(): str(value) for name, value in message.items()}
    if "authorization" not in headers and "authorization" in outer.headers:
        headers["authorization"] = outer.headers["authorization"]
    path, _, rest = target.partition("?")
    query, repeated = query_of(rest)
    body = message.get_payload()
    content = body.encode() if isinstance(body, str) else b""
    return Request(method, path, query, headers, content.strip(), number, repeated)


def _part(key: str, answer: Answer) -> str:
    content = answer.content if answer.content is not None else b""
    if answer.content is None and answer.json is not None:
        content = json.dumps(answer.json).encode()
    key = " ".join(key.split()).removeprefix("<").removesuffix(">")  # a long one comes folded
    headers = {"Content-Type": "application/json; charset=UTF-8", "Content-Length": str(len(content)), **answer.headers}
    return "\r\n".join(
        [
            "Content-Type: application/http",
            f"Content-ID: <response-{key}>",
            "",
            f"HTTP/1.1 {answer.status} {responses.get(answer.status, '')}",
            *(f"{name}: {value}" for name, value in headers.items()),
            "",
            content.decode(),
        ]
    )
