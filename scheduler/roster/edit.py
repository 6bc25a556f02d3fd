"""From changes of the team to new files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter
from urllib.parse import quote

from scheduler.company import Company, Kind
from scheduler.errors import BadInput, ScheduleError
from scheduler.roster.changes import Dissolved, Joined, Left, NewLeader, TeamChange, Transfer
from scheduler.roster.csv_text import CsvText
from scheduler.roster.edited import Edited, FileEdit
from scheduler.roster.files import ConfigFiles
from scheduler.roster.places import Places
from scheduler.roster.resolve import Resolved, reports_of, resolve
from scheduler.roster.toml_text import TomlText

Meets = tuple[str, str, Kind]
"""Leader, member and why."""


def edit(files: ConfigFiles, changes: Sequence[TeamChange]) -> Edited:
    """What the configuration will be; nothing is written. Equal files and changes give equal bytes.

    Raises:
        BadInput: the changes contradict each other or the company, somebody's name is missing (see `unknown`), or what
            results would not load; every problem at once.
    """
    resolved = resolve(changes, files.company)
    places = _changed(files, resolved, {})
    company = _loaded(files, _content(files, places))
    if agendas := _agendas(files.company, company, resolved):
        places = _changed(files, resolved, agendas)
        company = _loaded(files, _content(files, places))
    _check(files.company, company, resolved)
    after = _content(files, places)
    edits = tuple(FileEdit(each, files.content[each], data) for each, data in after.items())
    return Edited(
        before=files.company,
        company=company,
        changes=resolved.changes,
        files=tuple(each for each in edits if each.before != each.after),
        steps=_steps(files, places),
        notes=tuple(_notes(files.company, company, resolved)),
    )


def _changed(files: ConfigFiles, resolved: Resolved, agendas: Mapping[tuple[str, str], str]) -> Places:
    """The files' texts with every change noted.

    Args:
        agendas: the link that goes along, by new leader and member.
    """
    company = files.company
    roster = None if files.roster is None else CsvText(files.text(files.roster))
    places = Places(TomlText(files.text(files.config)), roster, company.people)
    entrants = {entrant.email: entrant for entrant in resolved.entrants}
    joined = {change.member: change for change in resolved.changes if isinstance(change, Joined)}
    for email, entrant in entrants.items():
        places.enter(entrant, joined[email].leader if email in joined else None)
    settled = {change.member for change in resolved.changes if isinstance(change, Left | Transfer)}
    for change in resolved.changes:
        if isinstance(change, Transfer):
            places.move(change.member, change.former, change.to, agendas.get((change.to, change.member)))
        elif isinstance(change, Left) and change.leader is not None:
            places.part(change.member, change.leader)
        elif isinstance(change, Joined) and change.leader is not None and change.member not in entrants:
            places.join(change.member, change.leader, change.more)
        elif isinstance(change, Dissolved):
            for member in reports_of(company, change.leader):
                if member not in settled:
                    places.part(member, change.leader)
    for leader in sorted(resolved.ended):
        places.end_team(leader)
    for email in sorted(resolved.gone):
        places.leave(email)
    places.finish(_in_need_of_section(files, resolved, places))
    return places


def _in_need_of_section(files: ConfigFiles, resolved: Resolved, places: Places) -> set[str]:
    """New leaders whom no row of the CSV file would name."""
    new = {change.leader for change in resolved.changes if isinstance(change, NewLeader)}
    if places.roster is None:
        return new
    entrants = {entrant.email for entrant in resolved.entrants}
    named = {change.leader for change in resolved.changes if isinstance(change, Joined) and change.member in entrants}
    rows = {row["email"].lower(): row.get("leader", "").lower() for row in places.roster.rows}
    named |= {
        change.to
        for change in resolved.changes
        if isinstance(change, Transfer) and rows.get(change.member) == change.former
    }
    named |= {
        change.leader for change in resolved.changes if isinstance(change, Joined) and rows.get(change.member) == ""
    }
    return new - named


def _content(files: ConfigFiles, places: Places, *, keep_removed: bool = False) -> dict[Path, bytes]:
    """What the files will hold."""
    content = {files.config: files.encoded(files.config, places.toml.result())}
    if files.roster is not None and places.roster is not None:
        text = places.roster.result(keep_removed=keep_removed)
        content[files.roster] = files.encoded(files.roster, text)
    return content


def _loaded(files: ConfigFiles, content: Mapping[Path, bytes]) -> Company:
    try:
        return files.loaded(content)
    except BadInput as error:
        raise BadInput(*(f"after these changes: {problem}" for problem in error.problems)) from None


def _steps(files: ConfigFiles, places: Places) -> tuple[FileEdit, ...]:
    """The order of writing: what is killed between any two leaves files that load.

    Raises:
        BadInput: there is no such order.
    """
    final = _content(files, places)
    if files.roster is None or files.roster == files.config:
        return _chain(files, [(files.config, final[files.config])])
    config, roster = (files.config, final[files.config]), (files.roster, final[files.roster])
    with_all = (files.roster, _content(files, places, keep_removed=True)[files.roster])
    for order in ([roster, config], [config, roster], [with_all, config, roster]):
        steps = _chain(files, order)
        if all(_loads(files, order[:done]) for done in range(1, len(order))):
            return steps
    raise BadInput(
        f"{files.config} and {files.roster} cannot be changed one after the other so that both load in between; "
        "make these changes one by one"
    )


def _chain(files: ConfigFiles, order: Sequence[tuple[Path, bytes]]) -> tuple[FileEdit, ...]:
    """One step for each content that is another than before it."""
    now = dict(files.content)
    steps = []
    for path, data in order:
        if data != now[path]:
            steps.append(FileEdit(path, now[path], data))
            now[path] = data
    return tuple(steps)


def _loads(files: ConfigFiles, written: Sequence[tuple[Path, bytes]]) -> bool:
    try:
        files.loaded(dict(written))
    except BadInput:
        return False
    return True


def _agendas(before: Company, after: Company, resolved: Resolved) -> dict[tuple[str, str], str]:
    """Links that would be others with the new leader, as they were with the former one; by new leader and member."""
    kept = {}
    for change in resolved.changes:
        if not isinstance(change, Transfer):
            continue
        old = _filled(_agenda(before, change.former, change.member), change.former)
        if old is not None and old != _filled(_agenda(after, change.to, change.member), change.to):
            kept[change.to, change.member] = old
    return kept


def _agenda(company: Company, leader: str, member: str) -> str | None:
    pairs = company.teams[leader].pairs
    return next(pair.agenda for pair in pairs if pair.member == member and pair.kind is Kind.REPORT)


def _filled(template: str | None, leader: str) -> str | None:
    """A link's template with the leader put in."""
    if template is None:
        return None
    pieces = []
    for literal, name, _, _ in Formatter().parse(template):
        pieces.append(literal.replace("{", "{{").replace("}", "}}"))
        if name is not None:
            pieces.append(quote(leader, safe="") if name == "leader" else f"{{{name}}}")
    return "".join(pieces)


