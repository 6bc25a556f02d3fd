"""Replaces the files of an edit, all or none."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress

from providers.files import open_folder, read_regular
from scheduler.errors import BadInput, Stale
from scheduler.roster.edited import Edited, FileEdit


def write(edited: Edited) -> None:
    """Replace every file that changes. Killed in between, it leaves a configuration that loads.

    Raises:
        Stale: a file is no longer as it was read; nothing is written.
        BadInput: a file is a link, or may not or cannot be written; every one is named, and nothing is written.
    """
    check(edited)
    done: list[FileEdit] = []
    for step in edited.steps:
        try:
            _check_unchanged([step])
            _replace(step, step.after)
        except BaseException as error:  # also Ctrl-C
            _take_back(done)
            if isinstance(error, OSError):
                raise BadInput(f"{step.path}: {_why(error)}; nothing was written") from None
            raise
        done.append(step)


def check(edited: Edited) -> None:
    """Whether the files can be replaced as things stand; nothing is written.

    Raises:
        Stale: a file is no longer as it was read.
        BadInput: a file is a link, or may not or cannot be written; every one is named.
    """
    found = [(file, _obstacle(file)) for file in edited.files]
    if problems := [f"{file.path}: {what}; nothing was written" for file, what in found if what is not None]:
        raise BadInput(*problems)
    _check_unchanged(edited.files)


def _check_unchanged(files: Sequence[FileEdit]) -> None:
    for file in files:
        try:
            with read_regular(file.path) as stream:
                is_same = stream.read() == file.before
        except FileNotFoundError:
            is_same = False
        if not is_same:
            raise Stale(f"{file.path} has changed since it was read; nothing was written. Look at the change anew.")


def _obstacle(file: FileEdit) -> str | None:
    """What stands against replacing a file, in words."""
    try:
        found = file.path.lstat()
        if stat.S_ISLNK(found.st_mode):
            return f"is a link, and would be replaced by a file; name the file itself, {file.path.resolve()}"
        if not stat.S_ISREG(found.st_mode):
            return "is not a file"
        if not found.st_mode & 0o222 or not os.access(file.path, os.W_OK):
            return "may not be written; change its permissions"
        if not os.access(file.path.parent, os.W_OK | os.X_OK):
            return f"cannot be replaced, as you may not write in the folder {file.path.parent}"
    except FileNotFoundError:
        return None  # it has changed since it was read
    except OSError as error:
        return _why(error)
    return None


def _replace(file: FileEdit, data: bytes) -> None:
    with open_folder(file.path.parent) as folder:
        folder.write(file.path.name, data, mode=None)


def _take_back(done: Sequence[FileEdit]) -> None:
    """Put back what was there, as far as that can be done."""
    for step in reversed(done):
        with suppress(OSError):
            _replace(step, step.before)


def _why(error: OSError) -> str:
    return f"cannot be written: {error.strerror or error}"
