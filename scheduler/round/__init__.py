"""`schedule round`: from tables of pairs to a timetable.

`table` reads tables, `request` what they ask for, `make` solves it, `words` says why that cannot be.
"""
