"""Only what was made with our key passes for ours, and nothing that is ours is lost with the key."""

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from providers.errors import InvalidAnswer, NotPermitted
from providers.marker import Marker
from providers.marker_codec import marker_text, parse_marker
from providers.marker_key import Key, made_key, read_key

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MARKER = Marker("lea@example.com", "ann@example.com", "report", "2026-W48")
KEY = Key(b"k" * 32, "2026-W40")


def made_together(file: Path, together: Barrier, names: "Queue[str]") -> None:
    """Make a key, at the same time as others."""
    together.wait()
    names.put(made_key(file, NOW).name)


def test_a_seal_survives_the_way_through_a_calendar() -> None:
    """What is written with the key is believed when it is read back, and means the same occurrence."""
    read = parse_marker(marker_text(KEY.sealed(MARKER)))
    assert read is not None
    assert (read, KEY.vouches(read)) == (MARKER, True)


@pytest.mark.parametrize(
    "forged",
    [
        MARKER,
        Key(b"x" * 32, "2026-W40").sealed(MARKER),
        Marker("lea@example.com", "ann@example.com", "report", "2026-W49", 0, KEY.sealed(MARKER).seal),
        Marker("lea@example.com", "ann@example.com", "report", "2026-W48", 1, KEY.sealed(MARKER).seal),
        Marker("lea@example.com", "ann@example.com", "report", "2026-W48", 0, KEY.name + "."),
        Marker("lea@example.com", "ann@example.com", "report", "2026-W48", 0, KEY.name + ".ä"),
    ],
    ids=["none", "another key's", "of another week", "of another generation", "empty", "no hash"],
)
def test_what_lacks_the_seal_is_not_ours(forged: Marker) -> None:
    """A seal is good for one occurrence only."""
    assert not KEY.vouches(forged)


def test_what_was_there_before_the_key_is_believed_for_a_time() -> None:
    """Markers without a seal, and of a key that was lost; not those that claim this key and lie."""
    key = Key(b"k" * 32, "2026-W48")
    assert key.vouches(MARKER)
    assert key.vouches(Key(b"x" * 32, "2026-W40").sealed(MARKER))
    assert not key.vouches(Marker("lea@example.com", "ann@example.com", "report", "2026-W49"))
    assert not key.vouches(Marker("lea@example.com", "ann@example.com", "report", "2026-W48", 0, key.name + ".0"))


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """For its owner alone; the next run finds the same, and it believes what may be in calendars now."""
    file = tmp_path / "data" / "marker.key"
    assert read_key(file) is None
    assert not file.parent.exists()
    key = made_key(file, NOW)
    assert (made_key(file, NOW), read_key(file)) == (key, key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key.believes_until == "2027-W22"
    assert key.secret.hex() not in repr(KEY.sealed(MARKER)) + marker_text(key.sealed(MARKER))


def test_two_first_runs_agree(tmp_path: Path) -> None:
    """Whoever comes first makes the key of both."""
    spawn = get_context("spawn")
    together, names = spawn.Barrier(3), spawn.Queue()
    runs = [spawn.Process(target=made_together, args=(tmp_path / "marker.key", together, names)) for _ in range(3)]
    for run in runs:
        run.start()
    assert len({names.get() for _ in runs}) == 1
    for run in runs:
        run.join()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"",
        lambda text: text[:20],
        lambda text: b"\xff",
        lambda text: b"[" * 900,
        lambda text: text.replace(b"2027-W22", b"2027-W99"),
        lambda text: json.dumps({**json.loads(text), "secret": "00"}).encode(),
        lambda text: json.dumps({**json.loads(text), "secret": 1}).encode(),
    ],
)
def test_a_damaged_key_is_told(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """It is neither believed nor replaced: whoever has a backup brings it back."""
    file = tmp_path / "marker.key"
    made_key(file, NOW)
    spoilt = spoil(file.read_bytes())
    file.write_bytes(spoilt)
    uses: tuple[Callable[[], object], ...] = (lambda: read_key(file), lambda: made_key(file, NOW))
    for use in uses:
        with pytest.raises(InvalidAnswer, match=r"marker\.key: this file holds no key .* backup"):
            use()
    assert file.read_bytes() == spoilt


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """One sentence."""
    (tmp_path / "marker.key").mkdir()
    with pytest.raises(NotPermitted, match=r"marker\.key: .*a folder"):
        read_key(tmp_path / "marker.key")
