"""Fixtures of nights."""

from tests.night.company import teams

__all__ = ["teams"]
