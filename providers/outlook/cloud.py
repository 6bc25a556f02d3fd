"""Where Graph answers."""

from providers.outlook.settings import Cloud, OutlookSettings
from providers.web.limits import Limits, Quota

VERSION = "/v1.0"
_HOSTS = {
    Cloud.GLOBAL: "https://graph.microsoft.com",
    Cloud.US_GOVERNMENT: "https://graph.microsoft.us",
    Cloud.US_DEFENSE: "https://dod-graph.microsoft.us",
    Cloud.CHINA: "https://microsoftgraph.chinacloudapi.cn",
}
LIMITS = Limits(per_mailbox=Quota(10_000, 600.0), overall=Quota(130_000, 10.0), at_once_per_mailbox=4)
"""https://learn.microsoft.com/graph/throttling-limits: per application and mailbox; per application."""


def graph_of(settings: OutlookSettings) -> str:
    """The address that all paths are added to."""
    return (settings.endpoint or _HOSTS[settings.cloud]).rstrip("/") + VERSION
