"""One request to Google, before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """All of these are safe to be repeated: reads, inserts with an id of ours, changes and deletions of one version."""

    account: str
    """Email as whom is asked."""
    who: str
    """Whose calendar is asked for: for errors."""
    method: str
    """As the API's description calls it, such as `events.list`."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """With `body`, where there is one."""
    if_match: str | None = None
    """The version that is to be changed."""


@dataclass(frozen=True, slots=True)
class AskBusy:
    """When a person is busy. Those of one account and span are asked for together."""

    account: str
    who: str
    start: str
    """RFC 3339, as `end`."""
    end: str
