"""What the configuration says about a directory of .ics files."""

from dataclasses import dataclass
from pathlib import Path

from providers.settings import Settings


@dataclass(frozen=True, slots=True)
class FolderSettings(Settings):
    path: Path
    """Per person it holds an export `<email>.ics`, a folder `<email>/`, or both."""
