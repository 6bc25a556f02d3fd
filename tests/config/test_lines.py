"""Every key path of a TOML document is found in its line."""

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.config.lines import key_lines
from scheduler.config.problems import Key

DOCUMENT = '''\
# a comment with = and [brackets]
top = 1
"quoted key" = 'a # b'
dotted.inner."deep.er" = """
one
two ""\\" three"""
[table]
list = [ # begins
  "a",
  [1, 2], { x = 1, y.z = 2 },
]
date = 2026-11-22T10:00:00Z
[[teams]]
leader = "a"
  [[teams.reports]]
  person = "]"
  [[teams.reports]]
  person = \'\'\'
two lines\'\'\'
after = true
[[teams]]
[teams.lunch]
from = "x"
[a.b.c]
'''


def test_every_kind_of_key_is_found_in_its_line() -> None:
    """Tables, arrays of tables, dotted and quoted keys, array elements, inline tables; strings may span lines."""
    lines = key_lines(DOCUMENT)
    expected: dict[tuple[Key, ...], int] = {
        ("top",): 2,
        ("quoted key",): 3,
        ("dotted", "inner", "deep.er"): 4,
        ("table",): 7,
        ("table", "list"): 8,
        ("table", "list", 0): 9,
        ("table", "list", 1, 1): 10,
        ("table", "list", 2, "x"): 10,
        ("table", "list", 2, "y", "z"): 10,
        ("table", "date"): 12,
        ("teams", 0): 13,
        ("teams", 0, "leader"): 14,
        ("teams", 0, "reports", 0, "person"): 16,
        ("teams", 0, "reports", 1): 17,
        ("teams", 0, "reports", 1, "person"): 18,
        ("teams", 0, "reports", 1, "after"): 20,
        ("teams", 1): 21,
        ("teams", 1, "lunch"): 22,
        ("teams", 1, "lunch", "from"): 23,
        ("a", "b", "c"): 24,
    }
    assert {path: lines.get(path) for path in expected} == expected


def paths(value: Any, path: tuple[Key, ...] = ()) -> set[tuple[Key, ...]]:
    """Every path in a parsed document."""
    if isinstance(value, dict):
        inner = [paths(part, (*path, key)) for key, part in value.items()]
    elif isinstance(value, list):
        inner = [paths(part, (*path, index)) for index, part in enumerate(value)]
    else:
        inner = []
    return {path}.union(*inner)


def test_the_paths_are_those_that_the_parser_finds() -> None:
    """No path is missing, none is made up: in the document above and in the example configuration."""
    example = Path(__file__).parents[2] / "config.example.toml"
    for text in (DOCUMENT, example.read_text(encoding="utf-8")):
        assert set(key_lines(text)) == paths(tomllib.loads(text)) - {()}


@settings(max_examples=300)
@given(st.text(alphabet="ab.=\"'[]{},#\n\\ 1", max_size=40))
def test_any_valid_document_is_walked_to_its_end(text: str) -> None:
    """Whatever short document the parser accepts, the paths agree."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        document, text = {}, ""
    assert set(key_lines(text)) == paths(document) - {()}
