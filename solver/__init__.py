"""Places 1-on-1s: plain integers in, plain integers out.

`problem` and `solution` are data; `solve` finds the best solution, `check` judges one without the solver,
`explain` says what would have placed an occurrence that stayed out.
"""
