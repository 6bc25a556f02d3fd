"""How long services ask to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from providers.http.request import wait_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("7", 7),
        (" 17 ", 17),
        ("0.5", 0.5),
        ("Mon, 23 Nov 2026 09:01:00 GMT", 60),
        ("Mon, 23 Nov 2026 09:01:00 -0000", 60),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0),
    ],
)
def test_seconds_or_a_date(header: str, expected: float) -> None:
    """Counted from now; a date that has passed asks for no wait."""
    assert wait_of(header, NOW) == expected


@pytest.mark.parametrize("header", [None, "", "soon", "-3", "1_0", "inf", "nan", "\u0663", "9" * 400])
def test_nonsense_asks_for_nothing(header: str | None) -> None:
    """Whatever stands between us and the service may have written it."""
    assert wait_of(header, NOW) is None


def test_a_date_is_counted_from_the_machines_time() -> None:
    later = wait_of(format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True))
    assert later is not None
    assert 0 < later <= 86400
