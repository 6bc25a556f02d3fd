"""Every check, each seen once: what is wrong, and where."""

from pathlib import Path

import pytest

from tests.config.samples import VALID, problems_of, with_keys

CASES = [
    # unknown keys
    ("company", 'nam = "x"', ['4: company.nam: is not a key here; did you mean "name"?']),
    ("company", 'leader = "x"', ["4: company.leader: is not a key here; it belongs in [[teams]]"]),
    (
        "company",
        'lunch = { from = "12:00", to = "14:00", lenth = "1h" }',
        ["4: company.lunch.length: is missing", '4: company.lunch.lenth: is not a key here; did you mean "length"?'],
    ),
    # wrong types and empty values
    ("company", "freeze = 24", ["4: company.freeze: must be text, in quotes"]),
    ("company", 'freeze = ""', ["4: company.freeze: is empty"]),
    ("company", "hours = 3", ["4: company.hours: must be a list, in square brackets"]),
    ("company", "horizon_weeks = true", ["4: company.horizon_weeks: must be a whole number"]),
    ("company", "tentative_blocks = 1", ["4: company.tentative_blocks: must be true or false"]),
    ("company", "lunch = 5", ['4: company.lunch: must be { from = "12:00", to = "14:00", length = "45m" } or "none"']),
    ("team", 'preferred = " "', ["22: teams[0].preferred: is empty"]),
    # times, lengths, days, cadences
    ("company", 'hours = ["mon 9-10"]', ['4: company.hours[0]: "9" is not a time of day; use "09:00" or "17:30"']),
    (
        "company",
        'hours = ["mon 09:00-12:00", "mon 11:00-13:00"]',
        ["4: company.hours: monday 11:00-13:00 overlaps other hours of that day"],
    ),
    (
        "company",
        'hours = ["mon 12:00-09:00"]',
        ['4: company.hours[0]: "mon 12:00-09:00": "12:00-09:00" ends before it starts'],
    ),
    ("company", "hours = []", ["4: company.hours: is empty"]),
    ("company", 'freeze = "24"', ['4: company.freeze: "24" is not a length of time; use "30m", "2h" or "1h30m"']),
    (
        "company",
        'one_on_one_days = ["thursday", "fryday"]',
        ['4: company.one_on_one_days[1]: "fryday" is not a weekday; use "friday"'],
    ),
    (
        "report",
        'cadence = "weekley"',
        ['25: teams[0].reports[0].cadence: "weekley" is not a cadence; use "weekly", "every 2 weeks", "monthly" or '],
    ),
    ("defaults", 'cadence = "every 27 weeks"', ['7: defaults.cadence: "every 27 weeks": use a number from 1 to 26']),
    ("report", 'kind = "boss"', ['25: teams[0].reports[0].kind: "boss" is not a kind of 1-on-1; use "report"']),
    ("defaults", 'priority = "hi"', ['7: defaults.priority: "hi" is not a priority; use "low", "normal" or "high"']),
    # days
    ("company", "one_on_one_days = []", ["4: company.one_on_one_days: is empty"]),
    (
        "company",
        'one_on_one_days = ["monday"]',
        ['4: company.one_on_one_days: "monday" is both a 1-on-1 day and a focus day'],
    ),
    ("company", 'focus_days = ["friday"]', ['4: company.focus_days: "friday" is both a 1-on-1 day and a focus day']),
    ("team", 'days = ["tuesday"]', ['22: teams[0].days: "tuesday" is both a 1-on-1 day and a focus day']),
    # layouts
    (
        "team",
        'layout = "whole-day"\nlayout_day = "saturday"',
        ['23: teams[0].layout_day: the layout\'s day "saturday" is not a 1-on-1 day (thursday, friday)'],
    ),
    (
        "team",
        'layout = "whole-day"\nlayout_day = "friday"\ndays = ["thursday"]',
        ['23: teams[0].layout_day: the layout\'s day "friday" is not a 1-on-1 day (thursday)'],
    ),
    ("team", 'layout_day = "friday"', ['22: teams[0].layout_day: "friday" has no effect: the layout is "split"']),
    # the grid
    ("company", 'grid = "7m"', ['4: company.grid: "7m" does not divide an hour']),
    ("company", 'grid = "2h"', ['4: company.grid: "2h" does not divide an hour']),
    (
        "company",
        'grid = "10m"',
        [
            '1: company.lunch.length: "45m" (the default) is not a multiple of the grid, 10m',
            '6: defaults.prep: "5m" (the default) is not a multiple of the grid, 10m',
            '6: defaults.break: "15m" (the default) is not a multiple of the grid, 10m',
        ],
    ),
    ("report", 'duration = "32m"', ['25: teams[0].reports[0].duration: "32m" is not a multiple of the grid, 5m']),
    ("report", 'prep = "3m"', ['25: teams[0].reports[0].prep: "3m" is not a multiple of the grid, 5m']),
    ("team", 'break = "3m"', ['22: teams[0].break: "3m" is not a multiple of the grid, 5m']),
    ("team", 'max_run = "61m"', ['22: teams[0].max_run: "1h1m" is not a multiple of the grid, 5m']),
    ("company", 'freeze = "3m"', ['4: company.freeze: "3m" is not a multiple of the grid, 5m']),
    ("company", 'notice = "3m"', ['4: company.notice: "3m" is not a multiple of the grid, 5m']),
    (
        "team",
        'lunch = { from = "12:01", to = "14:00", length = "44m" }',
        [
            '22: teams[0].lunch.length: "44m" is not a multiple of the grid, 5m',
            '22: teams[0].lunch.from: "12:01" is not on the grid of 5m',
        ],
    ),
    ("company", "start_minutes = [7]", ["4: company.start_minutes: 7 is not a multiple of the grid, 5m"]),
    ("company", "start_minutes = [0,\n60]", ["5: company.start_minutes[1]: must be from 0 to 59"]),
    ("company", "start_minutes = []", ["4: company.start_minutes: is empty"]),
    # lunch, runs, horizon
    (
        "company",
        'lunch = { from = "12:00", to = "12:30", length = "1h" }',
        ['4: company.lunch.length: "1h" is longer than its window, 30m'],
    ),
    (
        "company",
        'lunch = { from = "12:00", to = "11:00", length = "1h" }',
        ['4: company.lunch.to: "11:00" is not after "12:00"'],
    ),
    ("team", 'max_run = "25m"', ["22: teams[0].max_run: a 1-on-1 of 30m is longer than max_run, 25m"]),
    ("report", 'duration = "3h"', ["25: teams[0].reports[0].duration: a 1-on-1 of 3h is longer than max_run, 2h"]),
    ("company", "horizon_weeks = 0", ["4: company.horizon_weeks: must be from 1 to 26"]),
    ("company", "horizon_weeks = 27", ["4: company.horizon_weeks: must be from 1 to 26"]),
    ("defaults", "max_per_day = 0", ["7: defaults.max_per_day: must be from 1 to 100"]),
    ("defaults", 'max_run = "0m"', ['7: defaults.max_run: "0m" is too short; use at least "1m"']),
    # allowed times
    (
        "report",
        'allowed = ["thursday 09:00-09:25", "friday"]',
        ['25: teams[0].reports[0].allowed: "thursday 09:00-09:25" is shorter than the 1-on-1, 30m'],
    ),
    (
        "report",
        'allowed = ["friday", "monday 09:00-10:00"]',
        ['25: teams[0].reports[0].allowed[1]: "monday 09:00-10:00" is on no 1-on-1 day of this leader'],
    ),
    # zones, countries, providers
    ("person", 'zone = "Europe/Madird"', ['15: people[1].zone: "Europe/Madird" is not a time zone; did you mean']),
    ("person", 'zone = "madrid"', ['15: people[1].zone: "madrid" is not a time zone; did you mean "Europe/Madrid"?']),
    ("person", 'zone = "Romance Standard Time"', ['15: people[1].zone: "Romance Standard Time" is Windows\' name of']),
    ("person", 'country = "XX"', ['15: people[1].country: no public holidays are known for "XX"']),
    ("person", 'country = "US-ZZ"', ['15: people[1].country: no public holidays are known for "US-ZZ"; use US alone']),
    ("person", 'country = "Spain"', ['15: people[1].country: "Spain" is not a country; use an ISO code such as "ES"']),
    ("person", 'provider = "fodler"', ['15: people[1].provider: "fodler" is not a provider; did you mean "folder"?']),
    # patterns and templates
    ("company", 'booked_title = "["', ['4: company.booked_title: "[" is not a regular expression: unterminated']),
    ("company", 'booked_title = "a{99999999999}"', ['4: company.booked_title: "a{99999999999}" is not a regular']),
    ("company", 'event_title = "{kind}"', ['4: company.event_title: "{kind}": {kind} is not a placeholder']),
    ("company", 'event_title = "a\\nb"', ['4: company.event_title: "a\\nb" holds a control character (U+000A)']),
    ("company", 'event_title = "{leader.name}"', ['4: company.event_title: "{leader.name}": {leader.name} is not a']),
    (
        "defaults",
        'agenda = "ftp://x/"',
        ['7: defaults.agenda: "ftp://x/" is not a web link; it starts with "https://"'],
    ),
    ("defaults", 'agenda = "https:///x"', ['7: defaults.agenda: "https:///x" is not a web link']),
    ("defaults", 'agenda = "https://{kind}.x/"', ['7: defaults.agenda: "https://{kind}.x/": no placeholder can stand']),
    ("defaults", 'agenda = "https://[x/"', ['7: defaults.agenda: "https://[x/" is not a link: Invalid IPv6 URL']),
    (
        "team",
        'agenda = "https://x/{leadr}"',
        ['22: teams[0].agenda: "https://x/{leadr}": {leadr} is not a placeholder'],
    ),
    (
        "team",
        'agenda = "https://x/{leader\\ud7fc}"',
        [r'22: teams[0].agenda: "https://x/{leader\ud7fc}": {leader\ud7fc} is not a placeholder'],
    ),
    ("report", 'agenda = "https://x/{"', ['25: teams[0].reports[0].agenda: "https://x/{" has a brace without its']),
    ("report", 'agenda = "https://x/}"', ['25: teams[0].reports[0].agenda: "https://x/}" has a brace without its']),
    ("report", 'agenda = "https://x/{kind!r}"', ['25: teams[0].reports[0].agenda: "https://x/{kind!r}": nothing may']),
]


