"""A service's quotas, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a service allows. A mailbox here is whatever a quota counts by: a mailbox, or a user who asks."""

    per_mailbox: Quota
    overall: Quota | None = None
    at_once_per_mailbox: int = 4
    """The parts of a batch count one by one."""
