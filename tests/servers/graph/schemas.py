"""OpenAPI 3.0 schemas as strict JSON Schema: what a type does not name, it does not have."""

from typing import Any

Schema = dict[str, Any]
_ANNOTATIONS = r"^@odata\.|^@removed$|^[A-Za-z]+@odata\."
_PREFIX = "#/components/schemas/"


class Schemas:
    """The types of a description. Inheritance is folded into the types that inherit.

    Args:
        types: `components.schemas`.
    """

    def __init__(self, types: dict[str, Schema]) -> None:
        self._types = types
        self._heirs: dict[str, list[str]] = {}
        for name, schema in types.items():
            for part in schema.get("allOf", ()):
                if "$ref" in part:
                    self._heirs.setdefault(part["$ref"].removeprefix(_PREFIX), []).append(name)
        self.definitions = {name: self._strict(self.folded(name)) for name in types}
        """Each type by name, to be put under `$defs`."""

    def convert(self, schema: Schema) -> Schema:
        """A schema of a request or an answer; types are referred to."""
        if "$ref" in schema:
            return self._reference(schema["$ref"].removeprefix(_PREFIX))
        converted = {name: value for name, value in schema.items() if name in _KEPT}
        if "anyOf" in schema:
            converted["anyOf"] = [
                {"type": "null"} if part.get("nullable") and part.get("maxProperties") == 0 else self.convert(part)
                for part in schema["anyOf"]
            ]
        if "items" in schema:
            converted["items"] = self.convert(schema["items"])
        if isinstance(schema.get("additionalProperties"), dict):
            converted["additionalProperties"] = self.convert(schema["additionalProperties"])
        if "properties" in schema:
            converted["properties"] = {name: self.convert(part) for name, part in schema["properties"].items()}
            if "additionalProperties" not in schema:
                converted = self._strict(converted, done=True)
        if schema.get("nullable") and "type" in converted:
            converted["type"] = [converted["type"], "null"]
            if "enum" in converted:
                converted["enum"] = [*converted["enum"], None]
        return converted

    def _reference(self, name: str) -> Schema:
        """A type or one that inherits from it, which then says so."""
        heirs = self._all_heirs(name)
        own = {"$ref": f"#/$defs/{name}"}
        if not heirs:
            return own
        named = [
            {
                "if": {"required": ["@odata.type"], "properties": {"@odata.type": {"const": f"#{heir}"}}},
                "then": {"$ref": f"#/$defs/{heir}"},
            }
            for heir in heirs
        ]
        says = {"enum": [f"#{heir}" for heir in heirs]}
        other = {"if": {"not": {"required": ["@odata.type"], "properties": {"@odata.type": says}}}, "then": own}
        return {"allOf": [*named, other]}

    def _all_heirs(self, name: str) -> list[str]:
        direct = self._heirs.get(name, [])
        return [*direct, *(each for heir in direct for each in self._all_heirs(heir))]

    def folded(self, name: str) -> Schema:
        """A type with all that it inherits."""
        schema = self._types[name]
        if "allOf" not in schema:
            return schema
        folded: Schema = {"type": "object", "properties": {}, "required": []}
        for part in schema["allOf"]:
            inherited = self.folded(part["$ref"].removeprefix(_PREFIX)) if "$ref" in part else part
            folded["properties"] |= inherited.get("properties", {})
            folded["required"] += inherited.get("required", [])
        return folded

    def _strict(self, schema: Schema, *, done: bool = False) -> Schema:
        converted = schema if done else self.convert(schema)
        if "properties" in converted and "additionalProperties" not in converted:
            converted["additionalProperties"] = False
            converted["patternProperties"] = {_ANNOTATIONS: {}}
        return converted


_KEPT = {
    "type",
    "enum",
    "required",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "additionalProperties",
    "format",
}
