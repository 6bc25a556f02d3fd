"""iCalendar UIDs, as Exchange keeps them."""

from binascii import unhexlify

_EXCHANGE = "040000008200E00074C5B7101A82E008"
_DAY = slice(32, 40)
_NO_DAY = "00000000"
_HEADER = 80
"""So many digits stand before the part that is somebody else's UID, or random."""
_FROM_ELSEWHERE = b"vCal-Uid\x01\0\0\0"


def icalendar_uid(told: str) -> str:
    """The UID by which other services know an event; that of its series for an occurrence.

    Exchange wraps a UID that it did not choose into an identifier of its own, and puts an occurrence's day into either.
    Invitations by mail bear neither (MS-OXOCAL 2.2.1.27 and 2.2.1.28, MS-OXCICAL 2.1.3.1.1.20.26).
    """
    if not told.upper().startswith(_EXCHANGE):
        return told
    try:
        data = unhexlify(told[_HEADER:])
        if data.startswith(_FROM_ELSEWHERE):
            return data.removeprefix(_FROM_ELSEWHERE).rstrip(b"\0").decode() or told
    except ValueError:
        return told
    return told[: _DAY.start] + _NO_DAY + told[_DAY.stop :] if data else told
