"""A run for everybody: read once, plan together, write leader by leader, whatever happens to one of them."""
