"""How a service is asked: one stack under all services.

`request` is one question and what came back. `batching` is the way in: it puts requests together, sends them in
parallel, paced by `quota` and repeated by `retry` until `deadline`; `pages` follows answers that go on. `session`
keeps connections, and closes them when the time is up; `traffic` is how much was asked.
"""
