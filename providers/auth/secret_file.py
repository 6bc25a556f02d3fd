"""Secrets in a file that only its owner can read."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from tempfile import mkstemp

from providers.errors import NotPermitted

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WAIT = 30.0
"""Seconds to wait for another run that keeps a token."""


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
            found = json.loads(self._path.read_bytes())
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
        from filelock import FileLock

        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = self._path.with_name(f".{self._path.name}.lock")
            # Never a lock that outlives a killed run: the operating system's, or none.
            with FileLock(lock, timeout=_WAIT, mode=0o600, fallback_to_soft=False, preserve_lock_file=True):
                self._write(json.dumps(change(self._read())).encode())
        except (OSError, NotImplementedError) as error:
            why = getattr(error, "strerror", None) or "it cannot be locked"
            raise self._failure(f"cannot be written: {why}") from None

    def _write(self, data: bytes) -> None:
        handle, name = mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")  # for its owner alone
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

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
