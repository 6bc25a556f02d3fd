"""The page that a leader reads."""
