"""What an event says: its title, the link to the shared agenda, and the standing agenda in its description."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from scheduler.company import Company, Kind, Pair
from scheduler.errors import BadInput

if TYPE_CHECKING:
    from jinja2 import Environment, Template

STANDING_AGENDA = """\
{% if url %}
Shared agenda: {{ url }}

{% endif %}
{% if kind == "report" %}
First what {{ member }} brings, then what {{ leader }} brings; ten good minutes may do.

{{ member }}
- How are you, and how was the week?
- What is in your way, and what would get it out of the way?
- What do you need from {{ leader }}?

{{ leader }}
- Feedback on recent work, both ways
- What matters most until we meet again
- From time to time: goals, growth, career

{% else %}
- How are you, and how are things in your team?
- What should the other one of us know?
- What would make work better, and who can do something about it?

{% endif %}
Both
- What we agreed on: write it down, and look at it first next time
"""
"""Used by a company that has none of its own."""

VARIABLES = ("leader", "member", "period", "kind", "url")
"""What a standing agenda may use: two names, such as `2026-W48`, a `Kind`'s value, the link or None."""


def title(company: Company, pair: Pair) -> str:
    """Title of a pair's events."""
    return company.event_title.format(leader=company.people[pair.leader].name, member=company.people[pair.member].name)


def agenda_url(pair: Pair, period: str, company: Company) -> str | None:
    """Link to the shared agenda of one occurrence; None where the pair has none.

    Args:
        period: the due ISO week, such as `2026-W48`.
        company: whose people the pair is of; they stand in the link by their emails.
    """
    if pair.agenda is None:
        return None
    values = {
        "leader": company.people[pair.leader].email,
        "member": company.people[pair.member].email,
        "kind": pair.kind.value,
        "period": period,
    }
    return pair.agenda.format(**{name: quote(value, safe="") for name, value in values.items()})


def describe(company: Company, pair: Pair, period: str, url: str | None) -> str:
    """The standing agenda of one occurrence, as text without space at the ends of its lines.

    Args:
        period: the due ISO week, such as `2026-W48`.
        url: link to the shared agenda; None: there is none.

    Raises:
        BadInput: the company's own template fails for these two.
    """
    leader, member = company.people[pair.leader].name, company.people[pair.member].name
    values = {"leader": leader, "member": member, "period": period, "kind": pair.kind.value, "url": url}
    try:
        return _rendered(company.agenda_text or STANDING_AGENDA, values)
    except Exception as error:  # a template can raise anything
        raise BadInput(f"agenda: the template fails for {leader} and {member}: {error}. Correct it.") from error


def agenda_problems(company: Company, period: str) -> Iterator[str]:
    """Why the standing agenda fails, once for each pair for whom it does.

    Args:
        period: an ISO week, such as `2026-W48`.
    """
    for team in company.teams.values():
        for pair in team.pairs:
            try:
                describe(company, pair, period, agenda_url(pair, period, company))
            except BadInput as error:
                yield from error.problems


def template_problem(source: str) -> str | None:
    """What is wrong with a standing agenda, in words for a user; None: nothing."""
    from jinja2 import TemplateSyntaxError
    from jinja2.meta import find_undeclared_variables

    try:
        unknown = sorted(find_undeclared_variables(_environment().parse(source)) - set(VARIABLES))
        if unknown:
            return f"there is no variable {', '.join(unknown)}; use {', '.join(VARIABLES)}"
        for kind in Kind:
            for url in ("https://docs.example.com/agenda", None):
                people = {"leader": "Ana Costa", "member": "Bruno Gil"}
                _rendered(source, {**people, "period": "2026-W48", "kind": kind.value, "url": url})
    except TemplateSyntaxError as error:
        return f"is not a Jinja2 template: {error.message} (line {error.lineno} of the template)"
    except Exception as error:  # a template can raise anything
        return f"the template fails: {error or type(error).__name__}"
    return None


def _rendered(source: str, values: Mapping[str, str | None]) -> str:
    lines = _template(source).render(values).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@cache
def _template(source: str) -> "Template":
    return _environment().from_string(source)


@cache
def _environment() -> "Environment":
    """Jinja2 that reaches nothing but the variables, and answers the same each time."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    del environment.globals["lipsum"]  # both draw lots
    del environment.filters["random"]
    return environment
