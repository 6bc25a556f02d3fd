"""The files of a configuration in which people, pairs and teams stand."""

import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.company import Company
from scheduler.config import load
from scheduler.config.source import beside


@dataclass(frozen=True)
class ConfigFiles:
    """The files as they were read, and what they say."""

    config: Path
    roster: Path | None
    """The CSV file of people, where the configuration names one."""
    content: Mapping[Path, bytes]
    company: Company

    def text(self, path: Path) -> str:
        """A file's text, without a byte-order mark, with its own line endings."""
        return self.content[path].decode("utf-8-sig")

    def encoded(self, path: Path, text: str) -> bytes:
        """Another text for a file, with a byte-order mark where it has one."""
        mark = BOM_UTF8 if self.content[path].startswith(BOM_UTF8) else b""
        return mark + text.encode()

    def loaded(self, changed: Mapping[Path, bytes]) -> Company:
        """The company that these files would describe.

        Raises:
            BadInput: they do not load.
        """
        return load(self.config, instead={**self.content, **changed})


def read_files(path: Path) -> ConfigFiles:
    """Read a configuration's files, each once.

    Raises:
        BadInput: it does not load.
    """
    try:
        content = {path: path.read_bytes()}
        written = tomllib.loads(content[path].decode("utf-8-sig"))["company"].get("people_file")
        roster = None if written is None else beside(path, written.strip())
        if roster is not None:
            content[roster] = roster.read_bytes()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        load(path)
        raise
    return ConfigFiles(path, roster, content, load(path, instead=content))
