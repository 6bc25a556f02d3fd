"""Outlook's provider, against a Graph that keeps calendars."""
