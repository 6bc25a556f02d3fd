"""`$filter`, as far as Graph takes it for events."""

import re
from collections.abc import Callable
from typing import Any

from tests.servers.graph.asked import property_id
from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Wire

Condition = Callable[[Wire], bool]
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[()]|,|[\w./:@-]+)")
_FILTERABLE = {
    "subject",
    "start/datetime",
    "end/datetime",
    "icaluid",
    "isallday",
    "iscancelled",
    "isorganizer",
    "type",
    "seriesmasterid",
    "showas",
    "importance",
    "sensitivity",
    "createddatetime",
    "lastmodifieddatetime",
    "organizer/emailaddress/address",
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "lt": lambda left, right: bool(left < right),
    "le": lambda left, right: bool(left <= right),
    "gt": lambda left, right: bool(left > right),
    "ge": lambda left, right: bool(left >= right),
}
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}


def parse(text: str) -> Condition:
    """What a filter says of an event; extended properties are looked for in its `singleValueExtendedProperties`.

    Raises:
        Refused: it is no filter, or one of a property that cannot be filtered by.
    """
    return _Filter(text).all()


class _Filter:
    def __init__(self, text: str) -> None:
        self.rest = [token for token in _TOKEN.findall(text) if token]
        if "".join(self.rest) != re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", text):
            raise self._wrong()
        self.variable = ""

    def all(self) -> Condition:
        condition = self._or()
        if self.rest:
            raise self._wrong()
        return condition

    def _or(self) -> Condition:
        left = self._and()
        while self._accept("or"):
            left = _either(left, self._and())
        return left

    def _and(self) -> Condition:
        left = self._single()
        while self._accept("and"):
            left = _both(left, self._single())
        return left

    def _single(self) -> Condition:
        if self._accept("not"):
            negated = self._single()
            return lambda event: not negated(event)
        if self._accept("("):
            inner = self._or()
            self._expect(")")
            return inner
        name = self._next()
        if name.lower() in _FUNCTIONS and self.rest[:1] == ["("]:
            return self._function(_FUNCTIONS[name.lower()])
        if name.lower().endswith("/any"):
            return self._any(name[:-4])
        get = self._path(name)
        compare = _COMPARE.get(self._next().lower())
        if compare is None:
            raise self._wrong()
        literal = self._literal()
        return lambda event: _compared(compare, get(event), literal)

    def _function(self, function: Callable[[str, str], bool]) -> Condition:
        self._expect("(")
        get = self._path(self._next())
        self._expect(",")
        literal = self._literal()
        self._expect(")")
        return lambda event: isinstance(get(event), str) and function(get(event), str(literal))

    def _any(self, name: str) -> Condition:
        if name.lower() != "singlevalueextendedproperties":
            raise self._wrong()
        self._expect("(")
        self.variable = self._next().rstrip(":")
        self._accept(":")
        condition = self._or()
        self._expect(")")
        self.variable = ""
        return lambda event: any(condition(each) for each in event.get("singleValueExtendedProperties", ()))

    def _path(self, name: str) -> Callable[[Wire], Any]:
        steps = name.split("/")
        if self.variable:
            if steps[0] != self.variable or steps[1:] not in (["id"], ["value"]):
                raise self._wrong()
            return lambda each: each[steps[1]]
        if name.lower() not in _FILTERABLE:
            raise refuse(400, "ErrorInvalidProperty", f"The property '{name}' does not support filtering.")

        def get(event: Wire) -> Any:
            value: Any = event
            for step in steps:
                value = value[step]
            return value

        return get

    def _literal(self) -> Any:
        token = self._next()
        if token.startswith("'"):
            text = token[1:-1].replace("''", "'")
            return property_id(text) if self.variable and "{" in text else text
        return {"null": None, "true": True, "false": False}.get(token.lower(), token)

    def _next(self) -> str:
        if not self.rest:
            raise self._wrong()
        token: str = self.rest.pop(0)
        return token

    def _accept(self, token: str) -> bool:
        if self.rest and self.rest[0].lower() == token:
            self.rest.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise self._wrong()

    def _wrong(self) -> Exception:
        return refuse(400, "BadRequest", "Invalid filter clause.")


def _either(left: Condition, right: Condition) -> Condition:
    return lambda event: left(event) or right(event)


def _both(left: Condition, right: Condition) -> Condition:
    return lambda event: left(event) and right(event)


def _compared(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    try:
        return compare(left, right)
    except TypeError:
        return False
