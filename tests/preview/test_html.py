"""The page for a browser: whole in itself, its text harmless, everything of the plan in it, in reading order."""

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from scheduler.cli import schedule
from scheduler.cli.writing import save_html
from scheduler.errors import BadInput
from scheduler.plan import Fill, Plan
from scheduler.preview.html import plan_html
from tests.cli.company import ANN, AS_OF, SmallCompany
from tests.preview.plans import PLAN
from tests.preview.sample import usual

HOSTILE = '</style></title><script>alert(1)</script><img src="https://evil.example/x" onerror=x> & "\'{{ 7*7 }}'
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "div", "h1", "h2", "h3", "p"),
    *("ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "span", "strong"),
    "time",
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "id", "class", "style", "scope", "datetime"),
    *("aria-labelledby", "aria-hidden"),
}
EMPTY = {"meta"}


class Page(HTMLParser):
    """Reads a page with the standard library: its elements, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.words: dict[str, list[str]] = {}
        self.classes: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.elements[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "li":
            self.classes.append(dict(attrs).get("class") or "")
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Elements close in the order in which they were opened."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text by the element that it is in."""
        if data.strip():
            self.words.setdefault(self._open[-1] if self._open else "", []).append(data.strip())

    @property
    def text(self) -> str:
        """All text that is read out."""
        return " ".join(word for tag, words in self.words.items() if tag != "style" for word in words)


@settings(max_examples=60)
@given(PLAN)
def test_any_plan_is_a_page_of_plain_elements(plan: Plan) -> None:
    """Nothing that runs or loads anything, and every element is closed, whatever a plan holds."""
    text = plan_html(plan)
    page = Page(text)
    assert page.elements.keys() <= ELEMENTS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    style = " ".join(page.words["style"])
    assert "url(" not in style
    assert "@import" not in style
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value for name, value in page.attributes if name == "aria-labelledby"} == set(ids)


def test_names_and_reasons_are_text_and_no_more() -> None:
    """What others wrote can hold any markup; it is read out as it stands."""
    plan = usual()
    plan = replace(
        plan,
        leader_name=HOSTILE,
        changes=tuple(replace(change, why=HOSTILE) for change in plan.changes),
        not_placed=tuple(replace(entry, why=HOSTILE, relaxation=HOSTILE) for entry in plan.not_placed),
        days=tuple(replace(day, note=HOSTILE) for day in plan.days),
        levels=tuple(replace(level, name=HOSTILE) for level in plan.levels),
        warnings=(HOSTILE,),
    )
    page = Page(plan_html(plan))
    assert page.elements.keys() <= ELEMENTS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert page.text.count("{{ 7*7 }}") > len(plan.changes)
    assert "https://" not in "".join(value for _, value in page.attributes)


def test_everything_of_the_plan_is_there() -> None:
    """Each 1-on-1 of each day in its picture, each change with its reason, each that has no place, each level."""
    plan = usual()
    page = Page(plan_html(plan))
    stretches = [each for day in plan.days for each in day.stretches if each.fill is Fill.ONE_ON_ONE]
    pictured = Counter(each.split()[1] for each in page.classes if each.startswith("one "))
    assert pictured == Counter(stretch.mark or "keep" for stretch in stretches)
    assert all(entry.why in page.text for entry in plan.not_placed)
    assert all(change.why in page.text for change in plan.changes)
    assert page.elements["details"] >= len(plan.not_placed) + 1
    assert plan.warnings[0] in page.text
    assert "Could it be better?" in page.text


def test_a_change_is_told_in_words_too() -> None:
    """In the picture, a new or moved 1-on-1 bears its word: not its colour alone says so."""
    plan = usual()
    marks = Counter(s.mark for day in plan.days for s in day.stretches if s.fill is Fill.ONE_ON_ONE)
    words = Page(plan_html(plan)).words["span"]
    assert sum(word == "new:" for word in words) == marks["create"]
    assert sum(word == "moved:" for word in words) == marks["move"]


def test_the_page_suits_dark_screens_and_paper() -> None:
    """By what the reader's browser says, without a script."""
    style = " ".join(Page(plan_html(usual())).words["style"])
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_only_pages_of_ours_are_replaced(tmp_path: Path) -> None:
    """Another file, or a link, is left alone, with a sentence."""
    page, other, link = tmp_path / "p.html", tmp_path / "notes.html", tmp_path / "link.html"
    save_html(plan_html(usual()), page)
    save_html(plan_html(replace(usual(), warnings=())), page)
    assert "</html>" in page.read_text("utf-8")
    other.write_text("<!doctype html> mine")
    link.symlink_to(page)
    for path in (other, link, tmp_path / "no" / "folder.html"):
        with pytest.raises(BadInput, match=r"--html .*choose another"):
            save_html("new", path)
    assert other.read_text() == "<!doctype html> mine"
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["link.html", "notes.html", "p.html"]


def test_a_preview_and_what_stands_as_a_page(tmp_path: Path) -> None:
    """`schedule --dry-run` and `schedule show` write one each, and nothing else; a run that writes has none."""
    company = SmallCompany(tmp_path / "company", (ANN,)).write()
    where = ["--leader", "lea", "--config", str(company.config), "--as-of", AS_OF, "--quiet"]
    before = set(company.root.rglob("*"))
    schedule.main([*where, "--dry-run", "--html", str(tmp_path / "p.html")], standalone_mode=False)
    schedule.main(["show", *where, "--html", str(tmp_path / "s.html")], standalone_mode=False)
    assert set(company.root.rglob("*")) == before
    assert "Ann" in Page((tmp_path / "p.html").read_text("utf-8")).text
    assert "the next run looks for a time" in Page((tmp_path / "s.html").read_text("utf-8")).text
    with pytest.raises(Exception, match="add --dry-run"):
        schedule.main([*where, "--yes", "--html", str(tmp_path / "q.html")], standalone_mode=False)
    assert not (tmp_path / "q.html").exists()
