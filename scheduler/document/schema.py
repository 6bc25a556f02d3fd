"""The JSON Schema of a plan's document, made from its shape.

`python -m scheduler.document.schema > docs/plan.schema.json` writes it down.
"""

from scheduler.document.codec import Schema
from scheduler.document.shape import DOCUMENT, VERSION
from scheduler.document.whole import print_schema, schema_of

_CHECKSUM: Schema = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "SHA-256 of the document without this key, as JSON with sorted keys, no spaces and unescaped "
    "characters in UTF-8.",
}


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    described = schema_of(DOCUMENT, "plan", VERSION)
    required, properties = described["required"], described["properties"]
    assert isinstance(required, list)
    assert isinstance(properties, dict)
    return {
        **described,
        "required": [*required, "checksum"],
        "properties": {**properties, "checksum": _CHECKSUM},
    }


if __name__ == "__main__":
    print_schema(schema())
