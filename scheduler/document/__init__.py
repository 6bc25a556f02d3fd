"""A plan as one JSON document, and back: what `--format json` prints and `--save` keeps.

`codec` translates single kinds of values, `shape` lays out a plan; neither does any I/O.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import NoReturn

from scheduler.document.codec import Problems, shown
from scheduler.document.shape import DOCUMENT, VERSION, document_of, plan_of
from scheduler.document.whole import text_of
from scheduler.errors import BadInput
from scheduler.plan import Plan

CHECKSUM = "checksum"
DEPTH = 32
"""How deep a document may nest: well above what a plan needs, well below what Python's stack allows."""


def to_json(plan: Plan) -> str:
    """The plan's document: sorted keys, two spaces of indent, a newline at the end. Equal plans give equal text."""
    content = DOCUMENT.write(document_of(plan))
    assert isinstance(content, dict)
    content[CHECKSUM] = checksum(content)
    return text_of(content)


def checksum(content: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of a document without its own checksum, in canonical JSON.

    Canonical: keys sorted, no spaces, characters unescaped, UTF-8.
    """
    rest = {key: value for key, value in content.items() if key != CHECKSUM}
    canonical = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate can stand in JSON, not in UTF-8; `from_json` reports it, here it must only not raise.
    return hashlib.sha256(canonical.encode("utf-8", "backslashreplace")).hexdigest()


def from_json(text: str, source: str) -> Plan:
    """The plan that `to_json` wrote.

    Args:
        source: where the text came from, such as a file name; every problem names it.

    Raises:
        BadInput: the text is not JSON, or not a whole and unchanged plan of this version; all problems at once.
    """
    problems = Problems(source)
    content = _parse(text, problems)
    if not isinstance(content, dict):
        problems.add("", "expected a plan, which is a JSON object")
        raise BadInput(*problems.lines)
    version = content.get("version")
    if "version" in content and version != VERSION:
        problems.add("version", f"this program reads version {VERSION}, not {shown(version)}; make the plan anew")
        raise BadInput(*problems.lines)
    stored = content.pop(CHECKSUM, None)
    document = DOCUMENT.read(content, "", problems)
    if stored is None:
        problems.add(CHECKSUM, "missing")
    elif stored != checksum(content):
        problems.add(CHECKSUM, "does not fit the content: the plan was edited or damaged; make it anew")
    if problems.lines or document is None:
        raise BadInput(*problems.lines)
    return plan_of(document)


def _parse(text: str, problems: Problems) -> object:
    """Strict JSON: no key twice, no NaN, no endless depth."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = sorted(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
            problems.add(", ".join(shown(key) for key in twice), "stands twice in one object")
        return found

    def constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    try:
        content: object = json.loads(text, object_pairs_hook=once, parse_constant=constant)
    except json.JSONDecodeError as error:
        problems.add("", f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}")
    except RecursionError:
        problems.add("", "not a plan: it nests too deeply")
    except ValueError as error:
        problems.add("", f"not JSON: {shown(str(error))}")
    else:
        if not _deeper_than(content, DEPTH):
            return content
        problems.add("", "not a plan: it nests too deeply")
    raise BadInput(*problems.lines)


def _deeper_than(content: object, depth: int) -> bool:
    level = [content]
    for _ in range(depth):
        inner: list[object] = []
        for value in level:
            if isinstance(value, dict):
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        level = inner
    return bool(level)
