"""The ledger remembers what was last written: it tells a human's move or deletion from ours.

`record` is the plain data; `store` is the door, `database` what it needs of a database, which a URL names, `sqlite` the
one there is; `migrations/` are the alembic steps of its tables.
"""
