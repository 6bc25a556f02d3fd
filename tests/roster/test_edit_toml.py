"""An edit of config.toml changes what is meant, however the file is written, and no other byte."""

from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.roster import Joined, Left, NewLeader, Split, TeamChange, Transfer, edit, read_files
from tests.config.samples import VALID, with_keys
from tests.roster.samples import ANA, BRUNO, CHEN, DAN, EVA, NEW, after, edited_text, led, written

JOIN = Joined(NEW, ANA, name="New One", zone="Europe/Lisbon")


def people(*names: str) -> str:
    """Tables of people."""
    return "".join(f'[[people]]\nemail = "{name}@example.com"\nname = "{name.title()}"\n' for name in names)


HEAD = '[company]\nname = "E"\nzone = "UTC"\n[providers.folder]\npath = "c"\n'
FOUR = HEAD + people("ana", "bruno", "chen", "dan", "eva")


def test_a_joiner_is_added_below_the_others_and_nothing_else_changes(tmp_path: Path) -> None:
    """To the people, and to the leader's reports, in the form that the file has."""
    text = edited_text(tmp_path, [JOIN])
    person = f'[[people]]\nemail = "{NEW}"\nname = "New One"\nzone = "Europe/Lisbon"\n\n'
    report = f'[[teams.reports]]\nperson = "{NEW}"\n\n'
    assert text == VALID.replace("[[teams]]\n", f"{person}[[teams]]\n", 1).replace(
        "[providers", f"{report}[providers", 1
    )


def test_a_leaver_goes_with_everything_that_names_them(tmp_path: Path) -> None:
    """The person and every 1-on-1 of any kind; comments that name nobody stay."""
    text = VALID.replace(
        '[[people]]\nemail = "bruno', '# Who was here first\n\n# Bruno, since 2019\n[[people]]\nemail = "bruno'
    ).replace(
        "[providers.folder]",
        f'[[teams]]\nleader = "{CHEN}"\n'
        f'reports = [{{ person = "{BRUNO}", kind = "cross-team" }}]\n\n[providers.folder]',
    )
    result = edited_text(tmp_path, [Left(BRUNO)], text)
    assert "bruno" not in result.lower()
    assert '# Who was here first\n\n[[people]]\nemail = "chen' in result
    assert result.endswith(f'[[teams]]\nleader = "{CHEN}"\nreports = []\n\n[providers.folder]\npath = "calendars"\n')


ARRAYS = [
    ('["{b}", "{c}"]', '["{c}"]', '["{b}", "{c}", "{n}"]'),
    ('["{c}", "{b}"]', '["{c}"]', '["{c}", "{b}", "{n}"]'),
    ("[ '{c}' , '{b}' ]", "[ '{c}' ]", "[ '{c}' , '{b}', \"{n}\" ]"),
    ('["{b}"]', "[]", '["{b}", "{n}"]'),
    ('["{b}",]', "[]", '["{b}", "{n}",]'),
    ('[\n  "{b}", # Bee\n  "{c}", # Cee\n]', '[\n  "{c}", # Cee\n]', '[\n  "{b}", # Bee\n  "{c}", # Cee\n  "{n}",\n]'),
    ('[\n  "{c}", # Cee\n  "{b}" # Bee\n]', '[\n  "{c}", # Cee\n]', '[\n  "{c}", # Cee\n  "{b}", # Bee\n  "{n}"\n]'),
    ('[\n\t# all\n\t"{c}"\n\t, "{b}"\n]', '[\n\t# all\n\t"{c}"\n\t,\n]', '[\n\t# all\n\t"{c}"\n\t, "{b}", "{n}"\n]'),
    (
        '[{{ person = "{b}", preferred = ["thu ] 10:00"] }}, "{c}"]'.replace(" ] ", " "),
        '["{c}"]',
        '[{{ person = "{b}", preferred = ["thu 10:00"] }}, "{c}", "{n}"]',
    ),
    ("[]", None, '["{n}"]'),
    ("[ # nobody yet\n]", None, '["{n}" # nobody yet\n]'),
]


