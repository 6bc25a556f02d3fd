"""What is asked for, field by field: no title, description, place, name or email address of a foreign event."""

_ITEM = (
    "id,iCalUID,status,start,end,transparency,visibility,eventType,recurringEventId,etag,organizer/self,attendeesOmitted,guestsCanSeeOtherGuests,"
    "attendees(self,organizer,resource,responseStatus),extendedProperties/private"
)

EVENTS = f"accessRole,nextPageToken,nextSyncToken,items({_ITEM})"
"""Of a list of events. Of who takes part it tells how many they are, which of them is the calendar's owner, and what
each answered."""

OURS = f"{_ITEM.replace('attendees(self,organizer,resource,responseStatus)', 'attendees')}"
"""Of one event that bears our id: who takes part is written back when somebody is to be asked again."""

ANSWERS = "id,attendees(email,resource,responseStatus)"
"""Of one event of ours, in which more take part than the two."""

TITLE = "summary"
"""Of one event in which exactly two take part, where the configuration says what 1-on-1s are called."""

WRITTEN = "id,etag"
"""Of what was written."""

BUSY = "calendars"
PROFILE = "timeZone,workingHours"
