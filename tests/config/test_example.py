"""The example configuration is the manual: complete, valid, and true about the defaults."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from providers.section.table import TableModel
from scheduler.config import load
from scheduler.config.people import COLUMNS
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import TABLES, PersonTable, ReportTable, keys
from scheduler.config.table import read_table

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
REQUIRED = {
    "name": "X",
    "zone": "UTC",
    "email": "x@example.com",
    "leader": "x@example.com",
    "person": "x@example.com",
    "tenant": "example.com",
    "client_id": "00000000-0000-0000-0000-000000000000",
    "host": "mail.example.com",
    "from": "x@example.com",
}


def documented() -> dict[tuple[str, str], str]:
    """By table and key: the comment above the first line that has the key."""
    found: dict[tuple[str, str], str] = {}
    table, comment = "", ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        key = re.match(r"(?:# )?([a-z_]+) = ", line)
        if line.startswith("["):
            table, comment = line, ""
        elif key:
            found.setdefault((table, key[1]), comment)
            comment = ""
        elif line.startswith("#"):
            comment += line.removeprefix("#").strip() + "\n"
    return found


def test_it_loads() -> None:
    """The example is a valid configuration."""
    assert list(load(EXAMPLE).teams) == ["ana@example.com", "bruno@example.com"]


def test_it_documents_every_key() -> None:
    """Every key of every table stands in the example, and none that does not exist."""
    known = {(name, key) for name, model in TABLES.items() for key in keys(model)}
    assert set(documented()) == known


@pytest.mark.parametrize(("table", "model"), TABLES.items(), ids=TABLES.keys())
def test_the_defaults_it_states_are_the_real_ones(table: str, model: type[TableModel]) -> None:
    """Each key says that it is required, what its default is, or what holds without it."""
    required = {key: value for key, value in REQUIRED.items() if key in keys(model)}
    required |= {"path": "x"} if table == "[providers.folder]" else {}
    real = read_values(model, required)
    for key, name in keys(model).items():
        comment = documented()[table, key]
        stated = re.search(r"^Default: (.+)$", comment, re.MULTILINE)
        is_required = model.model_fields[name].is_required()
        assert is_required == ("Required." in comment), key
        if stated:
            value = tomllib.loads(f"value = {stated[1]}")["value"]
            assert getattr(read_values(model, required | {key: value}), name) == getattr(real, name), key
        else:
            assert is_required or "Without it: " in comment, key


def read_values(model: type[TableModel], raw: dict[str, Any]) -> TableModel:
    """The values of a table that has no problems."""
    problems = Problems()
    values = read_table(model, raw, Place("example"), problems).values
    assert problems.in_order() == ()
    return values


def test_it_names_every_column_of_the_csv_file() -> None:
    """The columns are those of a person, the leader, and those of a report."""
    comment = documented()["[company]", "people_file"]
    assert [column for column in COLUMNS if column not in comment] == []
    assert set(COLUMNS) == (set(keys(PersonTable)) | set(keys(ReportTable)) | {"leader"}) - {"person", "kind"}
