"""Turns what is written in `used.toml` into an OpenAPI description, as far as `contract` reads one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

Part = dict[str, Any]

USED = Path(__file__).with_name("used.toml")
PREFIX = "microsoft.graph."
_INT32: Part = {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1}
_BASIC: dict[str, Part] = {
    "anything": {},
    "boolean": {"type": "boolean"},
    "bytes": {"type": "string", "format": "base64url"},
    "clock": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,12})?$"},
    "count": {"type": "integer"},
    "day": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "integer": _INT32,
    "string": {"type": "string"},
}
_NULL: Part = {"type": "object", "nullable": True, "maxProperties": 0}
_MAILBOXES = ("/me", "/users/{user-id}")


@cache
def used() -> Part:
    """The description."""
    return Written(tomllib.loads(USED.read_text(encoding="utf-8"))).document()


class Written:
    """The file as TOML has it."""

    def __init__(self, written: Part) -> None:
        self._written = written

    def document(self) -> Part:
        """As OpenAPI."""
        paths: Part = {}
        for call in self._written["calls"]:
            methods = {name.lower(): self._operation(each) for name, each in call.items() if name != "paths"}
            for path in call["paths"]:
                whole = [path[1:]] if path.startswith("//") else [f"{mailbox}{path}" for mailbox in _MAILBOXES]
                paths |= dict.fromkeys(whole, methods)
        schemas = {name: {"type": "string", "enum": values} for name, values in self._written["enums"].items()}
        schemas |= {name: self._type(dict(keys)) for name, keys in self._written["types"].items()}
        return {"paths": paths, "components": {"schemas": {f"{PREFIX}{name}": each for name, each in schemas.items()}}}

    def _operation(self, written: Part) -> Part:
        status, _, answer = written["answer"].partition(" ")
        error = {"content": _content(self._value("error"))}
        operation: Part = {
            "parameters": [
                {"name": name.removesuffix("!"), "in": "query", "required": name.endswith("!")}
                for group in written.get("query", ())
                for name in self._written["queries"][group]
            ],
            "responses": {
                status: {"content": _content(self._value(answer))} if answer else {"description": "empty"},
                "4XX": error,
                "5XX": error,
            },
        }
        if "body" in written:
            content = _content(self._value(written["body"].removesuffix("!")))
            operation["requestBody"] = {"content": content, "required": written["body"].endswith("!")}
        return operation

    def _type(self, keys: Part) -> Part:
        base = keys.pop("is", None)
        if base is not None:
            return {"allOf": [self._value(base), self._object(keys)]}
        own = self._object(keys)
        if "required" not in own:  # answers that are lists say no type
            own["properties"]["@odata.type"] = _BASIC["string"]
        return own

    def _object(self, keys: Part) -> Part:
        if "|" in keys:
            return {"type": "string", "enum": keys["|"]}
        found: Part = {"type": "object"}
        if required := [name.removesuffix("!") for name in keys if name.endswith("!")]:
            found["required"] = required
        if properties := {name.removesuffix("!"): self._value(each) for name, each in keys.items() if name != "*"}:
            found["properties"] = properties
        if "*" in keys:
            found["additionalProperties"] = self._value(keys["*"]) or True
        return found

    def _value(self, written: str) -> Part:
        if written.startswith("["):
            name, _, most = written[1:-1].partition("; ")
            return {"type": "array", "items": self._value(name)} | ({"maxItems": int(most)} if most else {})
        name = written.removesuffix("?")
        nullable = name != written
        if name in _BASIC:
            return _BASIC[name] | ({"nullable": True} if nullable else {})
        if name in self._written["bodies"]:
            return self._object(self._written["bodies"][name])
        reference = {"$ref": f"#/components/schemas/{PREFIX}{name}"}
        return (
            {"anyOf": [reference, {"type": "object", "nullable": True, "maxProperties": 0}]} if nullable else reference
        )


def _content(schema: Part) -> Part:
    return {"application/json": {"schema": schema}}
