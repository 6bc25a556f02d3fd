"""Requests and answers are checked against a description of Microsoft's interface.

What the server plays is written down in `used.toml`. Where Microsoft's own, far larger description is at hand, it is
used besides.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from tests.servers.base import Answer, Request
from tests.servers.graph.schemas import Schema, Schemas
from tests.servers.graph.written import used

CONTRACT = Path(__file__).parents[4] / "shared" / "contracts" / "graph-calendar-openapi.json"
_ACTIONS = ("getSchedule", "accept", "decline", "tentativelyAccept", "cancel")
_PARAMETER = re.compile(r"\\{[^{}]*\\}")


@dataclass(frozen=True)
class _Operation:
    path: re.Pattern[str]
    method: str
    description: dict[str, Any]


class Contract:
    """A description, ready to check with.

    Args:
        document: as OpenAPI 3.0.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._schemas = Schemas(document["components"]["schemas"])
        self._operations = [
            _Operation(re.compile(_PARAMETER.sub("[^/]+", re.escape(template))), method.upper(), description)
            for template, methods in document["paths"].items()
            for method, description in methods.items()
        ]
        self._validators: dict[str, Draft202012Validator] = {}
        self._seen: set[tuple[str, str]] = set()

    def violations(self, request: Request, answer: Answer) -> list[str]:
        """What is wrong with an answer, and with a request unless it was refused: then it may well be wrong."""
        path = unquote(request.path.removeprefix("/v1.0"))
        operation = next(
            (each for each in self._operations if each.method == request.method and each.path.fullmatch(path)), None
        )
        label = f"{request.method} {request.path}"
        if operation is None:
            return [f"{label}: no such call"] if answer.status < 400 else []
        found = [] if answer.status >= 400 else self._request(operation, request)
        return [f"{label}: {each}" for each in (*found, *self._answer(operation, answer))]

    def _request(self, operation: _Operation, request: Request) -> list[str]:
        parameters = [self._resolved(each) for each in operation.description.get("parameters", ())]
        allowed = {each["name"].lower(): each for each in parameters if each["in"] == "query"}
        given = {name.lower() for name in request.query}
        found = [f"parameter {name} is not known" for name in sorted(given - set(allowed))]
        found += [
            f"parameter {each['name']} is missing"
            for name, each in allowed.items()
            if each.get("required") and name not in given
        ]
        body = operation.description.get("requestBody")
        if request.body and body is None:
            return [*found, "it has a body"]
        if body and (request.body or body.get("required")):
            schema = body["content"]["application/json"]["schema"]
            given_body = _capital(request.json) if operation.path.pattern.endswith(_ACTIONS) else request.json
            found += self._check(json.dumps(schema), schema, given_body)
        return found

    def _answer(self, operation: _Operation, answer: Answer) -> list[str]:
        responses = operation.description["responses"]
        response = responses.get(str(answer.status)) or responses.get(f"{answer.status // 100}XX")
        if response is None:
            return [f"is not answered with {answer.status}"]
        content = self._resolved(response).get("content")
        if content is None:
            return ["has an answer with a body"] if answer.body else []
        schema = content["application/json"]["schema"]
        return self._check(json.dumps(schema), schema, answer.json)

    def _check(self, key: str, schema: Schema, value: Any) -> list[str]:
        """Check a value; a list's entries one by one, so that what was seen before need not be checked again."""
        text = json.dumps(value, sort_keys=True)
        if (key, text) in self._seen:
            return []
        entries = _entry_type(self._document, schema)
        if entries and isinstance(value, dict) and isinstance(value.get("value"), list):
            found = [each for entry in value["value"] for each in self._check(json.dumps(entries), entries, entry)]
            found += (
                self._check(key, schema, value | {"value": []}) if value["value"] else self._errors(key, schema, value)
            )
        else:
            found = self._errors(key, schema, value)
        if not found:
            self._seen.add((key, text))
        return found

    def _errors(self, key: str, schema: Schema, value: Any) -> list[str]:
        if key not in self._validators:
            whole = self._schemas.convert(schema) | {"$defs": self._schemas.definitions}
            self._validators[key] = Draft202012Validator(whole, format_checker=FormatChecker())
        error = best_match(self._validators[key].iter_errors(value))
        return [] if error is None else [f"{error.json_path}: {error.message[:300]}"]

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        return _resolve(self._document, part)


@cache
def contracts() -> tuple[Contract, ...]:
    """What is checked against, which all servers of a process share."""
    return tuple(Contract(each) for each in (used(), whole()) if each is not None)


@cache
def whole() -> dict[str, Any] | None:
    """Microsoft's description; None where it is not at hand."""
    if not CONTRACT.exists():
        return None
    document: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return document


def _resolve(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = document
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    resolved: dict[str, Any] = found
    return resolved


def _entry_type(document: dict[str, Any], schema: Schema) -> Schema | None:
    value = _resolve(document, schema).get("properties", {}).get("value", {})
    entries: Schema | None = value.get("items")
    return entries


def _capital(body: Any) -> Any:
    """Parameters of actions as the description has them; the service takes both."""
    return {name[:1].upper() + name[1:]: value for name, value in body.items()} if isinstance(body, dict) else body
