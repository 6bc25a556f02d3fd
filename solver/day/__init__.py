"""One day of a leader as a network through time, whose paths are exactly the day's legal courses.

`frame` collects what a day is made of; `expand` draws every course of it; `reduce` makes the network small without
changing what it says; `counted` adds how many 1-on-1s there were so far; `path` finds the cheapest course.
"""
