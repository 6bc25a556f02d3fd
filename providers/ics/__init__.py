"""iCalendar (RFC 5545) as calendar programs really write it: bytes of .ics files to events, and meetings to bytes.

Knows nothing of files and folders. Bytes become events in this order: `parse` (content lines, components), `series`
(one event from what several components say), `times` and `rules` (when), `expand` (its instances), `freebusy` (blocks
without events), `event` (what it means), `calendar` (all of a person's). `budget` bounds what one person's data may
cost. Meetings become bytes in `compose` and `vtimezone`, changes in `edit`.
"""
