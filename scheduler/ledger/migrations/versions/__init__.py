"""The steps. A new one also changes `schema.HEAD` and the tables; a test compares the three."""