@pytest.mark.parametrize(("array", "without", "with_new"), ARRAYS)
def test_elements_of_arrays_come_and_go_in_every_spelling(
    tmp_path: Path, array: str, without: str | None, with_new: str
) -> None:
    """On one line or several, with and without a comma at the end, with comments, with inline tables."""
    spelt = array.replace("thu 10:00", "thu 10:00-11:00")
    names = {"b": BRUNO, "c": CHEN, "n": NEW}

    def whole(reports: str) -> str:
        reports = reports.replace("thu 10:00", "thu 10:00-11:00") if "11:00" not in reports else reports
        return f'{FOUR}[[teams]]\nleader = "{ANA}"\nreports = {reports.format(**names)}\nmax_per_day = 5\n'

    text = whole(spelt)
    if without is not None:
        assert edited_text(tmp_path, [Left(BRUNO, ANA)], text) == whole(without)
    joined = edited_text(tmp_path, [Joined(NEW, ANA, name="N")], text)
    person = f'\n[[people]]\nemail = "{NEW}"\nname = "N"\n'
    assert joined == whole(with_new).replace("[[teams]]", f"{person}[[teams]]")


def test_people_and_teams_may_be_inline(tmp_path: Path) -> None:
    """Whole arrays of inline tables are edited in place."""
    head, tail = "people = [\n", ']\nteams = [ {leader = "ana@example.com"}, {leader="dan@example.com",reports=[]} ]\n'
    rows = '  {email = "ana@example.com", name = "Ana"}, # first\n  {email = "bruno@example.com", name = "Bruno"},\n'
    rows += '  {email = "dan@example.com", name = "Dan"}\n'
    result = edited_text(tmp_path, [JOIN, Left(BRUNO)], f"{head}{rows}{tail}{HEAD}")
    new = f'  {{ email = "{NEW}", name = "New One", zone = "Europe/Lisbon" }}\n'
    kept = rows.replace('  {email = "bruno@example.com", name = "Bruno"},\n', "").replace('"Dan"}', '"Dan"},')
    assert result == f"{head}{kept}{new}{tail}{HEAD}".replace(
        '{leader = "ana@example.com"}', f'{{leader = "ana@example.com", reports = ["{NEW}"]}}'
    )
    again = edited_text(tmp_path, [NewLeader(NEW)], result)
    assert again == result.replace("reports=[]} ]", f'reports=[]}}, {{ leader = "{NEW}" }} ]')


def test_crlf_byte_order_mark_and_a_missing_last_newline_stay(tmp_path: Path) -> None:
    """The new lines end as the others do."""
    text = "\ufeff" + VALID.replace("\n", "\r\n").removesuffix("\r\n")
    tried: tuple[list[TeamChange], ...] = ([JOIN], [Left(BRUNO)], [NewLeader(BRUNO), Transfer(CHEN, ANA, BRUNO)])
    for changes in tried:
        plain = edited_text(tmp_path, changes)
        assert edited_text(tmp_path, changes, text.encode()) == "\ufeff" + plain.replace("\n", "\r\n").removesuffix(
            "\r\n"
        )


def test_a_last_block_without_newline_is_added_to(tmp_path: Path) -> None:
    """A file that ends within its last table still does not end in a newline."""
    text = f'{FOUR}[[teams]]\nleader = "{ANA}"\n[[teams.reports]]\nperson = "{BRUNO}"'
    assert edited_text(tmp_path, [Joined(CHEN, ANA)], text) == f'{text}\n[[teams.reports]]\nperson = "{CHEN}"'


def test_tables_apart_from_each_other_are_found(tmp_path: Path) -> None:
    """Sections may stand in any order, with others in between, quoted and spaced keys, dotted ones, indented."""
    text = (
        f'[[ "teams" ]]\nleader = "{ANA}"\nlunch.from = "12:00"\nlunch.to = "14:00"\nlunch.length = "30m"\n'
        f"{HEAD}{people('ana', 'chen')}"
        f'  [[teams.reports]]\n  "person" = "{BRUNO}" # Bee\n  cadence = "monthly"\n'
        f'[ledger]\npath = "l"\n{people("bruno", "dan")}[[teams]]\nleader = "{DAN}"\n'
        '[teams.lunch]\nfrom = "12:00"\nto = "14:00"\nlength = "30m"\n'
    )
    result = edited_text(tmp_path, [Transfer(BRUNO, ANA, DAN), Left(CHEN)], text)
    moved = f'  "person" = "{BRUNO}" # Bee\n  cadence = "monthly"\n'
    assert result == text.replace(f"  [[teams.reports]]\n{moved}", "").replace(people("chen"), "") + (
        f"\n[[teams.reports]]\n{moved}"
    )


