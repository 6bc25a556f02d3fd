"""One day of a leader as a network through time, whose paths are exactly the day's legal courses.

`frame` collects what a day is made of, and `network` is what becomes of it: nodes, arcs, and their costs (clusters and
fragments in strict order). `expand` draws every course; `reduce` makes the network small without changing what it says;
`counted` adds how many 1-on-1s there were so far; `path` finds the cheapest course that holds given meetings. Nothing
here knows who meets: a meeting is a label. That paths are exactly the legal days is proven in docs/solver.md.
"""
