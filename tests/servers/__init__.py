"""Servers that behave like the real services, over real sockets, with state, and faults to inject at any call."""
