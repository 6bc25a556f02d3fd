"""A plan's document says all of the plan, always in the same bytes, and no other text is taken for one."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scheduler.document import checksum, from_json, to_json
from scheduler.document.codec import Many, Maybe, Object
from scheduler.document.schema import schema
from scheduler.document.shape import DOCUMENT
from scheduler.errors import BadInput
from scheduler.plan import Plan
from tests.preview.plans import PLAN
from tests.preview.sample import usual

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "plan.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SOURCE = "plan.json"
TEXT = to_json(usual())


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with a text that is no plan."""
    with pytest.raises(BadInput) as caught:
        from_json(text, SOURCE)
    return caught.value.problems


def read_or_refused(text: str) -> Plan | tuple[str, ...]:
    """The plan, or what is wrong with the text; any other error is raised."""
    try:
        return from_json(text, SOURCE)
    except BadInput as error:
        return error.problems


def sealed(content: dict[str, Any]) -> str:
    """The content as text, with the checksum that fits it."""
    return json.dumps(content | {"checksum": checksum(content)})


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a document; of lists, only the first item."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in sorted(value):
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list) and value:
        yield from paths(value[0], (*path, 0))


PATHS = [path for path in paths(json.loads(TEXT)) if path != ("checksum",)]
KEYS = [path for path in PATHS if isinstance(path[-1], str)]
OBJECTS = [
    path[:-1] for path in KEYS if path[-1] in ("start", "kind", "weeks", "name", "fill", "email", "day", "outcome")
]


def named(path: tuple[str | int, ...]) -> str:
    """A path as messages write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def at(content: Any, path: tuple[str | int, ...]) -> Any:
    """What stands there."""
    for step in path:
        content = content[step]
    return content


@settings(max_examples=100)
@given(PLAN)
def test_a_plan_comes_back_from_its_document(plan: Plan) -> None:
    """Nothing of any plan is lost or changed on the way through JSON."""
    assert from_json(to_json(plan), SOURCE) == plan


@settings(max_examples=50)
@given(PLAN)
def test_every_document_obeys_the_schema(plan: Plan) -> None:
    """What we print is what the schema promises, and it is UTF-8."""
    text = to_json(plan)
    text.encode("utf-8")
    VALIDATOR.validate(json.loads(text))


def test_equal_plans_give_equal_bytes_in_any_process() -> None:
    """The document does not depend on the process, nor on the order in which strings are hashed."""
    program = "import sys; from tests.test_document import TEXT; sys.stdout.buffer.write(TEXT.encode())"
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed == [TEXT.encode()] * 2


def test_the_document_is_sorted_and_ends_with_a_newline() -> None:
    """People can compare two saved plans line by line."""
    assert json.dumps(json.loads(TEXT), sort_keys=True, indent=2, ensure_ascii=False) + "\n" == TEXT


def test_the_checksum_is_that_of_the_canonical_content() -> None:
    """Another program can compute it from the schema's description alone."""
    content = json.loads(TEXT)
    stored = content.pop("checksum")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert stored == hashlib.sha256(canonical).hexdigest()


def test_instants_are_utc_with_a_z() -> None:
    """Times are RFC 3339 in UTC, whatever the leader's zone."""
    first = json.loads(TEXT)["changes"][0]
    assert first["after"] == {"start": "2026-11-26T08:35:00Z", "end": "2026-11-26T09:05:00Z"}


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_a_field_of_the_wrong_type_is_refused(path: tuple[str | int, ...]) -> None:
    """Schema and reader both refuse a number with a fraction, which is right nowhere; the reader names the key."""
    content = json.loads(TEXT)
    at(content, path[:-1])[path[-1]] = 3.5
    assert not VALIDATOR.is_valid(content)
    (problem,) = problems(sealed(content))
    assert problem.startswith(f"{SOURCE}: {named(path)}: ")
    assert "3.5" in problem


@pytest.mark.parametrize("path", KEYS, ids=named)
def test_a_missing_field_is_refused(path: tuple[str | int, ...]) -> None:
    """Every key must be there."""
    content = json.loads(TEXT)
    del at(content, path[:-1])[path[-1]]
    assert not VALIDATOR.is_valid(content)
    assert problems(sealed(content)) == (f"{SOURCE}: {named(path)}: missing",)


