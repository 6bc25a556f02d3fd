"""Places 1-on-1s: plain integers in, plain integers out.

Data: `problem` and `solution`. `solve` finds the best solution; `check` and `measure` judge one without the solver;
`explain` and `explaining/` say what would have placed an occurrence that stayed out.

Inside `solve` data flows one way: `candidates`, a first answer (`opening`, `seating`, `first_fit`), `outline` for the
first five levels, `detail` for the others, each for parts that do not depend on each other (`components`). `day/` draws
a day as a network, `model/` makes integer programs of it, `program` runs them; `relaxation`, `elimination`, `anonymous`
and `joint` prove bounds in integers. docs/solver.md has the mathematics and the proofs.
"""
