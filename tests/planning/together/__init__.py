"""Many leaders at once."""
