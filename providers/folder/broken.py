"""An event that cannot be understood."""


class BrokenEvent(Exception):
    """Says what is wrong with one event, as the middle of a sentence; never quotes its title."""
