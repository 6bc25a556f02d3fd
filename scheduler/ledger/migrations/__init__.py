"""alembic's steps from one schema to the next, run by `scheduler.ledger.upgrade`; `versions/` has one file a step."""
