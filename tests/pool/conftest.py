"""Fixtures of pools: a company whose nights they plan."""

from tests.night.company import teams

__all__ = ["teams"]
