"""Requests and answers, held against Google's own description."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.servers.base import Answer, Request
from tests.servers.google.discovery import Method, document, method_of, schema

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value) is not None


@_FORMATS.checks("date", raises=ValueError)
def _day(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value) is not None


def violations(request: Request, answer: Answer) -> list[str]:
    """Where a request or its answer breaks the description."""
    found = method_of(request.method, request.path)
    where = f"{request.method} {request.path}"
    if found is None:
        return [f"{where}: there is no such method"]
    method, _ = found
    problems = [*_of_query(method, request), *_of_body(method, request), *_of_answer(method, answer)]
    return [f"{where}: {each}" for each in problems]


def _of_query(method: Method, request: Request) -> Iterator[str]:
    for name, values in request.repeated.items():
        known = method.query.get(name)
        if known is None:
            yield f"unknown parameter {name}"
            continue
        if len(values) > 1 and not known.get("repeated"):
            yield f"parameter {name} is given more than once"
        for value in values:
            if "enum" in known and value not in known["enum"]:
                yield f"parameter {name} may not be {value}"
            if known["type"] == "boolean" and value not in ("true", "false"):
                yield f"parameter {name} is no boolean: {value}"
            if known["type"] == "integer" and not _in_range(value, known):
                yield f"parameter {name} is no integer in its range: {value}"
    for name, known in method.query.items():
        if known.get("required") and name not in request.query:
            yield f"parameter {name} is missing"


def _in_range(value: str, known: dict[str, Any]) -> bool:
    return value.isdecimal() and int(known.get("minimum", 0)) <= int(value) <= int(known.get("maximum", 10**9))


def _of_body(method: Method, request: Request) -> Iterator[str]:
    if method.takes is None:
        if request.body and request.body != b"{}":
            yield "it takes no body"
        return
    try:
        body = request.json or {}
    except ValueError:
        yield "the body is no JSON"
        return
    if method.verb == "PATCH":
        body = _without_nulls(body)
    lenient = method.id == "calendar.events.import"
    for error in _validator(method.takes, not lenient).iter_errors(body):
        yield f"request{error.json_path[1:]}: {error.message}"
    for name, each in document()["schemas"][method.takes].get("properties", {}).items():
        if method.id in each.get("annotations", {}).get("required", ()) and name not in body:
            yield f"request: {name} is missing"


def _of_answer(method: Method, answer: Answer) -> Iterator[str]:
    if answer.status >= 300:
        if not _error_shaped(answer):
            yield f"answer: not worded as an error: {json.dumps(answer.json)[:200]}"
    elif method.gives is None:
        if answer.status != 204 or answer.json is not None:
            yield "answer: should be empty"
    else:
        for error in _validator(method.gives, False).iter_errors(answer.json):
            yield f"answer{error.json_path[1:]}: {error.message}"


def _error_shaped(answer: Answer) -> bool:
    """Errors are in no schema."""
    try:
        error = answer.json["error"]
        reasons = [(each["domain"], each["reason"], each["message"]) for each in error["errors"]]
        return error["code"] == answer.status and isinstance(error["message"], str) and bool(reasons)
    except (KeyError, TypeError):
        return False


@cache
def _validator(name: str, request: bool) -> Draft202012Validator:
    return Draft202012Validator(schema(name, request=request), format_checker=_FORMATS)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return value
