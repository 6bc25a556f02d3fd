"""Whether an event is ours, and still what was decided about. Pure."""

from providers.errors import Conflict, NotPermitted
from providers.event import Event


def conflict(event: Event) -> Conflict:
    """The event is not as it was when it was read."""
    what = "the 1-on-1" if event.marker is None else f"the 1-on-1 with UID {event.marker.uid}"
    return Conflict(f"{what} changed since it was read", who=event.calendar, do="Make the plan anew.")


def not_ours(event: Event) -> NotPermitted:
    """The event is somebody else's, and whoever asked for its change is wrong."""
    what = "an event that is not ours is never changed"
    return NotPermitted(what, who=event.calendar, do="Leave it to its owner.")


def refuse_changed(now: Event, event: Event) -> None:
    """Stop where a decision depends on what changed. Notes, colours and the like also make a new version.

    Args:
        now: the event as it is now, with days, should it have become an all-day event, in whatever zone.
        event: as it was read.

    Raises:
        Conflict: another decision might be made now.
    """
    if now.etag == event.etag:
        return
    same = (now.marker, now.written, now.span, now.all_day, now.people) == (
        event.marker,
        event.written,
        event.span,
        event.all_day,
        event.people,
    )
    if not same or now.all_day or dict(now.answers) != dict(event.answers):  # days need a zone that is not known here
        raise conflict(event)
