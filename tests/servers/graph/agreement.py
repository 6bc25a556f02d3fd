"""Where two descriptions of an interface differ: a part of it, and all of it."""

from collections.abc import Iterator

from tests.servers.graph.schemas import Schemas
from tests.servers.graph.written import Part


def differing_calls(ours: Part, theirs: Part) -> Iterator[str]:
    """Where calls differ, each by its path and method."""
    for path, methods in ours["paths"].items():
        for method, call in methods.items():
            other = theirs["paths"].get(path, {}).get(method)
            if other is None:
                yield f"{method} {path}: is not there"
                continue
            resolved = (
                each if "name" in each else of_name(theirs, each["$ref"]) for each in other.get("parameters", ())
            )
            known = {each["name"]: each["required"] for each in resolved}
            for each in call["parameters"]:
                if known.get(each["name"]) != each["required"]:
                    yield f"{method} {path}: parameter {each['name']}"
            yield from different(f"{method} {path}: body", schema_of(ours, call), schema_of(theirs, other))
            if call.get("requestBody", {}).get("required") != other.get("requestBody", {}).get("required"):
                yield f"{method} {path}: whether there is a body"
            if missing := set(call["responses"]) ^ set(other["responses"]):
                yield f"{method} {path}: answers {sorted(missing)}"
            for status, answer in call["responses"].items():
                given = schema_of(theirs, {"requestBody": other["responses"].get(status, {})})
                yield from different(f"{method} {path}: {status}", schema_of(ours, {"requestBody": answer}), given)


def differing_types(ours: Part, theirs: Part) -> Iterator[str]:
    """Where types differ, each by its name; heirs with all that they inherit."""
    folded, others = (Schemas(each["components"]["schemas"]).folded for each in (ours, theirs))
    for name in ours["components"]["schemas"]:
        if name in theirs["components"]["schemas"]:
            yield from different(name, folded(name), others(name))
        else:
            yield f"{name}: is not there"


def different(at: str, ours: Part, theirs: Part) -> Iterator[str]:
    """Where two schemas differ, but for keys that only theirs has."""
    for word in ("$ref", "type", "enum", "format", "pattern", "minimum", "maximum", "maxItems", "nullable"):
        if ours.get(word) != theirs.get(word):
            yield f"{at}: {word} {ours.get(word)}, not {theirs.get(word)}"
    if sorted(ours.get("required", ())) != sorted(theirs.get("required", ())):
        yield f"{at}: required {ours.get('required')}, not {theirs.get('required')}"
    if "additionalProperties" in theirs and ours.get("additionalProperties") != theirs["additionalProperties"]:
        yield f"{at}: further keys"
    if len(ours.get("anyOf", ())) != len(theirs.get("anyOf", ())):
        yield f"{at}: whether it may be null"
    for own, other in zip(ours.get("anyOf", ()), theirs.get("anyOf", ()), strict=False):
        yield from different(at, own, other)
    if "items" in ours:
        yield from different(f"{at}[]", ours["items"], theirs.get("items", {}))
    for name, own in ours.get("properties", {}).items():
        if name in theirs.get("properties", {}):
            yield from different(f"{at}.{name}", own, theirs["properties"][name])
        else:
            yield f"{at}.{name}: is not there"


def schema_of(document: Part, call: Part) -> Part:
    """The schema of a call's body, or of an answer in its place; empty where there is none."""
    body = call.get("requestBody", {})
    body = of_name(document, body["$ref"]) if "$ref" in body else body
    schema: Part = body.get("content", {}).get("application/json", {}).get("schema", {})
    is_error = schema.get("$ref", "").endswith("ODataError")
    return of_name(document, schema["$ref"]) if is_error else schema


def of_name(document: Part, reference: str) -> Part:
    """What a reference such as `#/components/parameters/top` leads to."""
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found
