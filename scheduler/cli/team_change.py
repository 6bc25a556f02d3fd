"""What the command line says about a change of the team, and asking for what it does not say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.options import PATH, Moment
from scheduler.errors import BadInput

if TYPE_CHECKING:
    from scheduler.company import Company
    from scheduler.roster import ConfigFiles, TeamChange, Unknown

_OPTIONS = (
    click.option("--joined", multiple=True, metavar="EMAIL", help="Somebody joins the team of LEADER (repeatable)."),
    click.option("--left", multiple=True, metavar="MEMBER", help="Somebody has left the company (repeatable)."),
    click.option("--member", "members", multiple=True, metavar="MEMBER", help="Who changes leader (repeatable)."),
    click.option("--from", "former", metavar="LEADER", help="Whose report --member was."),
    click.option("--to", "to", metavar="LEADER", help="Whose report --member becomes."),
    click.option(
        "--new-leader", metavar="EMAIL", help="Somebody leads a team from now on: that of LEADER, if one is named."
    ),
    click.option("--split", metavar="LEADER", help="Whose team is split; --members go to the leader of --into."),
    click.option("--into", metavar="EMAIL", help="Who leads what is split off, and may be new."),
    click.option("--members", "split_off", multiple=True, metavar="EMAILS", help="Who is split off; commas separate."),
    click.option("--roster", type=PATH, metavar="PATH", help="A new CSV file of people: all that differs changes."),
    click.option(
        "--starts", type=Moment(), metavar="DATE", help="First day of whoever joins, such as 2026-12-01; else today."
    ),
    click.option("--name", metavar="NAME", help="Name of somebody new."),
    click.option("--zone", metavar="ZONE", help="Time zone of somebody new, such as Europe/Madrid."),
    click.option("--provider", metavar="NAME", help="Who hosts the calendar of somebody new."),
)


@dataclass(frozen=True)
class Said:
    """What the options say, as they were typed."""

    leader: str | None
    joined: tuple[str, ...]
    left: tuple[str, ...]
    members: tuple[str, ...]
    former: str | None
    to: str | None
    new_leader: str | None
    split: str | None
    into: str | None
    split_off: tuple[str, ...]
    roster: Path | None
    starts: datetime | None
    name: str | None
    zone: str | None
    provider: str | None

    @property
    def any_change(self) -> bool:
        """Whether any change of a team is asked for."""
        return bool(self.joined or self.left or self.members or self.new_leader or self.split or self.roster)

    def refuse_halves(self) -> None:
        """Refuse options that say half of something.

        Raises:
            UsageError: naming what is missing.
        """
        halves = [
            (
                self.joined,
                self.leader or self.new_leader,
                "--joined says who joins; say whose team: --leader LEADER",
            ),
            (self.members, self.former and self.to, "--member says who changes leader; say --from and --to too"),
            (self.former or self.to, self.members, "--from and --to say between whom; say who with --member"),
            (self.split, self.into and self.split_off, "--split says whose team; say --into and --members too"),
            (self.into or self.split_off, self.split, "--into and --members go with --split LEADER"),
            (self.starts, self.joined, "--starts is the first day of whoever joins; say who with --joined"),
        ]
        for given, needed, problem in halves:
            if given and not needed:
                raise click.UsageError(problem)


def team_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Said`; `said` makes it of what they become."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def said(leader: str | None, options: Mapping[str, Any]) -> Said:
    """What the options of `team_options` say."""
    return Said(leader, **options)


def changes_of(said: Said, files: "ConfigFiles", today: date) -> tuple["TeamChange", ...]:
    """What is asked for; people who are known may be named by a name or its beginning.

    Args:
        files: of the configuration in force.
        today: on which people join, where nothing is said.

    Raises:
        BadInput: the roster cannot be read.
    """
    from scheduler.roster import Joined, Left, NewLeader, Split, Transfer, difference

    def who(written: str) -> str:
        return _person(written, files.company)

    changes: list[TeamChange] = [] if said.roster is None else [*difference(files, said.roster)]
    changes = [
        replace(each, starts=today) if isinstance(each, Joined) and "starts" not in each.more else each
        for each in changes
    ]
    new_leader = None if said.new_leader is None else who(said.new_leader)
    leader = None if said.leader is None else who(said.leader)
    if new_leader is not None:
        takes_over = None if leader == new_leader else leader
        changes.append(NewLeader(new_leader, takes_over, said=f"--new-leader {said.new_leader}"))
    starts = today if said.starts is None else said.starts.date()
    changes += [
        Joined(who(member), new_leader or leader, starts=starts, said=f"--joined {member}") for member in said.joined
    ]
    changes += [Left(who(member), said=f"--left {member}") for member in said.left]
    if said.former is not None and said.to is not None:
        between = f"--from {said.former} --to {said.to}"
        changes += [
            Transfer(who(member), who(said.former), who(said.to), said=f"--member {member} {between}")
            for member in said.members
        ]
    if said.split is not None and said.into is not None:
        off = tuple(who(member.strip()) for each in said.split_off for member in each.split(","))
        changes.append(Split(who(said.split), who(said.into), off, said=f"--split {said.split} --into {said.into}"))
    return tuple(changes)


def described(
    changes: Sequence["TeamChange"], said: Said, unknown: Sequence["Unknown"], *, answerable: bool
) -> tuple["TeamChange", ...]:
    """The changes with who new people are: as the options say, or as somebody at the terminal answers.

    Args:
        unknown: new people.
        answerable: whether somebody can be asked.

    Raises:
        BadInput: options describe one new person, where there are none or several.
    """
    given = {"name": said.name, "zone": said.zone, "provider": said.provider}
    if any(given.values()) and len(unknown) != 1:
        options = ", ".join(f"--{name}" for name, value in given.items() if value)
        many = "nobody is" if not unknown else f"{', '.join(each.email for each in unknown)} are"
        raise BadInput(f"{options}: says who one new person is, but {many} new; describe several in a --roster")
    answers = {each.email: given if len(unknown) == 1 else {} for each in unknown}
    if answerable:
        answers = {each.email: _asked(each, answers[each.email]) for each in unknown}
    return tuple(_with(change, answers) for change in changes)


def _asked(one: "Unknown", given: Mapping[str, str | None]) -> dict[str, str | None]:
    """What is known of a new person, and what somebody answers."""
    answer = dict(given)
    if "name" in one.needs and not answer.get("name"):
        answer["name"] = click.prompt(f"Name of {one.email}", err=True)
        if not answer.get("zone"):
            answer["zone"] = click.prompt(f"Time zone of {one.email}", default=one.zone, err=True)
    if "provider" in one.needs and not answer.get("provider"):
        hosts = click.Choice(list(one.providers))
        answer["provider"] = click.prompt(f"Who hosts the calendar of {one.email}", type=hosts, err=True)
    if answer.get("zone") == one.zone:
        answer["zone"] = None
    return answer


def _with(change: "TeamChange", answers: Mapping[str, Mapping[str, str | None]]) -> "TeamChange":
    from scheduler.roster import Joined, NewLeader, Split

    if not isinstance(change, Joined | NewLeader | Split):
        return change
    email = change.member if isinstance(change, Joined) else change.leader
    email = change.into if isinstance(change, Split) else email
    answer = answers.get(email.strip().lower(), {})
    return replace(
        change,
        name=change.name or answer.get("name"),
        zone=change.zone or answer.get("zone"),
        provider=change.provider or answer.get("provider"),
    )


def _person(written: str, company: "Company") -> str:
    """The email of somebody who is known and meant by this; else what is written."""
    from scheduler.named import named

    found = named(written, {email: person.name for email, person in company.people.items()})
    return found[0] if len(found) == 1 and "@" not in written else written
