"""Secrets in a file that only its owner can read."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from shlex import quote

from providers.errors import NotPermitted, Unavailable
from providers.files import read_regular, write_private
from providers.lock import locked

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class FileSecrets:
    """See `providers.auth.secrets.Secrets`. Several processes may write at once; none loses what another kept.

    Args:
        path: a JSON file; made where it is missing, with its folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def place(self) -> str:
        """See `Secrets.place`."""
        return f"the file {self._path}"

    def get(self, name: str) -> str | None:
        """See `Secrets.get`."""
        return self._read().get(name)

    def put(self, name: str, value: str) -> None:
        """See `Secrets.put`."""
        self._change(lambda kept: {**kept, name: value})

    def delete(self, name: str) -> bool:
        """See `Secrets.delete`."""
        if name not in self._read():
            return False
        self._change(lambda kept: {each: value for each, value in kept.items() if each != name})
        return True

    def _read(self) -> dict[str, str]:
        try:
            refuse_open_to_others(self._path)
            with read_regular(self._path) as file:
                found = json.loads(file.read())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._failure(f"cannot be read: {error.strerror}") from None
        except ValueError:
            raise self._failure("holds no tokens", "Move it away, then sign in again with `schedule auth`") from None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise self._failure("holds no tokens", "Move it away, then sign in again with `schedule auth`")
        return found

    def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        try:
            with locked(self._path.with_name(f".{self._path.name}.lock"), str(self._path)):
                write_private(self._path, json.dumps(change(self._read())).encode())
        except Unavailable as busy:
            raise NotPermitted(busy.what, who=busy.who, do=busy.do) from None
        except OSError as error:
            raise self._failure(f"cannot be written: {error.strerror}") from None

    def _failure(self, what: str, do: str = "See that you may read and write the file and its folder") -> NotPermitted:
        return NotPermitted(f"the file of tokens {what}", who=str(self._path), do=do)


def refuse_open_to_others(path: Path) -> None:
    """Stop where others than its owner can read a file that holds a secret.

    Raises:
        NotPermitted: they can, or the file is not ours. On Windows, where files have no such permissions, never.
        OSError: there is no such file.
    """
    found = path.stat()
    if os.name != "posix":
        return
    if found.st_mode & _OTHERS:
        raise NotPermitted(
            "others can read this file, and it holds a secret", who=str(path), do=f"chmod 600 {quote(str(path))}"
        )
    if found.st_uid != os.geteuid():
        do = "Use one of your own; with `sudo`, be the same user each time"
        raise NotPermitted("this file belongs to somebody else, and it holds a secret", who=str(path), do=do)
