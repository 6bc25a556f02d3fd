"""How Microsoft is told who asks."""

from typing import Protocol, runtime_checkable


class SignIn(Protocol):
    """Access tokens for Graph. Safe to be used by several threads."""

    def token(self, refused: str | None = None) -> str:
        """An access token that is good now.

        Args:
            refused: a token that Graph has just answered with 401; another one is asked for.

        Raises:
            NotSignedIn: nobody is signed in, the grant was revoked, or the secret has expired.
        """
        ...

    @property
    def app_only(self) -> bool:
        """Whether the application itself is signed in, not a person."""
        ...


@runtime_checkable
class Renewing(Protocol):
    """A `SignIn` whose grant the service renews as it is used: the new one has to be kept."""

    def keep(self) -> None:
        """Keep what is new; until then nothing is written.

        Raises:
            NotPermitted: it cannot be kept.
        """
        ...
