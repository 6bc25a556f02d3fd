"""Where one signs in, and what for: each of Microsoft's clouds has hosts of its own.

https://learn.microsoft.com/graph/deployments
"""

from dataclasses import replace

from providers.outlook.api import VERSION, graph_of
from providers.outlook.settings import Cloud, OutlookSettings

_LOGIN = {
    Cloud.GLOBAL: "https://login.microsoftonline.com",
    Cloud.US_GOVERNMENT: "https://login.microsoftonline.us",
    Cloud.US_DEFENSE: "https://login.microsoftonline.us",
    Cloud.CHINA: "https://login.chinacloudapi.cn",
}
OWN_EVENTS = "Calendars.ReadWrite"
"""To read and write a mailbox's own calendar."""
OTHERS_EVENTS = "Calendars.Read.Shared"
"""To read calendars that others share."""
ZONES_AND_HOURS = "MailboxSettings.Read"
"""To ask a mailbox for its owner's zone and working hours."""


def authority_of(settings: OutlookSettings) -> str:
    """Where tokens for the directory come from."""
    return f"{(settings.authority or _LOGIN[settings.cloud]).rstrip('/')}/{settings.tenant}"


def permissions_of_person(*, profiles: bool) -> tuple[str, ...]:
    """What one person agrees to: the least with which each call is allowed; docs/outlook.md says why each."""
    return (OWN_EVENTS, OTHERS_EVENTS, *((ZONES_AND_HOURS,) if profiles else ()))


def scopes_of_person(settings: OutlookSettings, *, profiles: bool) -> list[str]:
    """The same, as they are asked for."""
    return [f"{_graph(settings)}/{permission}" for permission in permissions_of_person(profiles=profiles)]


def scopes_of_application(settings: OutlookSettings) -> list[str]:
    """For the application: whatever an administrator has granted it."""
    return [f"{_graph(settings)}/.default"]


def _graph(settings: OutlookSettings) -> str:
    """Graph as tokens name it: by the cloud's own host, wherever it is reached."""
    return graph_of(replace(settings, endpoint=None)).removesuffix(VERSION)
