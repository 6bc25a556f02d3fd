"""From configuration files to a validated company, or every problem of them at once.

In the order of the data's way: `find` says where the file is; `source` reads files, and `lines` knows in which line a
key stands. `notation` and `text` understand single values; `schema` says which tables, keys and values there are, and
`table` reads one by it. `people`, `section` (leaders and whom they meet) and `hosts` (providers) gather what several
files and sections say; `rules`, `pairs` and `grid` check what single values cannot show. `load` is the whole way;
`problems` holds what is wrong. `init` writes a first configuration.
"""

from scheduler.config.find import find
from scheduler.config.load import load

__all__ = ["find", "load"]
