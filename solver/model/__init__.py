"""The integer program: the networks of all days, and what couples them.

`domain` says what is still possible; `build` makes the program from it, with `who` (which occurrence starts where, and
rhythm), `courses` (the networks as flows), `people` (those whom no network keeps from being in two places, and the time
that unplaced ones keep), `levels` (costs of single starts, the budget of moves). `weeks` adds the layout where it is
asked for, and counts what numbers alone say of it. Whatever narrows a domain makes a smaller program in the same way.
"""
