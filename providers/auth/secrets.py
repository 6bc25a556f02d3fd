"""Keeps secrets by name, in the keyring or in a file."""

from pathlib import Path
from typing import Protocol


class Secrets(Protocol):
    """Names are such as `google` or `outlook`; values are text. Values never show in errors."""

    def get(self, name: str) -> str | None:
        """The secret; None: there is none.

        Raises:
            NotPermitted: others can read the file, or the keyring is locked.
        """
        ...

    def put(self, name: str, value: str) -> None:
        """Keep a secret, in place of an older one.

        Raises:
            NotPermitted: it cannot be kept here.
        """
        ...

    def delete(self, name: str) -> bool:
        """Forget a secret; whether there was one."""
        ...

    @property
    def place(self) -> str:
        """Where they are kept, for a sentence."""
        ...


def secrets_in(file: Path | None) -> Secrets:
    """Secrets in a file that only its owner can read, or, for None, in the operating system's keyring."""
    if file is not None:
        from providers.auth.secret_file import FileSecrets

        return FileSecrets(file)
    from providers.auth.keyring_secrets import KeyringSecrets

    return KeyringSecrets()
