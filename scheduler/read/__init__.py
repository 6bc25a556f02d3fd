"""Reads what a plan depends on: whose calendars, what accounts tell, and when an answer is not to be believed."""