def _meetings(company: Company) -> set[Meets]:
    return {(pair.leader, pair.member, pair.kind) for team in company.teams.values() for pair in team.pairs}


def _check(before: Company, after: Company, resolved: Resolved) -> None:
    """Whether the new files mean what the changes say.

    Raises:
        ScheduleError: they do not, which is a bug.
    """
    left = {(change.leader, change.member) for change in resolved.changes if isinstance(change, Left)}
    left |= {(change.former, change.member) for change in resolved.changes if isinstance(change, Transfer)}
    meant = {
        (leader, member, kind)
        for leader, member, kind in _meetings(before)
        if leader not in resolved.ended
        and member not in resolved.gone
        and not (kind is Kind.REPORT and (leader, member) in left)
    }
    for change in resolved.changes:
        if isinstance(change, Transfer):
            meant.add((change.to, change.member, Kind.REPORT))
        elif isinstance(change, Joined) and change.leader is not None:
            meant.add((change.leader, change.member, Kind.REPORT))
    people = before.people.keys() - resolved.gone | {entrant.email for entrant in resolved.entrants}
    if _meetings(after) != meant or after.people.keys() != people:
        raise ScheduleError("the edit of the configuration would not mean what it should; nothing was written")


def _notes(before: Company, after: Company, resolved: Resolved) -> list[str]:
    """What goes or stays besides what the changes say."""
    notes = []
    for change in resolved.changes:
        if isinstance(change, Transfer):
            name, former = before.people[change.member].name, before.people[change.former].name
            pair = next(p for p in before.teams[change.former].pairs if p.member == change.member)
            if pair.allowed:
                notes.append(f"The times that {name} agreed on with {former} (allowed) do not go along.")
    for email in sorted(resolved.gone):
        other = [pair for team in before.teams.values() for pair in team.pairs if email in (pair.member, pair.leader)]
        kinds = sorted({pair.kind.value for pair in other if pair.kind is not Kind.REPORT})
        if kinds:
            notes.append(f"{before.people[email].name}'s other 1-on-1s ({', '.join(kinds)}) end, too.")
    empty = [leader for leader in after.teams if reports_of(before, leader) and not reports_of(after, leader)]
    notes += [
        f"{after.people[leader].name} has no reports any more; the section in the file stays." for leader in empty
    ]
    return notes
