"""Ctrl-C while compiled libraries are loaded."""

import signal

import pytest

from scheduler.loading import undisturbed


def test_an_interruption_waits_for_the_end() -> None:
    """What is being loaded is loaded whole, and then the interruption is not forgotten."""
    before = signal.getsignal(signal.SIGINT)
    loaded = []

    def load() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            loaded.append("whole")

    with pytest.raises(KeyboardInterrupt):
        load()
    assert loaded == ["whole"]
    assert signal.getsignal(signal.SIGINT) is before


def test_who_ignores_interruptions_goes_on_doing_so() -> None:
    """As a run in the background of a script does."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
