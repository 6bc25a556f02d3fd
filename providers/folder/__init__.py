"""A directory of .ics files as a host of calendars.

`PATH/<email>.ics` is an export, only ever read; `PATH/<email>/*.ics` is read and written. `find` says whose files are
where and opens them, `read` reads, `writer` writes; `providers.ics` knows what stands in them.
"""

from providers.folder.provider import FolderProvider

__all__ = ["FolderProvider"]
