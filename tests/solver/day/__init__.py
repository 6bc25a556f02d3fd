"""Claims about a single day as a network."""
