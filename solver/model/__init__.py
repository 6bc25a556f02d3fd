"""The integer program: the networks of all days, and what couples them.

`domain` says what is still possible; `build` makes the program from it, with `who` (which occurrence starts where, and
rhythm), `courses` (the networks), `people` (those whom no network keeps from being in two places), `weeks` (layout)
and `levels` (costs). Whatever narrows a domain makes a smaller program by the same way.
"""
