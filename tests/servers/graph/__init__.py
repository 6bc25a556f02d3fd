"""A server that behaves like Microsoft Graph's calendars: `GraphServer`; `graph_error` is how it says no."""

from tests.servers.graph.attendees import Mail
from tests.servers.graph.errors import graph_error
from tests.servers.graph.mailbox import Share
from tests.servers.graph.person import Person
from tests.servers.graph.server import APP_TOKEN, GraphServer

__all__ = ["APP_TOKEN", "GraphServer", "Mail", "Person", "Share", "graph_error"]
