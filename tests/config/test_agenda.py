"""What events say."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from scheduler.agenda import STANDING_AGENDA, agenda_url, describe, template_problem, title
from scheduler.company import Company
from scheduler.config import load
from scheduler.errors import BadInput
from tests.config.samples import VALID, problems_of, with_keys


def company_of(folder: Path, text: str) -> Company:
    """The company of a configuration."""
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load(folder / "config.toml")


def test_values_in_a_link_are_encoded(tmp_path: Path) -> None:
    """No character of an email or a period means anything in the URL but itself."""
    text = with_keys("defaults", 'agenda = "https://x.example/{leader}/{{{kind}}}?who={member}&week={period}#top"')
    company = company_of(tmp_path, text.replace("bruno@", "bruno+1&a=b%c#@").replace("ana@", "a'n{a}@"))
    pair = next(iter(company.teams.values())).pairs[0]
    url = agenda_url(pair, "2026-W48", company)
    assert url is not None
    assert urlsplit(url).path == "/a%27n%7Ba%7D%40example.com/{report}"
    assert parse_qs(urlsplit(url).query) == {"who": ["bruno+1&a=b%c#@example.com"], "week": ["2026-W48"]}
    assert urlsplit(url).fragment == "top"
    assert agenda_url(replace(pair, agenda="https://x.example/{period}"), "a/b", company) == "https://x.example/a%2Fb"


def test_without_a_template_there_is_no_link(tmp_path: Path) -> None:
    """A pair without agenda has none."""
    company = company_of(tmp_path, VALID)
    assert agenda_url(company.teams["ana@example.com"].pairs[0], "2026-W48", company) is None


def test_a_title_holds_names(tmp_path: Path) -> None:
    """Placeholders of the title are names, and braces in names stay."""
    company = company_of(tmp_path, VALID.replace('"Bruno"', '"Bruno {x}"'))
    assert title(company, company.teams["ana@example.com"].pairs[0]) == "1-on-1: Ana / Bruno {x}"


def test_the_standing_agenda_fits_the_pair(tmp_path: Path) -> None:
    """It names both and the link if there is one; the member comes first; other kinds have another agenda."""
    company = company_of(tmp_path, with_keys("report", 'kind = "people-ops"'))
    people_ops, report = company.teams["ana@example.com"].pairs
    text = describe(company, report, "2026-W48", "https://x.example/")
    assert text.startswith("Shared agenda: https://x.example/\n\n")
    assert text.index("\nChen\n") < text.index("\nAna\n")
    assert text == "\n".join(line.rstrip() for line in text.splitlines())
    assert "Shared agenda" not in describe(company, report, "2026-W48", None)
    assert describe(company, people_ops, "2026-W48", None) != describe(company, report, "2026-W48", None)
    assert template_problem(STANDING_AGENDA) is None


def test_a_company_has_an_agenda_of_its_own(tmp_path: Path) -> None:
    """Text and file do the same, unescaped."""
    template = "{{ leader }} & {{ member }}: {{ kind }} {{ period }} {{ url or 'none' }}"
    (tmp_path / "agenda.txt").write_text(template, encoding="utf-8")
    texts = []
    for section in (f'[agenda]\ntext = "{template}"\n', '[agenda]\nfile = "agenda.txt"\n'):
        company = company_of(tmp_path, VALID + section)
        texts.append(describe(company, company.teams["ana@example.com"].pairs[0], "2026-W48", None))
    assert texts == ["Ana & Bruno: report 2026-W48 none"] * 2


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ('text = "{% if %}"', "32: agenda.text: is not a Jinja2 template: Expected an expression, got"),
        (
            'text = "{{ ledaer }} {{ x }}"',
            "32: agenda.text: there is no variable ledaer, x; use leader, member, period",
        ),
        ('text = "{{ leader.nose }}"', "32: agenda.text: the template fails: "),
        ('text = "{{ leader.__class__ }}"', "32: agenda.text: the template fails: access to attribute"),
        ('text = "{{ 1 // 0 }}"', "32: agenda.text: the template fails: integer division or modulo by zero"),
        ('text = "{% if url %}{{ 1 + url }}{% endif %}"', "32: agenda.text: the template fails: unsupported operand"),
        ('text = "{{ lipsum() }}"', "32: agenda.text: there is no variable lipsum"),
        ('text = "{{ [1, 2] | random }}"', "32: agenda.text: is not a Jinja2 template: No filter named 'random'"),
        ("text = \"{% include 'x' %}\"", "32: agenda.text: the template fails: no loader for this environment"),
        ('text = " "', "32: agenda.text: is empty"),
        ('file = "gone.txt"', "32: agenda.file: there is no file gone.txt"),
        ('text = "a"\nfile = "config.toml"', "33: agenda.file: there is a text already; use one of them"),
    ],
)
def test_a_template_that_would_fail_is_a_problem_of_the_configuration(
    tmp_path: Path, section: str, expected: str
) -> None:
    """Syntax, unknown variables, and whatever else rendering shows."""
    (problem,) = problems_of(tmp_path, f"{VALID}[agenda]\n{section}\n")
    assert problem.startswith(f"config.toml: line {expected}")


def test_a_template_that_fails_for_one_pair_says_for_whom(tmp_path: Path) -> None:
    """What no check could foresee is bad input, not a traceback."""
    company = company_of(tmp_path, VALID + "[agenda]\ntext = \"{{ member.split(' ')[1] }}\"\n")
    with pytest.raises(BadInput, match="agenda: the template fails for Ana and Bruno: "):
        describe(company, company.teams["ana@example.com"].pairs[0], "2026-W48", None)
