"""What may change in a team, as data. Every person is named by email."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class _Change:
    said: str = field(default="", compare=False)
    """What brought the change, as messages name it: an option with its value, a line of a roster."""


@dataclass(frozen=True)
class Joined(_Change):
    """Somebody becomes a report; they may be one of the people already."""

    member: str
    leader: str | None
    """None: they are one of the people, and report to nobody."""
    starts: date | None = None
    """Their first day with this leader; None: at once."""
    name: str | None = None
    """Needed for somebody who is not known yet, see `Unknown`."""
    zone: str | None = None
    """IANA name; None: the company's."""
    provider: str | None = None
    """Who hosts their calendar; None: whoever does where the configuration does not say."""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Other cells of a roster's row, by column; see `scheduler.config.people.COLUMNS`."""


@dataclass(frozen=True)
class Left(_Change):
    """Somebody leaves the company, with every 1-on-1; or, where a leader is named, that leader's team only."""

    member: str
    leader: str | None = None


@dataclass(frozen=True)
class Transfer(_Change):
    """A report changes leader. What holds for the 1-on-1 goes along, but for times agreed with the former one."""

    member: str
    former: str
    to: str


@dataclass(frozen=True)
class NewLeader(_Change):
    """Somebody leads a team from now on, by the default rules; `Joined` and `Transfer` say whom."""

    leader: str
    takes_over: str | None = None
    """A leader all of whose reports become theirs."""
    name: str | None = None
    zone: str | None = None
    provider: str | None = None
    """As in `Joined`."""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Split(_Change):
    """Some of a leader's reports become those of another, who may be new as a leader, and to the company."""

    leader: str
    into: str
    members: tuple[str, ...]
    name: str | None = None
    zone: str | None = None
    provider: str | None = None
    """As in `Joined`, of `into`."""


@dataclass(frozen=True)
class Dissolved(_Change):
    """A leader leads no team any more; whoever is given no other leader stays without one."""

    leader: str


TeamChange = Joined | Left | Transfer | NewLeader | Split | Dissolved
