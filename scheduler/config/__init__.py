"""From configuration files to a validated company, or every problem of them at once.

In the order of the data's way: `find` the file; `source` reads files, `lines` knows in which line a key stands,
`roster` turns CSV rows into tables; `notation`, `identity`, `link` and `secret` understand single values, `values` and
`schema` say which tables, keys and values there are, `table` reads one; `build` puts the company together, with
`hosts`, `key_files`, `members`, `rules`, `pairs` and `grid` checking what single values cannot show; `load` is the
whole way. `init` writes a first configuration.
"""

from scheduler.config.find import find
from scheduler.config.load import load

__all__ = ["find", "load"]
