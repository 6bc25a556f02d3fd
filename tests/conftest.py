"""What holds for all tests."""

from hypothesis import settings

# A slow machine is no failure: no test asserts times.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
