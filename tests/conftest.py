"""What holds for all tests: how Hypothesis searches, and that Ctrl-C reaches whoever a test starts.

`fixed`, which `make test` uses, tries the same examples each time: they follow from the test alone. `fuzz`, which
`make fuzz` uses, tries others each time, and tells with which seed.
"""

import signal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.constants_ast import Constants

FIXED = settings(
    derandomize=True,
    database=None,  # what one run found would be tried first by the next
    deadline=None,  # a slow machine is no failure, here
    suppress_health_check=[HealthCheck.too_slow],  # nor here
    print_blob=True,
)
settings.register_profile("fixed", FIXED)
settings.register_profile("fuzz", FIXED, derandomize=False)
settings.load_profile("fixed")

# Hypothesis mixes in constants of our modules that happen to be imported: those hang on which tests ran before.
pytest.MonkeyPatch().setattr("hypothesis.internal.conjecture.providers._get_local_constants", Constants)

# A shell lets what it starts in the background ignore Ctrl-C, and so does whatever that starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
