"""The ledger remembers what was last written: it tells a human's move or deletion from ours.

`record` is the plain data; `store` keeps it in a database (SQLAlchemy), `migrations/` are its alembic steps.
"""