@pytest.mark.parametrize(("table", "keys", "expected"), CASES)
def test_a_wrong_value_is_named_with_its_line_and_key(
    tmp_path: Path, table: str, keys: str, expected: list[str]
) -> None:
    """Each problem starts with file, line and key, and nothing that only follows from it is reported besides."""
    found = problems_of(tmp_path, with_keys(table, keys))
    assert [len(found), *found] == [len(expected), *found]
    for problem, start in zip(found, expected, strict=True):
        assert problem.startswith(f"config.toml: line {start}")


REPLACED = [
    ('"bruno@example.com"\nname', '"bruno"\nname', '13: people[1].email: "bruno" is not an email address'),
    ('"bruno@example.com"\nname', '"../b@x.com"\nname', '13: people[1].email: "../b@x.com" holds /, which cannot'),
    ('"bruno@example.com"\nname', '"b\\n@x.com"\nname', '13: people[1].email: "b\\n@x.com" holds a control character'),
    ('"bruno@example.com"\nname', '".b@x.com"\nname', '13: people[1].email: ".b@x.com" is not an email address'),
    ('"bruno@example.com"\nname', f'"{"b" * 231}@x.example"\nname', '13: people[1].email: "bbb'),
    ('"Bruno"', '"Bru\\u0000no"', '14: people[1].name: "Bru\\x00no" holds a control character (U+0000)'),
    ('"Bruno"', '"Bru\\r\\nno"', '14: people[1].name: "Bru\\r\\nno" holds a control character (U+000D)'),
    ('"Bruno"', '"\\u202eonurB"', '14: people[1].name: "\\u202eonurB" holds a control character (U+202E)'),
    ('"Bruno"', '""', "14: people[1].name: is empty"),
    ('name = "Bruno"\n', "", "12: people[1].name: is missing"),
    ('zone = "Europe/Madrid"\n', "", "1: company.zone: is missing"),
    (
        '"chen@example.com"\nname',
        '"Bruno@Example.com"\nname',
        '17: people[2].email: "bruno@example.com" is there twice',
    ),
    ('path = "calendars"\n', "", "29: providers.folder.path: is missing"),
    ("[providers.folder]", "[ledger]", "providers.folder.path: is missing; say where the calendars are"),
    (
        'path = "calendars"',
        'path = "~nobody-of-that-name/x"',
        "30: providers.folder.path: the home folder is not known",
    ),
    ('person = "chen@', 'person = "chan@', '27: teams[0].reports[1].person: "chan@example.com" is not one of the'),
    ('leader = "ana@', 'leader = "anna@', '21: teams[0].leader: "anna@example.com" is not one of the people; did you'),
    ('person = "chen@', 'person = "ana@', '27: teams[0].reports[1].person: "ana@example.com" would meet themself'),
    ('person = "chen@', 'person = "bruno@', '27: teams[0].reports[1].person: "bruno@example.com" is met by ana@'),
    ("[defaults]", "[default]", '5: default: is not a key here; did you mean "defaults"?'),
]