@pytest.mark.parametrize("path", [(), *dict.fromkeys(OBJECTS)], ids=named)
def test_a_field_that_nobody_knows_is_refused(path: tuple[str | int, ...]) -> None:
    """There is no room for a title, anywhere."""
    content = json.loads(TEXT)
    at(content, path)["title"] = "Salary talk"
    assert not VALIDATOR.is_valid(content)
    assert problems(sealed(content)) == (f"{SOURCE}: {named((*path, 'title'))}: unknown key",)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("leader",), ""),
        (("as_of",), "2026-11-26T09:00:00+01:00"),
        (("as_of",), "2026-11-26T09:00:00"),
        (("as_of",), "2026-11-26 09:00:00Z"),
        (("horizon", "weeks", 0), "2026-W00"),
        (("horizon", "weeks", 0), "W48"),
        (("status",), "great"),
        (("levels", 0, "level"), 7),
        (("levels", 0, "value"), True),
        (("levels", 0, "value"), -1),
        (("levels", 0, "value"), 10**12 + 1),
        (("levels", 0, "bound"), 10**30),
        (("levels", 0, "bound"), -(10**30)),
        (("changes", 0, "action"), "delete"),
        (("changes", 0, "pair", "kind"), "friend"),
        (("changes", 0, "after"), None),
        (("changes", 0, "generation"), -1),
        (("changes", 0, "generation"), 2**63),
        (("days", 0, "day"), "26.11.2026"),
        (("days", 0, "stretches", 0, "mark"), "cancel"),
        (("inputs",), [{"email": "a", "name": "", "time_zone": "", "blocks": []}]),
    ],
)
def test_a_value_out_of_bounds_is_refused(path: tuple[str | int, ...], value: object) -> None:
    """Schema and reader draw the same bounds."""
    content = json.loads(TEXT)
    at(content, path[:-1])[path[-1]] = value
    assert not VALIDATOR.is_valid(content)
    (problem,) = problems(sealed(content))
    assert problem.startswith(f"{SOURCE}: {path[0]}")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("as_of",), "2026-02-30T09:00:00Z"),
        (("as_of",), "0001-01-01T00:00:00Z"),
        (("horizon", "weeks", 0), "2027-W53"),
        (("time_zone",), "Europe/Madird"),
        (("time_zone",), "../../etc/passwd"),
        (("time_zone",), "Europe"),
        (("changes", 0, "after", "end"), "2026-11-26T08:00:00Z"),
        (("company",), "\ud800"),
    ],
)
def test_what_a_schema_cannot_say_is_refused_too(path: tuple[str | int, ...], value: object) -> None:
    """Days and zones that do not exist, and spans that end before they start."""
    content = json.loads(TEXT)
    at(content, path[:-1])[path[-1]] = value
    (problem,) = problems(sealed(content))
    assert problem.startswith(f"{SOURCE}: {path[0]}")


@pytest.mark.parametrize("action", ["create", "move", "cancel"])
def test_an_action_has_the_times_it_needs(action: str) -> None:
    """A kept 1-on-1 that is relabelled lacks a time or has one too many; so does any change without times."""
    for before in (True, False):
        for after in (True, False):
            content = json.loads(TEXT)
            change = content["changes"][0]
            change["action"] = action
            change["before"] = change["before"] if before else None
            change["after"] = change["after"] if after else None
            right = {"create": (False, True), "move": (True, True), "cancel": (True, False)}[action] == (before, after)
            assert VALIDATOR.is_valid(content) is right
            if right:
                assert from_json(sealed(content), SOURCE).changes[0].action == action
            else:
                assert "changes[0]" in problems(sealed(content))[0]


def test_an_edited_plan_is_refused() -> None:
    """One digit changed by hand, and the plan is not the one that was reviewed."""
    edited = TEXT.replace("2026-11-26T08:35:00Z", "2026-11-26T08:30:00Z")
    assert problems(edited) == (
        f"{SOURCE}: checksum: does not fit the content: the plan was edited or damaged; make it anew",
    )


