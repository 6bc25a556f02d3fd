"""Why a plan is as it is: asked of the solver, told in words that a person can act on.

`cases` finds what is asked about, `answer` asks; `words` names what the solver found, also for the plan's own reasons;
`acts` says how to bring a relief about, `levels` what one plan has over another.
"""
