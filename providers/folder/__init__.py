"""A directory of .ics files as a host of calendars.

`PATH/<email>.ics` is an export, only ever read; `PATH/<email>/*.ics` is read and written. Bytes become events in
this order: `find` (whose files), `lines` and `decode` (content lines, components), `vevent` and `merge` (one event
from several files), `zones`, `stamps`, `rule` and `expand` (when), `translate` (what it means). Events become bytes
in `compose`, `vtimezone` and `edit` (pure), `writer` (which file) and `files` (atomically).
"""

from providers.folder.provider import FolderProvider

__all__ = ["FolderProvider"]
