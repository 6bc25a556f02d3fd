"""The section `[providers.folder]`."""

from pathlib import Path
from typing import ClassVar

from providers.folder.settings import FolderSettings
from providers.section.table import ProviderTable, Reading
from providers.section.text import Line


class FolderTable(ProviderTable):
    stand_ins: ClassVar = {"path": "unreadable"}
    missing: ClassVar = {"path": "say where the calendars are"}

    path: Line

    def settings(self, reading: Reading) -> FolderSettings:
        """See `ProviderTable.settings`. What is at the path is told when it is read."""
        return FolderSettings(reading.path("path") or Path())
