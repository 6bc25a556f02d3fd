"""Who calls: the application itself, or it on behalf of one person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    email: str | None
    """Lower case; None: the application itself."""

    @property
    def app(self) -> bool:
        """Whether it is the application itself."""
        return self.email is None
