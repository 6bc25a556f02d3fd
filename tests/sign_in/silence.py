"""No secret shows."""

import traceback

import pytest

from tests.servers.tokens.safe import SafeServer


def silent(server: SafeServer, error: BaseException, capture: pytest.CaptureFixture[str], log: str) -> None:
    """No secret that passed a server stands in an error, its traceback, in what was printed, or in what was logged.

    Args:
        log: of pytest's `caplog`.
    """
    printed = capture.readouterr()
    shown = "\n".join((str(error), "".join(traceback.format_exception(error)), printed.out, printed.err, log))
    assert [secret for secret in server.secrets if secret and secret in shown] == []
