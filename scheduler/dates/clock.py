"""What time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant by this machine's clock, in UTC. Whoever decides is given it; only commands ask."""
    return datetime.now(UTC)
