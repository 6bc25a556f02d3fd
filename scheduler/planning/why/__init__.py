"""Why a plan is as it is: asked of the solver, told in words that a person can act on.

`cases` finds what is asked about, `answer` asks; `words` names what the solver found, also for the plan's own reasons;
`acts` says what would help and how to bring it about, `levels` what one plan has over another.
"""
