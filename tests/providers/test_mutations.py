"""Damaged files: reading never fails, and nothing that was busy becomes free in silence."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.event import Calendar, Event, Interval, Response, Show
from tests.providers.shelf import SAMPLES, Shelf, vcalendar

WHOLE = {name: (SAMPLES / name).read_bytes() for name in ("google.ics", "outlook.ics", "apple.ics")}
TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RECURRENCE-ID")


def _read(content: bytes) -> Calendar:
    root = Path(tempfile.mkdtemp(prefix="schedule-"))
    try:
        shelf = Shelf(root)
        shelf.export(content)
        answer = shelf.read()
        assert not any("cannot be understood" in unknown.why for unknown in answer.unknown), "nobody foresaw this"
        return answer
    finally:
        shutil.rmtree(root)


EXPECTED = {name: _read(content).events for name, content in WHOLE.items()}


def _blocking(events: Iterable[Event]) -> list[Interval]:
    return [
        event.span
        for event in events
        if event.show not in (Show.FREE, Show.ELSEWHERE) and event.response is not Response.DECLINED
    ]


def _lost(name: str, damaged: bytes) -> list[Interval]:
    """What blocked time before the damage, and now neither does so nor is reported there as unknown."""
    answer = _read(damaged)
    blocking = _blocking(answer.events)
    return [
        span
        for span in _blocking(EXPECTED[name])
        if not any(each.start <= span.start and span.end <= each.end for each in blocking)
        and not any(each.span.overlaps(span) for each in answer.unknown)
    ]


names = st.sampled_from(sorted(WHOLE))


@settings(max_examples=60)
@given(content=st.binary(max_size=300))
@example(
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:99991231T235959Z\nDURATION:P1W\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR"
)
@example(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR")
@example(b"BEGIN:X\n" * 3000)
def test_any_bytes(content: bytes) -> None:
    """Whatever a file holds, it is read; what is no calendar is unknown."""
    answer = _read(content)
    assert answer.unknown or b"VCALENDAR" in content.upper()


@settings(max_examples=150)
@given(name=names, data=st.data())
def test_changed_bytes_never_fail(name: str, data: st.DataObject) -> None:
    """Bytes changed, inserted and removed anywhere: reading answers, and the answer is in order."""
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    events = _read(bytes(content)).events
    assert list(events) == sorted(events, key=lambda event: (event.span.start, event.span.end, event.uid))
    assert all(event.span.start < event.span.end for event in events)


@settings(max_examples=100)
@given(name=names, data=st.data())
def test_a_file_cut_off(name: str, data: st.DataObject) -> None:
    """Wherever a file ends too early, what is lost is unknown."""
    content = WHOLE[name]
    cut = data.draw(st.integers(0, len(content) - len(b"END:VCALENDAR\n")))
    assert _read(content[:cut]).unknown
    assert _lost(name, content[:cut]) == []


@settings(max_examples=100)
@given(name=names, data=st.data())
def test_frames_lost(name: str, data: st.DataObject) -> None:
    """A BEGIN or END that is missing or torn hides nothing."""
    lines = WHOLE[name].splitlines(keepends=True)
    frames = [number for number, line in enumerate(lines) if line.startswith((b"BEGIN:", b"END:"))]
    at = data.draw(st.sampled_from(frames))
    torn = data.draw(st.sampled_from((b"", lines[at].replace(b":", b""), lines[at].replace(b"V", b"W"), b"\0\0\0\n")))
    if torn != lines[at]:
        assert _read(b"".join([*lines[:at], torn, *lines[at + 1 :]])).unknown
    assert _lost(name, b"".join([*lines[:at], torn, *lines[at + 1 :]])) == []


@settings(max_examples=150)
@given(name=names, data=st.data(), junk=st.sampled_from(("x", "?", " - ", "\xff", ":", ";;", "T", "-", "=")))
def test_times_garbled(name: str, data: st.DataObject, junk: str) -> None:
    """A garbled value of a line that says when, or its lost colon, hides nothing."""
    lines = WHOLE[name].splitlines(keepends=True)
    pattern = re.compile(rb"(?:" + "|".join(TIMES).encode() + rb")[;:]")
    event_lines = _inside_events(lines)
    at = data.draw(st.sampled_from([number for number in event_lines if pattern.match(lines[number])]))
    head, colon, value = lines[at].rpartition(b":")
    where = data.draw(st.integers(1, len(value) - 2))
    garbled = head + colon + value[:where] + junk.encode("latin-1") + value[where:]
    for damaged in (garbled, head + value):
        assert _lost(name, b"".join([*lines[:at], damaged, *lines[at + 1 :]])) == []


def _inside_events(lines: list[bytes]) -> list[int]:
    inside, found = False, []
    for number, line in enumerate(lines):
        if line.startswith((b"BEGIN:VEVENT", b"END:VEVENT")):
            inside = line.startswith(b"BEGIN")
        elif inside:
            found.append(number)
    return found


@settings(max_examples=60)
@given(name=names, data=st.data(), junk=st.binary(min_size=1, max_size=60).filter(lambda junk: b":" not in junk))
def test_junk_between_lines(name: str, data: st.DataObject, junk: bytes) -> None:
    """A line of anything between two others hides nothing."""
    lines = WHOLE[name].splitlines(keepends=True)
    at = data.draw(st.integers(1, len(lines) - 1))
    assert (
        _lost(name, b"".join([*lines[:at], b"?" + junk.replace(b"\n", b"").replace(b"\r", b"") + b"\n", *lines[at:]]))
        == []
    )


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_lines_twice(name: str) -> None:
    """Every line said twice, and every event said twice, is what was said once."""
    body = WHOLE[name].partition(b"BEGIN:VEVENT")
    events = body[1] + body[2].rpartition(b"END:VCALENDAR")[0]
    doubled = WHOLE[name].replace(b"END:VCALENDAR", events + b"END:VCALENDAR")
    assert _read(doubled).events == EXPECTED[name]


def test_deep_nesting() -> None:
    """A file made of beginnings only, or of ends that nothing began, is unknown, and takes no longer than others."""
    assert _read(vcalendar(*["BEGIN:VEVENT"] * 20_000).encode()).unknown
    assert _read(vcalendar(*["BEGIN:X"] * 20_000, *["END:Y"] * 20_000).encode()).unknown
