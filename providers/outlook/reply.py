"""One answer of Graph, on its own or out of a batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: Body
    """Empty where none came, or one that is no JSON object."""
    after: float | None = None
    """Seconds to wait before asking again, as Graph said."""

    @property
    def code(self) -> str:
        """Graph's name of the error; empty where it names none. Of its words, nothing else is shown to anybody."""
        error = self.body.get("error")
        code = error.get("code") if isinstance(error, Mapping) else None
        return code[:60] if isinstance(code, str) and code.replace("_", "").replace(".", "").isalnum() else ""
