"""What others put into a calendar's files: invitations that look like ours, and links to somewhere else."""

from datetime import datetime
from pathlib import Path

import pytest

from providers.errors import NotPermitted, ProviderError
from providers.event import Meeting
from providers.folder import FolderProvider
from providers.ics.compose import compose
from providers.ics.parse import MARKER
from providers.marker_codec import marker_text
from tests.providers.folder_place import FolderPlace, folder_place
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, create, meeting, our_copies, read
from tests.providers.shelf import vcalendar

MARK = meeting().marker
ORGANIZER = "ORGANIZER:mailto:mallory@elsewhere.example"


@pytest.fixture
def place(tmp_path: Path) -> FolderPlace:
    """The folders of Lena and Marco."""
    return folder_place(tmp_path / "calendars")


def _forged(*lines: str) -> str:
    """An event with the UID and the marker of a 1-on-1 of ours, and with these lines."""
    return vcalendar("BEGIN:VEVENT", f"UID:{MARK.uid}", "DTSTART:20261127T143000Z", "DURATION:PT2H", *lines,
                     f"{MARKER}:{marker_text(MARK)}", "END:VEVENT")  # fmt: skip


def _export(place: FolderPlace, content: str) -> None:
    (place.root / f"{MEMBER}.ics").write_text(content)


def test_an_outsiders_invitation_is_not_ours(place: FolderPlace) -> None:
    """Whoever computes our UID and copies our marker into an invitation has sent an invitation; ours is made."""
    _export(place, _forged(ORGANIZER, "SEQUENCE:9"))
    answer = read(place.make())[MEMBER]
    assert [(event.marker, event.etag) for event in answer.events] == [(None, None)]
    assert answer.held == 1
    create(place.make())
    assert [copy.span for copy in our_copies(place.make())] == [FIRST, FIRST]


def test_an_outsider_does_not_supersede_ours(place: FolderPlace) -> None:
    """An update of our event by somebody else, with a higher SEQUENCE, changes nothing of ours; it takes its time."""
    create(place.make())
    _export(place, _forged(ORGANIZER, "SEQUENCE:9"))
    export = (place.root / f"{MEMBER}.ics").read_bytes()
    spans = [(event.marker is not None, event.span.start.day) for event in read(place.make())[MEMBER].events]
    assert spans == [(True, 26), (False, 27)]
    with place.make().writing() as run:
        run.move(our_copies(place.make()), LATER)
        assert [copy.span for copy in our_copies(place.make())] == [LATER, LATER]
        run.cancel(our_copies(place.make()))
    assert our_copies(place.make()) == []
    assert not place.path(MEMBER, MARK.uid).exists()
    assert (place.root / f"{MEMBER}.ics").read_bytes() == export


def test_an_outsiders_exception(place: FolderPlace) -> None:
    """Nor does an exception: our event stands where it is."""
    create(place.make())
    _export(place, _forged(ORGANIZER, f"RECURRENCE-ID:{FIRST.start:%Y%m%dT%H%M%SZ}", "SEQUENCE:9"))
    assert [copy.span for copy in our_copies(place.make())] == [FIRST, FIRST]


def test_an_outsider_in_our_file(place: FolderPlace) -> None:
    """Where a program has saved their invitation under the name of our file, it is not ours, and is not overwritten."""
    place.path(MEMBER, MARK.uid).write_text(_forged(ORGANIZER))
    before = place.everything()
    assert our_copies(place.make()) == []
    with place.make().writing() as run, pytest.raises(NotPermitted, match="somebody else's event"):
        run.create(meeting(), (LEADER, MEMBER))
    assert place.everything() == before


def test_nobody_called_it(place: FolderPlace) -> None:
    """A marker without an organizer counts in our own file, from which a program dropped the line, and in no other."""
    _export(place, _forged())
    assert our_copies(place.make()) == []
    (place.root / f"{MEMBER}.ics").unlink()
    place.path(MEMBER, MARK.uid).write_text(_forged())
    assert [copy.calendar for copy in our_copies(place.make())] == [MEMBER]


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file of the scheduler's user that nobody else may write."""
    file = tmp_path / "victim"
    file.write_text("precious")
    return file


def test_a_link_under_our_files_name(place: FolderPlace, victim: Path) -> None:
    """It is neither written through nor replaced, and told."""
    place.path(MEMBER, MARK.uid).symlink_to(victim)
    with place.make().writing() as run, pytest.raises(NotPermitted, match="it is a link, not a file"):
        run.create(meeting(), (LEADER, MEMBER))
    assert victim.read_text() == "precious"
    assert not place.path(LEADER, MARK.uid).exists()


def test_a_link_under_an_unfinished_files_name(place: FolderPlace, victim: Path) -> None:
    """Names of unfinished files cannot be guessed; those that look like one are swept, and what they lead to stays."""
    for name in (f".schedule-{MARK.uid}.ics.tmp", ".schedule-0.tmp"):
        (place.root / MEMBER / name).symlink_to(victim)
    create(place.make())
    assert victim.read_text() == "precious"
    assert len(our_copies(place.make())) == 2
    assert [path.name for path in (place.root / MEMBER).iterdir()] == [f"{MARK.uid}.ics"]


def test_a_folder_that_is_swapped_while_we_write(
    place: FolderPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who puts a link in the folder's place, after it was looked at and before it is written, diverts nothing."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def swapping(meeting: Meeting, calendar: str, now: datetime) -> bytes:
        if not (place.root / "away").exists():
            (place.root / LEADER).rename(place.root / "away")
            (place.root / LEADER).symlink_to(elsewhere)
        return compose(meeting, calendar, now)

    monkeypatch.setattr("providers.folder.writer.compose", swapping)
    with place.make().writing() as run, pytest.raises(ProviderError):
        run.create(meeting(), (LEADER, MEMBER))
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("target", ["inside.ics", "../victim", "/dev/zero"])
def test_a_link_as_an_export(place: FolderPlace, target: str) -> None:
    """It is not followed, wherever it leads, and its owner is unknown."""
    (place.root / "inside.ics").write_text(_forged())
    (place.root / f"{MEMBER}.ics").symlink_to(target)
    answer = read(FolderProvider(place.root))[MEMBER]
    (unknown,) = answer.unknown
    assert answer.events == ()
    assert "is a link. Put the file or folder itself there." in unknown.why
