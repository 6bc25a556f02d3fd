"""How calls to a service are made: in parallel, within its quotas, repeated where that can help, until a deadline.

`calls` is the way in; it paces by `limits`, waits by `clock`, and ends by `deadline`. `parts` is about requests that go
out together.
"""
