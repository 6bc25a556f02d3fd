"""Reads tables by their schema, and says in words what does not fit; keys that several tables may give."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from providers.section.table import TableModel
from providers.section.text import near, quoted
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import (
    TABLES,
    DocumentTable,
    LunchTable,
    keys,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=TableModel, covariant=True)
K = TypeVar("K", bound=TableModel)

_SECRETS = frozenset(
    ("secret", "client_secret", "password", "private_key", "key", "token", "access_token", "refresh_token")
)
"""Keys under which people put secrets themselves."""
_IN_WORDS = {
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
}


@dataclass(frozen=True)
class Table(Generic[M]):
    """A table that was read. Keys that could not be read have their defaults, and are `hidden` in the problems."""

    values: M
    place: Place

    def gives(self, name: str) -> bool:
        """Whether the file has this key (by its name in Python)."""
        return name in self.values.model_fields_set

    def at(self, name: str) -> Place:
        """Where this key (by its name in Python) stands."""
        return self.place.at(type(self.values).model_fields[name].alias or name)


@dataclass(frozen=True)
class Inherited(Generic[K]):
    """Keys that several tables may give: the nearest one decides."""

    values: K
    tables: tuple[Table[K], ...]
    """The nearest first. The last decides about what none gives."""
    problems: Problems

    def at(self, name: str) -> Place:
        """Where what holds for this key (by its name in Python) is written, also where it cannot be read."""
        return self.tables[self._index(name)].at(name)

    def nearness(self, name: str) -> int:
        """Of that table; 0 for the outermost. What is nearer is what a user would change."""
        return len(self.tables) - 1 - self._index(name)

    def _index(self, name: str) -> int:
        written = (
            index
            for index, table in enumerate(self.tables)
            if table.gives(name) or self.problems.hidden(table.at(name))
        )
        return next(written, len(self.tables) - 1)


def inherit(keys: type[K], tables: tuple[Table[K], ...], problems: Problems) -> Inherited[K]:
    """What holds for these keys; one that is given but cannot be read is as if it were not given.

    Args:
        tables: the nearest first.
    """
    values: dict[str, object] = {}
    for table in reversed(tables):
        own = {name: value for name, value in table.values if name in keys.model_fields}
        values |= own if not values else {name: value for name, value in own.items() if table.gives(name)}
    return Inherited(keys.model_construct(None, **values), tables, problems)


def read_table(model: type[M], raw: object, place: Place, problems: Problems) -> Table[M]:
    """Read a table; its problems are noted, and what is sound in it is kept."""
    if not isinstance(raw, dict):
        problems.unreadable(place, "must be a table")
        raw = {}
    kept: dict[str, object] = dict(raw)
    try:
        return Table(model.model_validate(kept), place)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            where = [key for key in found["loc"] if isinstance(key, str) or not place.in_table]
            key = str(found["loc"][0])
            problems.unreadable(place.at(*where), _in_words(found, model), within=place.at(key))
            kept.pop(key, None)
    required = [key for key, name in keys(model).items() if model.model_fields[name].is_required()]
    kept |= {key: model.stand_ins[key] for key in required if key not in kept}
    return Table(model.model_validate(kept), place)


def _in_words(found: "ErrorDetails", model: type[TableModel]) -> str:
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    if found["type"] == "extra_forbidden":
        return _unknown(str(found["loc"][-1]), model if len(found["loc"]) == 1 else LunchTable)
    if found["type"] == "missing":
        do = model.missing.get(str(found["loc"][-1]))
        return f"is missing; {do}" if do else "is missing"
    return _IN_WORDS.get(found["type"], found["msg"])


def _unknown(key: str, model: type[TableModel]) -> str:
    """What to say about a key that the table does not have; never its value."""
    if key.casefold() in _SECRETS and model.instead_of_secrets is not None:
        return (
            "is refused: no secret stands in the configuration. Put it into a file that only you can read, and "
            f"{model.instead_of_secrets}"
        )
    if meant := near(key, keys(model)):
        return f"is not a key here; did you mean {quoted(meant)}?"
    elsewhere = [name for name, table in TABLES.items() if key in keys(table)]
    if elsewhere:
        return f"is not a key here; it belongs in {' or '.join(elsewhere)}"
    if model is DocumentTable:
        return f"is not a section; use {', '.join(TABLES)}"
    return f"is not a key here; use {', '.join(keys(model))}"
