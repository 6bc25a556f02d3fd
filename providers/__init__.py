"""Calendars: how they are read and written, whoever hosts them.

`event` is what a calendar holds, `interface` what every provider can do, `errors` what can go wrong;
`folder/` is the provider for a directory of .ics files.
"""
