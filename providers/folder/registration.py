"""What the program is told of this provider."""

from providers.folder.provider import FolderProvider
from providers.folder.section import FolderTable
from providers.folder.settings import FolderSettings
from providers.interface import Provider
from providers.registration import Registration, Use


def make(settings: FolderSettings, use: Use) -> Provider:
    """See `Registration.make`."""
    return FolderProvider(settings.path)


REGISTRATION = Registration(FolderTable, make)
