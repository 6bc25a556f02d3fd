"""How a marker is written down."""

import pytest

from providers.marker import Marker
from providers.marker_codec import marker_text, parse_marker
from providers.weeks import IsoWeek


@pytest.mark.parametrize(
    "period", ["2026-W48", "2026-W53", "2026-W8", "2026-W54", "2025-W53", "26-W08", "0000-W01", ""]
)
def test_a_period_is_an_iso_week_as_everything_else_reads_it(period: str) -> None:
    """A marker has a period that the rest of the program understands, or is none."""
    marker = parse_marker(marker_text(Marker("lea@example.com", "ann@example.com", "report", period, 0)))
    assert (marker is not None) == is_week(period)


def is_week(text: str) -> bool:
    """Whether a text names a week."""
    try:
        IsoWeek.parse(text)
    except ValueError:
        return False
    return True
