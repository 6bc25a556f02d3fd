"""How explanations are found: a smaller problem, rules taken away or relaxed, and trials whether it helps.

In the smaller problem the occurrence to be explained comes first: index `ASKED`.
"""

ASKED = 0
