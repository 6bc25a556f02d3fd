"""What we write into our own events to know them again."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

from providers.event import Interval
from providers.marker import Marker
from providers.weeks import IsoWeek

_VERSION = "1"
_FORMAT = "%Y%m%dT%H%M%SZ"


def encode_marker(marker: Marker, written: Interval) -> str:
    """Which occurrence an event is, and the span that we last wrote, in one line for services that keep one."""
    return f"{marker_text(marker)} {written_text(written)}"


def decode_marker(text: str | None) -> tuple[Marker, Interval | None] | None:
    """What `encode_marker` wrote; None where that is no marker, or one of a version to come."""
    first, _, rest = (text or "").partition(" ")
    marker = parse_marker(first)
    return None if marker is None else (marker, parse_written(rest))


def marker_text(marker: Marker) -> str:
    """Which occurrence an event is, and its seal: a query string, so that no program's escaping changes it.

    Such as `v=1&leader=ana%40example.com&member=bo%40example.com&kind=report&period=2026-W48&generation=0&seal=4k0p…`.
    """
    return urlencode(
        {
            "v": _VERSION,
            "leader": marker.leader,
            "member": marker.member,
            "kind": marker.kind,
            "period": marker.period,
            "generation": str(marker.generation),
            **({"seal": marker.seal} if marker.seal else {}),
        }
    )


def parse_marker(text: str | None) -> Marker | None:
    """The marker that a property's value holds; None where it holds none, or one of a version to come."""
    values = dict(parse_qsl(text or "", max_num_fields=20)) if text and text.count("&") < 20 else {}
    generation, seal = values.pop("generation", ""), values.pop("seal", "")
    if values.pop("v", None) != _VERSION or not (generation.isascii() and generation.isdigit()):
        return None
    if sorted(values) != ["kind", "leader", "member", "period"] or len(generation) > 9:
        return None
    try:
        IsoWeek.parse(values["period"])
    except ValueError:
        return None
    return Marker(values["leader"], values["member"], values["kind"], values["period"], int(generation), seal)


def written_text(span: Interval) -> str:
    """A span in UTC: start and end, parted by a slash."""
    return f"{utc_text(span.start)}/{utc_text(span.end)}"


def parse_written(text: str | None) -> Interval | None:
    """The span that a property's value holds; None where it holds none."""
    start, _, end = (text or "").partition("/")
    try:
        return Interval(_parse(start), _parse(end))
    except ValueError:
        return None


def utc_text(instant: datetime) -> str:
    """A DATE-TIME in UTC."""
    return instant.astimezone(UTC).strftime(_FORMAT)


def _parse(text: str) -> datetime:
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