def test_a_plan_of_another_version_is_refused_as_such() -> None:
    """Nothing else is said of a shape that we do not know."""
    content = json.loads(TEXT) | {"version": 1}
    del content["leader"]
    assert problems(sealed(content)) == (f"{SOURCE}: version: this program reads version 2, not 1; make the plan anew",)


def test_all_problems_are_told_at_once() -> None:
    """Missing, unknown, wrong, and a checksum that cannot fit."""
    content = json.loads(TEXT) | {"notes": 1, "status": 2}
    del content["leader"]
    told = problems(json.dumps(content))
    assert [line.split(": ")[1] for line in told] == ["notes", "leader", "status", "checksum"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1"),
        ('{\n  "version": 1,\n  "leader"\n}', "line 4, column 1"),
        (TEXT[: len(TEXT) // 2], "line "),
        ("\ufeff{}", "line 1, column 1"),
        ("[]", "a JSON object"),
        ("null", "a JSON object"),
        ('{"version": 1, "version": 1}', "stands twice"),
        ('{"version": NaN}', "NaN"),
        ('{"version": 1' + "0" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "too deeply"),
        ("[" * 100 + "]" * 100, "too deeply"),
        ('{"\\u001b[31m": 1, "version": 2}', "unknown key"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_plan_is_refused_with_a_reason(text: str, said: str) -> None:
    """Whatever the text, the message names its source, and holds nothing that could reach a terminal."""
    told = "\n".join(problems(text))
    assert said in told
    assert all(line.startswith(f"{SOURCE}: ") and line.isprintable() for line in told.split("\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200)
@given(st.data())
def test_no_value_in_any_place_makes_the_reader_fail(data: st.DataObject) -> None:
    """Whatever stands anywhere in a sealed document, it is read or refused, never a crash."""
    content = json.loads(TEXT)
    path = data.draw(st.sampled_from(PATHS))
    at(content, path[:-1])[path[-1]] = data.draw(JSON)
    outcome = read_or_refused(sealed(content))
    if isinstance(outcome, Plan):
        VALIDATOR.validate(json.loads(to_json(outcome)))
    else:
        assert outcome
        assert all(line.startswith(f"{SOURCE}: ") for line in outcome)


@settings(max_examples=200)
@given(st.integers(0, len(TEXT) - 1), st.integers(0, 5), st.text(max_size=5))
def test_damaged_text_is_never_taken_for_another_plan(position: int, length: int, instead: str) -> None:
    """Cut or overwrite the text anywhere: it is refused, or still says the same plan."""
    damaged = TEXT[:position] + instead + TEXT[position + length :]
    outcome = read_or_refused(damaged)
    assert outcome == usual() or (isinstance(outcome, tuple) and outcome)


def test_the_schema_is_the_one_of_the_code() -> None:
    """Changed the shape? Write it down again: python -m scheduler.document.schema > docs/plan.schema.json."""
    assert schema() == SCHEMA


def test_schema_and_reader_know_the_same_keys() -> None:
    """Neither can grow without the other; every key is required and described; none could hold a title."""
    documented = {"Plan": set(SCHEMA["properties"]) - {"checksum"}}
    for shape in (SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["properties"]["horizon"]):
        assert shape["description"]
        if shape["type"] == "object":
            assert shape["additionalProperties"] is False
            assert sorted(shape["required"]) == sorted(shape["properties"])
            assert all(field["description"] for field in shape["properties"].values())
            assert not {"title", "summary", "subject", "location", "attendees"} & set(shape["properties"])
    documented |= {name: set(each["properties"]) for name, each in SCHEMA["$defs"].items() if "properties" in each}
    documented["horizon"] = set(SCHEMA["properties"]["horizon"]["properties"])
    assert sorted(map(sorted, documented.values())) == sorted(map(sorted, _records(DOCUMENT).values()))


def _records(codec: object) -> dict[str, set[str]]:
    if isinstance(codec, Object):
        found = {getattr(codec.make, "__name__", ""): set(codec.keys)}
        for _, inner in codec.codecs():
            found |= _records(inner)
        return found
    return _records(codec.codec) if isinstance(codec, (Many, Maybe)) else {}
