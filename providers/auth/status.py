"""Whether a service can be asked at all, and as whom."""

from dataclasses import dataclass, field

from providers.errors import ProviderError


@dataclass(frozen=True, slots=True)
class Status:
    """How one is signed in to a service."""

    account: str
    """As whom, for a sentence; without a secret."""
    allowed: tuple[str, ...] = field(default=())
    """Scopes or permissions, as the service calls them: what was granted, or, where there is a problem, what has to be;
    empty: it is not told."""
    problem: ProviderError | None = None
    """Why no token could be had just now; None: one was."""
