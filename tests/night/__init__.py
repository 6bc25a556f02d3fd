"""A night: one run for everybody."""
