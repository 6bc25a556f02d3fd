"""Night after night with whole companies: people and faults come between, and what must hold still holds."""