@pytest.mark.parametrize(("old", "new", "expected"), REPLACED)
def test_what_is_missing_or_doubled_is_named_once(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """One broken person, pair or section is one problem, beside whoever now refers to nobody."""
    found = problems_of(tmp_path, VALID.replace(old, new, 1))
    line = "line " if expected[0].isdigit() else ""
    assert found[0].startswith(f"config.toml: {line}{expected}")
    assert [problem for problem in found[1:] if "is not one of the people" not in problem] == []


def test_everything_is_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Problems of single values and of several values together come in one report, by line."""
    text = with_keys("company", 'grid = "5m"\nfreeze = "soon"')
    text = with_keys("defaults", 'prep = "3m"\nlayout = "flat"', text)
    text = with_keys("person", 'zone = "Mars/Base"', text).replace("chen@example.com", "ana@example.com")
    found = problems_of(tmp_path, text)
    lines = [int(problem.split("line ")[1].split(":")[0]) for problem in found]
    assert lines == sorted(lines)
    keys = [problem.split(": ")[2] for problem in found]
    assert keys == [
        "company.freeze",
        "defaults.prep",
        "defaults.layout",
        "people[1].zone",
        "people[2].email",
        "teams[0].reports[1].person",
    ]


def test_two_sections_of_one_leader_are_a_problem(tmp_path: Path) -> None:
    """A team is per leader."""
    again = VALID.replace("[providers", '[[teams]]\nleader = "Ana@example.com"\n\n[providers')
    assert problems_of(tmp_path, again) == [
        'config.toml: line 30: teams[1].leader: "ana@example.com" has a section already, in line 20; make them one'
    ]


def test_a_circle_of_leaders_is_a_problem(tmp_path: Path) -> None:
    """Whoever leads somebody is not led by them, by however many steps; other kinds of pairs may go round."""
    circle = """
[[teams]]
leader = "bruno@example.com"
reports = ["chen@example.com"]

[[teams]]
leader = "chen@example.com"
reports = [{ person = "ana@example.com", kind = "%s" }]
"""
    (problem,) = problems_of(tmp_path, VALID + circle % "report")
    assert problem == (
        "config.toml: line 38: teams[2].reports[0].person: makes a circle of leaders: "
        "ana@example.com leads bruno@example.com leads chen@example.com leads ana@example.com"
    )
    broken = VALID + circle % "cross-team" + "nonsense = 1\n"
    assert [problem.split(": ")[2] for problem in problems_of(tmp_path, broken)] == ["teams[2].nonsense"]


def test_a_company_without_people_or_leaders_is_a_problem(tmp_path: Path) -> None:
    """An empty configuration says what it lacks."""
    assert problems_of(tmp_path, "") == [
        "config.toml: company.name: is missing",
        "config.toml: company.zone: is missing",
        "config.toml: people: there is nobody; add [[people]]",
        "config.toml: teams: there is no leader; add [[teams]]",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[company]\nname = \n", "config.toml: line 2: is not TOML: Invalid value"),
        ('[company]\nname = "x', "config.toml: line 2: is not TOML: "),
        ("a = 1\na = 2\n", "config.toml: line 2: is not TOML: Cannot overwrite a value"),
        (
            b'[company]\nname = "\xff"\n',
            "config.toml: line 2: is not UTF-8; save the file in that encoding",
        ),
        ("a = " + "[" * 5000, "config.toml: is nested too deeply"),
        ("a = " + "1" * 5000, "config.toml: is not TOML: Exceeds the limit"),
    ],
)
def test_a_file_that_is_not_toml_is_one_problem_with_its_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """Syntax, encoding and the parser's own limits are told in a sentence."""
    (problem,) = problems_of(tmp_path, text)
    assert problem.startswith(expected)
