"""Who meets whom: pairs, and what cannot be among them."""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from providers.section.text import near, quoted
from scheduler.company import Kind, Pair, Person, Rules
from scheduler.config.notation import joined, span_length, written_length, written_span
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import DefaultsTable, LeaderKeys, PairKeys, TeamTable
from scheduler.config.section import Entry, Section
from scheduler.config.table import Inherited, Table, inherit

_SUGGEST_AMONG = 500
"""People; looking for the nearest name among more takes too long when many are wrong."""
_SHOWN_OF_CIRCLE = 8


def make_pair(
    entry: Entry,
    team: Table[TeamTable],
    defaults: Table[DefaultsTable],
    leader: Inherited[LeaderKeys],
    rules: Rules,
    problems: Problems,
) -> Pair:
    """One pair with what it inherits; times in which it can never meet are noted."""
    values = entry.report.values
    own = inherit(PairKeys, (entry.report, team, defaults), problems)
    duration, max_run = own.values.duration, leader.values.max_run
    if duration > max_run:
        what = f"a 1-on-1 of {written_length(duration)} is longer than max_run, {written_length(max_run)}"
        places = [own.at("duration"), leader.at("max_run")]
        problems.wrong(places[own.nearness("duration") <= leader.nearness("max_run")], what, because=places)
    pair = Pair(
        leader=team.values.leader,
        member=values.person,
        kind=values.kind,
        duration=duration,
        prep=own.values.prep,
        cadence=own.values.cadence,
        priority=own.values.priority,
        preferred=joined(span for spans in values.preferred for span in spans),
        allowed=joined(span for spans in values.allowed for span in spans),
        starts=values.starts,
        agenda=own.values.agenda,
    )
    _check_allowed(entry, pair, rules, [own.at("duration"), team.at("days")], problems)
    return pair


def _check_allowed(entry: Entry, pair: Pair, rules: Rules, because: Sequence[Place], problems: Problems) -> None:
    for index, spans in enumerate(entry.report.values.allowed):
        if not any(span.weekday in rules.days for span in spans):
            place = entry.at("allowed") if entry.at("allowed").in_table else entry.at("allowed").at(index)
            what = f"{quoted(written_span(spans[0]))} is on no 1-on-1 day of this leader"
            problems.wrong(place, what, because=because)
    for span in pair.allowed:
        if span.weekday in rules.days and span_length(span) < pair.duration:
            what = f"{quoted(written_span(span))} is shorter than the 1-on-1, {written_length(pair.duration)}"
            problems.wrong(entry.at("allowed"), what, because=because)


def check_people(
    sections: Iterable[Section], people: Mapping[str, Person], because: Sequence[Place], problems: Problems
) -> None:
    """Everybody named is one of the people; nobody meets themself, or the same person twice for the same reason."""
    seen: dict[tuple[str, str, Kind], Entry] = {}
    for section in sections:
        leader = section.leader
        _check_known(leader, section.team.at("leader"), people, because, problems)
        for entry in section.entries:
            member, kind = entry.report.values.person, entry.report.values.kind
            places = [entry.member_place, entry.leader_place, entry.at("kind")]
            _check_known(member, entry.member_place, people, because, problems)
            if member == leader:
                problems.wrong(entry.member_place, f"{quoted(member)} would meet themself", because=places)
            if (leader, member, kind) in seen:
                first = seen[leader, member, kind].member_place
                where = f"line {first.line}" if first.file == places[0].file else f"{first.file}, line {first.line}"
                what = f"{quoted(member)} is met by {leader} as {quoted(kind)} already, in {where}"
                problems.wrong(entry.member_place, what, because=places)
            seen.setdefault((leader, member, kind), entry)


def check_chain(sections: Iterable[Section], problems: Problems) -> None:
    """Nobody is, by whatever way round, their own leader's leader."""
    edges = {
        (section.leader, entry.report.values.person): entry
        for section in sections
        for entry in section.entries
        if entry.report.values.kind is Kind.REPORT and entry.report.values.person != section.leader
    }
    rank = {edge: position for position, edge in enumerate(edges)}
    while circle := _circle(edges):
        steps = list(pairwise(circle))
        last = max(steps, key=rank.__getitem__)
        begin = steps.index(last) + 1
        leaders = [leader for leader, _ in steps[begin:] + steps[:begin]]
        shown = leaders if len(leaders) <= _SHOWN_OF_CIRCLE else [*leaders[: _SHOWN_OF_CIRCLE - 2], "…", leaders[-1]]
        entry = edges.pop(last)
        what = f"makes a circle of leaders: {' leads '.join([*shown, shown[0]])}"
        problems.wrong(entry.member_place, what, because=[entry.leader_place, entry.at("kind")])


def _circle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Leaders who lead each other, each followed by whom they lead, the first one again at the end; empty: none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for leader, member in edges:
        sorter.add(member, leader)
    try:
        sorter.prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def _check_known(
    email: str, place: Place, people: Mapping[str, Person], because: Sequence[Place], problems: Problems
) -> None:
    if email not in people:
        meant = near(email, people) if len(people) <= _SUGGEST_AMONG else None
        hint = f"did you mean {quoted(meant)}?" if meant else "add them under [[people]] or in the CSV file"
        problems.wrong(place, f"{quoted(email)} is not one of the people; {hint}", because=because)
