"""A server that behaves like Google Calendar: `GoogleServer`; `google_error` is how it says no."""

from tests.servers.google.errors import Refused, google_error
from tests.servers.google.mail import Mail
from tests.servers.google.people import Person
from tests.servers.google.server import GoogleServer
from tests.servers.google.state import Role

__all__ = ["GoogleServer", "Mail", "Person", "Refused", "Role", "google_error"]
