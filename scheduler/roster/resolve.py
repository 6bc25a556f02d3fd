"""What changes of the team make of people, pairs and teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from providers.registry import DEFAULT
from providers.section.text import near, quoted
from scheduler.company import Company, Kind
from scheduler.errors import BadInput
from scheduler.roster.changes import Dissolved, Joined, Left, NewLeader, Split, TeamChange, Transfer
from scheduler.roster.entrant import Entrant, problems_of


@dataclass(frozen=True)
class Unknown:
    """Somebody whom changes bring in and whom the configuration does not know."""

    email: str
    said: str
    """What names them."""
    zone: str
    """That holds where none is given."""
    needs: tuple[str, ...]
    """What is to be said before the configuration can be edited: of `name` and `provider`."""
    providers: tuple[str, ...]
    """Who may host their calendar."""


@dataclass(frozen=True)
class Resolved:
    """Changes that fit the company, and each other."""

    changes: tuple[TeamChange, ...]
    """Without `Split`."""
    entrants: tuple[Entrant, ...]
    """New people."""
    gone: frozenset[str]
    """People who leave the company."""
    ended: frozenset[str]
    """Leaders whose teams end."""


def unknown(changes: Sequence[TeamChange], company: Company) -> tuple[Unknown, ...]:
    """Whom the changes bring in anew; in their order, also when nothing is missing.

    Raises:
        BadInput: the configuration cannot be loaded.
    """
    return tuple(
        Unknown(
            email=entrant.email,
            said=entrant.said,
            zone=company.time_zone,
            needs=needs(entrant, company),
            providers=tuple(company.providers) or (DEFAULT,),
        )
        for entrant in entrants_of(expand(changes, company), company)
    )


def needs(entrant: Entrant, company: Company) -> tuple[str, ...]:
    """What of somebody new is to be said; the provider where it is not clear by itself."""
    clear = entrant.provider or len(company.providers) < 2 or DEFAULT in company.providers
    missing = [] if entrant.name else ["name"]
    return tuple(missing if clear else [*missing, "provider"])


def resolve(changes: Sequence[TeamChange], company: Company) -> Resolved:
    """Check changes against the company and each other.

    Raises:
        BadInput: every problem at once, each begins with what brought the change.
    """
    plain = expand(changes, company)
    entrants = entrants_of(plain, company)
    judge = _Judge(company, plain, entrants)
    judge.changes_apart()
    for change in plain:
        judge.look(change)
    judge.teams_left_alone()
    problems = [*judge.problems, *(each for entrant in entrants for each in problems_of(entrant, company))]
    problems += [
        f"{entrant.said}: {quoted(entrant.email)} is not known yet; say --{what} too"
        for entrant in entrants
        for what in needs(entrant, company)
    ]
    if problems:
        raise BadInput(*dict.fromkeys(problems))
    gone = frozenset(change.member for change in plain if isinstance(change, Left) and change.leader is None)
    dissolved = {change.leader for change in plain if isinstance(change, Dissolved)}
    return Resolved(plain, entrants, gone, frozenset(dissolved | gone))


def reports_of(company: Company, leader: str) -> list[str]:
    """Whom somebody leads, in the order of the configuration; nobody where they lead no team."""
    team = company.teams.get(leader)
    return [] if team is None else [pair.member for pair in team.pairs if pair.kind is Kind.REPORT]


def leaders_of(company: Company) -> dict[str, list[str]]:
    """Whom everybody reports to."""
    found: dict[str, list[str]] = {email: [] for email in company.people}
    for leader in company.teams:
        for member in reports_of(company, leader):
            found[member].append(leader)
    return found


def expand(changes: Sequence[TeamChange], company: Company) -> tuple[TeamChange, ...]:
    """Emails in lower case; a split, and a team that is taken over, as a new leader and transfers."""
    plain: list[TeamChange] = []
    spelt = [_spelt(change) for change in changes]
    gone = {change.member for change in spelt if isinstance(change, Left) and change.leader is None}
    settled = {change.member for change in spelt if isinstance(change, Transfer | Left)}
    for change in spelt:
        if isinstance(change, Split):
            if change.into not in company.teams:
                plain.append(
                    NewLeader(
                        change.into, name=change.name, zone=change.zone, provider=change.provider, said=change.said
                    )
                )
            plain += [Transfer(member, change.leader, change.into, said=change.said) for member in change.members]
            if not change.members:
                plain.append(Transfer("", change.leader, change.into, said=change.said))
            continue
        plain.append(change)
        if isinstance(change, NewLeader) and change.takes_over is not None:
            followers = [member for member in reports_of(company, change.takes_over) if member != change.leader]
            followers = [member for member in followers if member not in settled]
            plain += [Transfer(member, change.takes_over, change.leader, said=change.said) for member in followers]
            is_report = change.leader in reports_of(company, change.takes_over)
            if is_report and change.takes_over in gone and change.leader not in settled:
                plain.append(Left(change.leader, change.takes_over, said=change.said))
    return tuple(plain)


def entrants_of(changes: Sequence[TeamChange], company: Company) -> tuple[Entrant, ...]:
    """Whom the changes bring in anew, each once; what several changes say of one is put together."""
    found: dict[str, Entrant] = {}
    for change in changes:
        if isinstance(change, Joined):
            email = change.member
        elif isinstance(change, NewLeader):
            email = change.leader
        else:
            continue
        if email not in company.people:
            entrant = Entrant(email, said(change), change.name, change.zone, change.provider, change.more)
            found[email] = found[email].with_(entrant) if email in found else entrant
    return tuple(found.values())


def said(change: TeamChange) -> str:
    """What brought a change, for the beginning of a message."""
    if change.said:
        return change.said
    if isinstance(change, Joined):
        return f"--joined {change.member}"
    if isinstance(change, Left):
        return f"--left {change.member}"
    if isinstance(change, Transfer):
        return f"--member {change.member} --from {change.former} --to {change.to}"
    if isinstance(change, NewLeader):
        return f"--new-leader {change.leader}"
    if isinstance(change, Split):
        return f"--split {change.leader} --into {change.into}"
    return f"the team of {change.leader}, which ends"


def _spelt(change: TeamChange) -> TeamChange:
    """A change with its emails as the company has them."""
    if isinstance(change, Joined):
        leader = None if change.leader is None else _low(change.leader)
        first_day = {} if change.starts is None or leader is None else {"starts": change.starts.isoformat()}
        return replace(change, member=_low(change.member), leader=leader, more={**change.more, **first_day})
    if isinstance(change, Left):
        leader = None if change.leader is None else _low(change.leader)
        return replace(change, member=_low(change.member), leader=leader)
    if isinstance(change, Transfer):
        return replace(change, member=_low(change.member), former=_low(change.former), to=_low(change.to))
    if isinstance(change, NewLeader):
        former = None if change.takes_over is None else _low(change.takes_over)
        return replace(change, leader=_low(change.leader), takes_over=former)
    if isinstance(change, Split):
        members = tuple(map(_low, change.members))
        return replace(change, leader=_low(change.leader), into=_low(change.into), members=members)
    return replace(change, leader=_low(change.leader))


def _low(email: str) -> str:
    return email.strip().lower()


@dataclass
class _Judge:
    """Looks for what does not fit; every problem is noted."""

    company: Company
    changes: Sequence[TeamChange]
    entrants: Sequence[Entrant]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._leaders: Mapping[str, list[str]] = leaders_of(self.company)
        self._new_people = {entrant.email for entrant in self.entrants}
        self._new_leaders = {change.leader for change in self.changes if isinstance(change, NewLeader)}
        self._gone = {each.member for each in self.changes if isinstance(each, Left) and each.leader is None}
        self._ended = self._gone | {each.leader for each in self.changes if isinstance(each, Dissolved)}

    def changes_apart(self) -> None:
        """One change for each person, and for each team that begins or ends."""
        first: dict[tuple[str, str], TeamChange] = {}
        for change in self.changes:
            if isinstance(change, Split):
                continue
            key = (change.leader, "team") if isinstance(change, NewLeader | Dissolved) else (change.member, "member")
            if not key[0]:
                continue
            other = first.setdefault(key, change)
            if other is not change:
                what = f"{quoted(key[0])} is changed by {said(other)} already; say one of them"
                self._wrong(change, what)

    def look(self, change: TeamChange) -> None:
        """What is wrong with one change."""
        if isinstance(change, Joined):
            self._joined(change)
        elif isinstance(change, Left):
            self._left(change)
        elif isinstance(change, Transfer):
            self._transfer(change)
        elif isinstance(change, NewLeader):
            self._new_leader(change)
        elif isinstance(change, Dissolved) and change.leader not in self.company.teams:
            self._wrong(change, f"{quoted(change.leader)} leads no team")

    def teams_left_alone(self) -> None:
        """A leader who leaves, or whom nobody is to be led by, leaves no report behind of whom nothing is said."""
        settled = {each.member for each in self.changes if isinstance(each, Left | Transfer | Joined)}
        dissolved = {each.leader for each in self.changes if isinstance(each, Dissolved)}
        for change in self.changes:
            if not isinstance(change, Left) or change.leader is not None or change.member in dissolved:
                continue
            alone = [member for member in reports_of(self.company, change.member) if member not in settled]
            if alone:
                who = ", ".join(alone)
                what = f"leads {who}; say who leads them: --member {alone[0]} --from {change.member} --to …"
                self._wrong(change, what)

    def _joined(self, change: Joined) -> None:
        person = self.company.people.get(change.member)
        given = [what for what in ("name", "zone", "provider") if getattr(change, what) is not None]
        if person is not None and given:
            options = ", ".join(f"--{what}" for what in given)
            self._wrong(change, f"{quoted(change.member)} is {person.name}, known already; leave out {options}")
        if change.leader is None:
            if person is not None:
                self._wrong(change, f"{quoted(change.member)} is one of the people already; say whose report they are")
            return
        self._no_own_leader(change, change.member, change.leader)
        self._leads(change, change.leader)
        self._no_leader_yet(change, change.member, change.leader)

    def _no_leader_yet(self, change: Joined, member: str, leader: str) -> None:
        present = self._leaders.get(member, [])
        if leader in present:
            self._wrong(change, f"{quoted(member)} reports to {leader} already")
        elif present:
            other = f"--member {member} --from {present[0]} --to {leader}"
            self._wrong(change, f"{quoted(member)} reports to {present[0]}; for another leader say {other}")

    def _left(self, change: Left) -> None:
        if self._known(change, change.member) and change.leader is not None:
            self._reports(change, change.member, change.leader)

    def _transfer(self, change: Transfer) -> None:
        if not change.member:
            self._wrong(change, "names nobody; say --members with who goes along")
        elif change.former == change.to:
            self._wrong(change, f"from and to are both {quoted(change.to)}")
        elif self._known(change, change.member):
            self._reports(change, change.member, change.former)
            if change.to in self._leaders[change.member]:
                self._wrong(change, f"{quoted(change.member)} reports to {change.to} already")
            self._no_own_leader(change, change.member, change.to)
            self._leads(change, change.to)

    def _new_leader(self, change: NewLeader) -> None:
        person = self.company.people.get(change.leader)
        given = [what for what in ("name", "zone", "provider") if getattr(change, what) is not None]
        if person is not None and given:
            options = ", ".join(f"--{what}" for what in given)
            self._wrong(change, f"{quoted(change.leader)} is {person.name}, known already; leave out {options}")
        if change.leader in self.company.teams:
            self._wrong(change, f"{quoted(change.leader)} leads a team already")
        if change.leader in self._ended:
            self._wrong(change, f"{quoted(change.leader)} would leave, or lead no team")
        if (former := change.takes_over) is not None and former not in self.company.teams:
            self._wrong(change, f"{quoted(former)} leads no team that could be taken over")

    def _no_own_leader(self, change: TeamChange, member: str, leader: str) -> None:
        if member == leader:
            self._wrong(change, f"{quoted(member)} would be their own leader")

    def _leads(self, change: TeamChange, leader: str) -> None:
        """Whether somebody leads a team when all is done."""
        if leader in self._ended:
            self._wrong(change, f"{quoted(leader)} would leave, or lead no team, by another of the changes")
        elif leader in self._new_leaders or leader in self.company.teams:
            return
        elif leader in self.company.people or leader in self._new_people:
            self._wrong(change, f"{quoted(leader)} leads no team; say --new-leader {leader} too")
        else:
            self._known(change, leader)

    def _known(self, change: TeamChange, email: str) -> bool:
        if email in self.company.people:
            return True
        meant = near(email, self.company.people)
        hint = f"did you mean {quoted(meant)}?" if meant else "look for them in the configuration"
        self._wrong(change, f"{quoted(email)} is not one of the people; {hint}")
        return False

    def _reports(self, change: TeamChange, member: str, leader: str) -> None:
        present = self._leaders[member]
        if leader not in present:
            whose = f"they report to {' and '.join(present)}" if present else "they report to nobody"
            self._wrong(change, f"{quoted(member)} does not report to {quoted(leader)}; {whose}")

    def _wrong(self, change: TeamChange, what: str) -> None:
        self.problems.append(f"{said(change)}: {what}")
