"""Secrets in the operating system's keyring."""

from collections.abc import Callable
from typing import TypeVar

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from providers.errors import NotPermitted

_SERVICE = "schedule"
_Answer = TypeVar("_Answer")


class KeyringSecrets:
    """See `providers.auth.secrets.Secrets`."""

    @property
    def place(self) -> str:
        """See `Secrets.place`."""
        return "the operating system's keyring"

    def get(self, name: str) -> str | None:
        """See `Secrets.get`."""
        return _told(lambda: keyring.get_password(_SERVICE, name))

    def put(self, name: str, value: str) -> None:
        """See `Secrets.put`."""
        _told(lambda: keyring.set_password(_SERVICE, name, value))

    def delete(self, name: str) -> bool:
        """See `Secrets.delete`."""
        if self.get(name) is None:
            return False

        def delete() -> bool:
            try:
                keyring.delete_password(_SERVICE, name)
            except PasswordDeleteError:  # somebody else was faster
                return False
            return True

        return _told(delete)


def _told(do: Callable[[], _Answer]) -> _Answer:
    """Turns the keyring's errors, which may hold whatever its program says, into a sentence."""
    try:
        return do()
    except (KeyringError, RuntimeError, OSError) as error:
        raise NotPermitted(
            f"the keyring cannot be used ({type(error).__name__})",
            who="the operating system's keyring",
            do="Unlock it, or name a file under [tokens] in the configuration",
        ) from None
