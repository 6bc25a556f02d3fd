"""A made-up company whose calendars look like those of a real one, made relative to any day.

`config.toml` is its configuration, `meetings` what its people do, `export` how their calendar programs write that down.
"""

from scheduler.demo.company import LEADER, make_demo

__all__ = ["LEADER", "make_demo"]
