"""A round: a day of short 1-on-1s between many people, as a problem of its own.

`problem` and `solution` are its data, `patterns` the slots that one person may meet in, `program` its integer program,
`aim` how many gaps each person has at least, `search` what betters an answer, `solve` all of them in order. `check`
judges an answer and shares nothing with the others but the data; `impossible` says why there is none.
"""
