"""The marker: what makes an event ours, and says which occurrence it is."""

import hashlib
from base64 import b32hexencode
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Marker:
    """Names one occurrence. Its `uid` follows from it, so that a marker copied onto another event betrays itself."""

    leader: str
    """Email, lower case."""
    member: str
    """Email of the other person, lower case."""
    kind: str
    """`report`, `skip-level`, `cross-team` or `people-ops`."""
    period: str
    """The ISO week in which the occurrence is due, such as `2026-W48`."""
    generation: int = 0
    """Rises by one each time an occurrence is created anew after its event was cancelled."""
    seal: str = field(default="", compare=False, repr=False)
    """What proves that the marker is ours; see `providers.marker_key`. Empty: it bears none."""

    @cached_property
    def uid(self) -> str:
        """UID of the event that bears this marker: letters a-v and digits, as Google's event ids allow."""
        text = "\n".join((self.leader, self.member, self.kind, self.period, str(self.generation)))
        return b32hexencode(hashlib.sha256(text.encode()).digest()[:20]).decode().lower()
