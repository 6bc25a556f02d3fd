"""What is asked for: the narrowest scopes with which each call is allowed; docs/google.md says why each.

Which scopes a call accepts stands in the API's description: https://developers.google.com/workspace/calendar/api/auth.
"""

from providers.google.settings import GoogleSettings

_AUTH = "https://www.googleapis.com/auth/"
OWN_EVENTS = f"{_AUTH}calendar.events.owned"
"""To list and write events in calendars of the account's own."""
OTHERS_EVENTS = f"{_AUTH}calendar.events.readonly"
"""To list events in calendars that others share with the account."""
OTHERS_BUSY = f"{_AUTH}calendar.events.freebusy"
"""To ask when others are busy who share no more than that."""
ZONES_AND_HOURS = f"{_AUTH}calendar.calendars.readonly"
"""To ask calendars for their owner's zone and working hours."""
WHO = ("openid", f"{_AUTH}userinfo.email")
"""To know whose account signed in."""


def of_person(*, profiles: bool) -> tuple[str, ...]:
    """For one person, as whom everything is read and written."""
    return (OWN_EVENTS, OTHERS_EVENTS, OTHERS_BUSY, *_profiles(profiles), *WHO)


def of_subject(settings: GoogleSettings, subject: str, *, profiles: bool) -> tuple[str, ...]:
    """For a service account that acts as `subject`: an owner, or whoever reads all calendars."""
    reads_others = (OTHERS_EVENTS, OTHERS_BUSY) if subject == settings.read_as else ()
    return (OWN_EVENTS, *reads_others, *_profiles(profiles))


def of_delegation(settings: GoogleSettings, *, profiles: bool) -> tuple[str, ...]:
    """All that an administrator has to delegate to the service account."""
    return of_subject(settings, settings.read_as or "", profiles=profiles)


def _profiles(asked: bool) -> tuple[str, ...]:
    return (ZONES_AND_HOURS,) if asked else ()
