"""Weeks, days and clocks: between what people say and instants, and between instants and the solver's ticks."""
