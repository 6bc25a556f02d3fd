"""A simulated year of nights of a company in which people do what people do, and machines fail: `make trust`."""
