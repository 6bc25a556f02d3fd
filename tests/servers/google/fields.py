"""Partial responses: what `fields` selects, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.servers.google.errors import Refused, refuse

Selection = dict[str, "Selection | None"]
"""Names to what is selected below them; None: everything. `*` stands for any name."""

_TOKEN = re.compile(r"[(),/]|[^(),/]+")


def selection(text: str, schema: Mapping[str, Any]) -> Selection:
    """A selector, understood.

    Args:
        schema: of what is answered.

    Raises:
        Refused: it is malformed, or selects a field that there is not.
    """
    tokens = iter(_TOKEN.findall(text.replace(" ", "")))
    selected, last = _list(tokens)
    if last is not None:
        raise _wrong(text)
    _check(selected, schema)
    return selected


def selected(value: Any, selection: Selection) -> Any:
    """What is left of a value."""
    if isinstance(value, list):
        return [selected(each, selection) for each in value]
    if not isinstance(value, Mapping):
        return value
    left = {}
    for name, below in value.items():
        if name in selection or "*" in selection:
            deeper = selection[name] if name in selection else selection["*"]
            left[name] = below if deeper is None else selected(below, deeper)
    return left


def _list(tokens: Iterator[str]) -> tuple[Selection, str | None]:
    """Selectors up to a closing bracket or the end."""
    found: Selection = {}
    while True:
        last = _one(tokens, found)
        if last != ",":
            return found, last


def _one(tokens: Iterator[str], into: Selection) -> str | None:
    """One selector such as `a/b(c,d)`; answers the token after it."""
    name = next(tokens, None)
    if name is None or name in "(),/":
        raise _wrong(name or "")
    after = next(tokens, None)
    if after == "/":
        below: Selection = {}
        after = _one(tokens, below)
    elif after == "(":
        below, closing = _list(tokens)
        if closing != ")":
            raise _wrong(name)
        after = next(tokens, None)
    else:
        into[name] = None
        below = {}
    if after not in (None, ",", ")"):
        raise _wrong(name)
    if below:
        before = into.setdefault(name, {})
        if before is not None:
            before.update(below)
    return after


def _check(selection: Selection, schema: Mapping[str, Any]) -> None:
    while "items" in schema:
        schema = schema["items"]
    known = schema.get("properties", {})
    other = schema.get("additionalProperties") or None
    for name, below in selection.items():
        if name != "*" and name not in known and other is None:
            raise _wrong(name)
        if below is not None:
            inner = [known[name]] if name in known else ([other] if other else list(known.values()))
            _check_any(below, inner, name)


def _check_any(selection: Selection, schemas: list[Mapping[str, Any]], name: str) -> None:
    """Below `*`, one of several that has these fields is enough."""
    for schema in schemas:
        try:
            _check(selection, schema)
        except Refused:
            continue
        return
    raise _wrong(f"{name}/{next(iter(selection))}")


def _wrong(what: str) -> Refused:
    return refuse(400, "invalidParameter", f"Invalid field selection {what}", "fields")
