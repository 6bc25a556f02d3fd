"""Documents as a whole: the text of one, and its JSON Schema."""

import json
import sys
from typing import Any

from scheduler.document.codec import Object, Schema


def text_of(content: object) -> str:
    """Plain JSON as text: sorted keys, two spaces of indent, a newline at the end. Equal content gives equal text.

    Raises:
        ValueError: it holds a number that JSON does not know.
    """
    return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def schema_of(document: Object[Any], name: str, version: int) -> Schema:
    """The schema of a document, draft 2020-12.

    Args:
        name: of the kind of document, in lower case.
    """
    definitions: Schema = {}
    described = document.described(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:schedule:{name}:{version}",
        "title": name.capitalize(),
        **described,
        "$defs": definitions,
    }


def print_schema(schema: Schema) -> None:
    """Print a schema as it is kept in `docs`: keys in their own order."""
    json.dump(schema, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