def test_a_team_ends_with_its_section_where_its_leader_leaves(tmp_path: Path) -> None:
    """Its rules, its lunch, and 1-on-1s of other kinds; reports go where they are said to."""
    team = (
        f'# Dan looks after platform\n[[teams]]\nleader = "{DAN}"\n'
        f'reports = ["{EVA}", {{ person = "{ANA}", kind = "skip-level" }}]\n'
        '[teams.lunch]\nfrom = "12:00"\nto = "14:00"\nlength = "30m"\n\n'
    )
    text = f'{FOUR}\n{team}[[teams]]\nleader = "{ANA}"\nreports = ["{DAN}"]\n'
    path = written(tmp_path, text)
    edited = edit(read_files(path), [Left(DAN), Transfer(EVA, DAN, ANA)])
    assert after(edited, "config.toml") == text.replace(team, "").replace(people("dan"), "").replace(
        f'"{DAN}"]', f'"{EVA}"]'
    )
    assert led(edited.company) == {ANA: [EVA]}
    assert edited.notes == ("Dan's other 1-on-1s (skip-level) end, too.",)


def test_what_holds_for_a_1_on_1_goes_along_but_for_times_agreed_with_the_former_leader(tmp_path: Path) -> None:
    """With comments, and with the link as it was, though the new leader's would be another."""
    keys = 'duration = "25m" # short\nallowed = [\n  "thu 10:00-12:00",\n]\n# her own wish\npreferred = ["fri"]'
    text = with_keys("report", keys).replace(
        'duration = "30m"', 'agenda = "https://d.example/{leader}/{member}?q={{x}}"'
    )
    edited = edit(read_files(written(tmp_path, text)), [NewLeader(CHEN), Transfer(BRUNO, ANA, CHEN)])
    (pair,) = edited.company.teams[CHEN].pairs
    (old, _) = edited.before.teams[ANA].pairs
    assert (pair.duration, pair.preferred, pair.allowed) == (old.duration, old.preferred, ())
    assert pair.agenda == "https://d.example/ana%40example.com/{member}?q={{x}}"
    assert "# short\n" in after(edited, "config.toml")
    assert "# her own wish\n" in after(edited, "config.toml")
    assert edited.notes == ("The times that Bruno agreed on with Ana (allowed) do not go along.",)


def test_a_split_makes_a_leader_of_a_report(tmp_path: Path) -> None:
    """They stay a report of theirs, and the others go along; equal input gives equal bytes."""
    edited = edit(read_files(written(tmp_path)), [Split(ANA, BRUNO, (CHEN,))])
    assert led(edited.company) == {ANA: [BRUNO], BRUNO: [CHEN]}
    assert edit(read_files(tmp_path / "config.toml"), [Split(ANA, BRUNO, (CHEN,))]) == edited
    assert load(tmp_path / "config.toml") == edited.before


def test_a_new_leader_takes_a_team_over(tmp_path: Path) -> None:
    """Everybody goes along, also from somebody who leaves."""
    edited = edit(read_files(written(tmp_path)), [NewLeader(BRUNO, takes_over=ANA), Left(ANA)])
    assert Left(BRUNO, ANA) in edited.changes
    assert led(edited.company) == {BRUNO: [CHEN]}
    assert set(edited.company.people) == {BRUNO, CHEN}


def test_the_diff_names_the_file_and_only_lines_that_change(tmp_path: Path) -> None:
    """For a person: without line endings or colours."""
    diff = edit(read_files(written(tmp_path)), [Left(CHEN, ANA)]).diff
    assert diff[0].startswith("--- ")
    assert str(tmp_path / "config.toml") in diff[1]
    assert {line for line in diff[3:] if line[0] in "+-"} == {"-", "-[[teams.reports]]", f'-person = "{CHEN}"'}
