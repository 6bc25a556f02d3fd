"""What a request asks for beside its path: `$select`, `Prefer` and the like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tests.servers.base import Request
from tests.servers.graph.errors import refuse
from tests.servers.graph.zones import zone_of

_PREFERENCE = re.compile(r'\s*([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;]*)))?\s*(?:[,;]|$)')
_EXTENDED = re.compile(r"id eq '([^']+)'", re.IGNORECASE)
_EXPANSION = re.compile(r"(\w+)(\((?:[^()']|'[^']*')*\))?(?:,|$)")


@dataclass(frozen=True)
class Asked:
    request: Request

    @cached_property
    def query(self) -> Mapping[str, str]:
        """By lower-case name, as Graph does not mind."""
        return {name.lower(): value for name, value in self.request.query.items()}

    @cached_property
    def preferences(self) -> Mapping[str, str]:
        """What `Prefer` says, by lower-case name."""
        found = _PREFERENCE.findall(self.request.headers.get("prefer", ""))
        return {name.lower(): (quoted or plain).strip() for name, quoted, plain in found}

    @cached_property
    def zone(self) -> str:
        """Name of the zone in which times are wanted."""
        name = self.preferences.get("outlook.timezone", "UTC")
        zone_of(name)
        return name

    @property
    def immutable(self) -> bool:
        """Which ids are wanted."""
        return self.preferences.get("idtype", "").lower() == "immutableid"

    @property
    def text(self) -> bool:
        """Whether bodies are wanted as plain text."""
        return self.preferences.get("outlook.body-content-type", "") == "text"

    @cached_property
    def page_size(self) -> int:
        """How many are wanted at once."""
        return self._number("$top") or int(self.preferences.get("odata.maxpagesize") or 0) or 10

    @cached_property
    def skip(self) -> int:
        """How many were had already."""
        return self._number("$skip")

    @cached_property
    def select(self) -> list[str] | None:
        """Properties that are wanted; None: all."""
        text = self.query.get("$select")
        return None if text is None else [name.strip() for name in text.split(",") if name.strip()]

    @cached_property
    def expand(self) -> Mapping[str, str]:
        """What is wanted besides, by name, with what stands in its brackets."""
        return dict(_EXPANSION.findall(self.query.get("$expand", "")))

    @cached_property
    def extended(self) -> frozenset[str]:
        """Ids of extended properties that are wanted."""
        inner = self.expand.get("singleValueExtendedProperties")
        if inner is None:
            return frozenset()
        ids = frozenset(_EXTENDED.findall(inner))
        if not ids:
            raise refuse(400, "ErrorInvalidParameter", "An extended property is expanded by a $filter of its id only.")
        return frozenset(property_id(each) for each in ids)

    def _number(self, name: str) -> int:
        text = self.query.get(name, "0")
        if not text.isdigit() or (int(text) > 1000 and name == "$top"):
            raise refuse(400, "ErrorInvalidUrlQueryFilter", f"Invalid value '{text}' for {name}.")
        return int(text)


_PROPERTY = re.compile(r"(\w+) \{([0-9a-fA-F-]{36})\} (Name|Id) (\S.*)")


def property_id(text: str) -> str:
    """The id of an extended property as Graph writes it back.

    Raises:
        Refused: it has another form.
    """
    match = _PROPERTY.fullmatch(text)
    if match is None:
        raise refuse(400, "ErrorInvalidExtendedPropertyId", "PropertyId values must be `Type {guid} Name name`.")
    kind, guid, how, name = match.groups()
    return f"{kind} {{{guid.lower()}}} {how} {name}"
