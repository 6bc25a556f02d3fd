"""Google's own description of its interface, as it comes with its client: its methods, and what they take."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

ROOT = "/calendar/v3/"
Schema = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """One method of the API."""

    id: str
    """Such as `calendar.events.list`."""
    verb: str
    path: re.Pattern[str]
    query: Mapping[str, Schema]
    """Query parameters by name, those of every method among them."""
    takes: str | None
    """Name of the request's schema."""
    gives: str | None
    """Name of the answer's schema."""


@cache
def document() -> dict[str, Any]:
    """The description as it was published."""
    place = files("googleapiclient").joinpath("discovery_cache/documents/calendar.v3.json")
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


@cache
def methods() -> tuple[Method, ...]:
    """Every method."""
    return tuple(_methods())


def method_of(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that a request calls, and its path's parameters, decoded; None: there is none."""
    for method in methods():
        match = method.path.fullmatch(path)
        if match and method.verb == verb:
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


@cache
def schema(name: str, *, request: bool = False) -> Schema:
    """A schema as JSON Schema without references, that allows no property which it does not name.

    Args:
        request: leave out what only the server says; Google would ignore it without a word.
    """
    return _plain(document()["schemas"][name], request)


def _plain(given: Schema, request: bool) -> Schema:
    if "$ref" in given:
        return _plain(document()["schemas"][given["$ref"]], request)
    plain: Schema = {name: given[name] for name in ("type", "format", "enum") if name in given}
    if "items" in given:
        plain["items"] = _plain(given["items"], request)
    if given.get("type") == "object":
        properties = given.get("properties", {})
        plain["properties"] = {
            name: _plain(each, request) for name, each in properties.items() if not (request and _read_only(each))
        }
        other = given.get("additionalProperties")
        plain["additionalProperties"] = _plain(other, request) if isinstance(other, dict) else False
    return plain


def _read_only(given: Schema) -> bool:
    """Said in words only, except that an import may name an organizer."""
    return bool(given.get("readOnly")) or "Read-only" in given.get("description", "")


def _methods() -> Iterator[Method]:
    everywhere = document()["parameters"]
    for resource in document()["resources"].values():
        for each in resource["methods"].values():
            parameters = each.get("parameters", {})
            query = {name: value for name, value in parameters.items() if value["location"] == "query"}
            path = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(ROOT + each["path"]))
            yield Method(
                each["id"],
                each["httpMethod"],
                re.compile(path),
                {**everywhere, **query},
                each.get("request", {}).get("$ref"),
                each.get("response", {}).get("$ref"),
            )
