"""A night as JSON: what its schema says, and the same as on the page."""

import json
from pathlib import Path

import jsonschema
from hypothesis import given, settings

from scheduler.outcome import Night
from scheduler.tell import night_document
from scheduler.tell.document import DOCUMENT, schema
from tests.tell.nights import AGENDA, NIGHTS, mixed, night

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "night.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_written_down() -> None:
    """Changed the shape? Write it down again: python -m scheduler.tell.document > docs/night.schema.json."""
    assert schema() == SCHEMA


@settings(max_examples=40)
@given(NIGHTS)
def test_any_night_is_as_the_schema_says(night: Night) -> None:
    """Whatever the night, its document is valid."""
    jsonschema.validate(json.loads(night_document(night)), SCHEMA)


def test_the_schema_refuses_what_it_does_not_know() -> None:
    """A key too many or too few is an error: the schema says all there is."""
    content = json.loads(night_document(mixed()))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid(content)
    assert not validator.is_valid(content | {"title": "Lunch"})
    assert all(not validator.is_valid({k: v for k, v in content.items() if k != key}) for key in DOCUMENT.keys)


def test_it_says_what_the_page_says() -> None:
    """Totals, and of each leader the ending, the changes, whom it misses and why."""
    content = json.loads(night_document(mixed()))
    assert content["exit_code"] == 5
    assert content["totals"] == {
        "leaders": 6,
        "planned": 4,
        "proven": 3,
        "placed": 5,
        "new": 2,
        "moved": 1,
        "cancelled": 1,
        "missed": 1,
        "left_alone": 0,
        "written": 4,
        "not_written": 1,
    }
    ana, bo, cy, di, el, fu = content["leaders"]
    assert [each["ending"] for each in (ana, bo, cy, di, el, fu)] == [
        "written",
        "written",
        "refused",
        "failed",
        "partly",
        "unchanged",
    ]
    assert [each["action"] for each in ana["changes"]] == ["create", "move", "cancel"]
    assert bo["not_placed"][0]["why"] == "no time at which both are free"
    assert di["placed"] is None
    assert el["failures"][0]["which"] == "El Fox and Han Ito, 2026-W49"
    assert content["calls"] == [{"service": "calendars", "number": 42}]


def test_it_holds_no_agenda() -> None:
    """Not even the link to it."""
    assert AGENDA not in night_document(mixed())


def test_equal_nights_give_equal_text() -> None:
    """To the last byte."""
    assert night_document(mixed()) == night_document(mixed())
    assert night_document(night()).endswith("}\n")
