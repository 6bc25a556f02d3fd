"""Tests of what is kept of calendars between runs."""
