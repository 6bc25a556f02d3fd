"""The JSON Schema of a plan's document, made from its shape.

`python -m scheduler.document.schema > docs/plan.schema.json` writes it down.
"""

import json
import sys

from scheduler.document.codec import Schema
from scheduler.document.shape import DOCUMENT, VERSION

_CHECKSUM: Schema = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "SHA-256 of the document without this key, as JSON with sorted keys, no spaces and unescaped "
    "characters in UTF-8.",
}


def schema() -> Schema:
    """JSON Schema, draft 2020-12."""
    definitions: Schema = {}
    described = DOCUMENT.described(definitions)
    required, properties = described["required"], described["properties"]
    assert isinstance(required, list)
    assert isinstance(properties, dict)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:schedule:plan:{VERSION}",
        "title": "Plan",
        **described,
        "required": [*required, "checksum"],
        "properties": {**properties, "checksum": _CHECKSUM},
        "$defs": definitions,
    }


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
