"""The company as configured: who works when, who meets whom, by which rules. Plain data, already validated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from re import Pattern

from providers.settings import Settings
from scheduler.telling import Telling


class Kind(StrEnum):
    """Why a pair meets."""

    REPORT = "report"
    SKIP_LEVEL = "skip-level"
    CROSS_TEAM = "cross-team"
    PEOPLE_OPS = "people-ops"


class Priority(StrEnum):
    """How much it matters that a pair is not missed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class CadenceUnit(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a pair meets: every `every` weeks or months. Weekly is (1, weeks), quarterly (3, months)."""

    every: int
    unit: CadenceUnit


@dataclass(frozen=True, slots=True, order=True)
class WallSpan:
    """A span on a wall clock, on one weekday: `start` to `end`; `end` of 00:00 means midnight at the day's end."""

    weekday: int
    """0 is Monday."""
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    """Lower case; identifies the person."""
    name: str
    time_zone: str
    """IANA name."""
    hours: tuple[WallSpan, ...]
    """Working hours in the person's own zone; a day may have several spans; sorted, disjoint."""
    country: str | None = None
    """ISO 3166-1 alpha-2, optionally with a subdivision (`ES`, `US-NY`): whose holidays block; None: none."""
    provider: str = "folder"
    """Name of the provider that hosts the calendar."""
    zone_from_account: bool = False
    """Whether the account's time zone, where it tells one, replaces `time_zone`."""
    hours_from_account: bool = False
    """Whether the account's working hours, where it tells some, replace `hours`."""
    unread_profile: str | None = None
    """Why the account could not be asked for either, in a sentence; None: it could be, or did not have to."""


@dataclass(frozen=True, slots=True)
class Lunch:
    """The leader keeps `length` free somewhere in the window, every 1-on-1 day."""

    start: time
    end: time
    length: timedelta


class Layout(StrEnum):
    WHOLE_DAY = "whole-day"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one leader: the company's defaults with the team's own overrides."""

    days: tuple[int, ...]
    """1-on-1 days, 0 is Monday; rising, none of them a focus day."""
    layout: Layout
    layout_day: int | None
    """With `whole-day`: the named day; None: the better one."""
    lunch: Lunch | None
    max_run: timedelta
    pause: timedelta
    max_per_day: int
    freeze: timedelta
    notice: timedelta
    """Nothing is placed sooner than this after now."""
    tentative_blocks: bool
    declined_moves: bool
    """A member who declines asks for another time."""
    preferred: tuple[WallSpan, ...] = ()
    """The leader's own preferred times, in the leader's zone; empty: none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A leader and one other person who meet."""

    leader: str
    member: str
    kind: Kind
    duration: timedelta
    prep: timedelta
    cadence: Cadence
    priority: Priority
    preferred: tuple[WallSpan, ...] = ()
    """Times that the member would like, in the member's zone; empty: no wish."""
    allowed: tuple[WallSpan, ...] = ()
    """The pair meets only inside these, in the leader's zone; empty: any time."""
    starts: date | None = None
    """The first day, on the leader's calendar, on which the two may meet; they are due in its week. None: at once."""
    agenda: str | None = None
    """URL template of the shared agenda, with `{leader}`, `{member}`, `{kind}`, `{period}`; None: no link."""


@dataclass(frozen=True, slots=True)
class Team:
    leader: str
    rules: Rules
    pairs: tuple[Pair, ...]
    """In the order of the configuration."""


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A database that is not a file, such as `postgresql+psycopg://schedule@db.example.com/schedule`."""

    url: str
    """Without a password."""
    password_file: Path | None = None
    password_env: str | None = None
    """The environment variable that holds the password; neither: none is needed, or libpq's own ways lead to it."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """What holds for a night as a whole."""

    most_changes: float = 0.2
    """A night that would move or cancel a larger share of all standing 1-on-1s is not written."""
    deadline: timedelta = timedelta(hours=4)
    """Nothing is begun any more when a night has taken so long; services are asked no longer."""


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    time_zone: str
    grid: timedelta
    """Times lie on multiples of it, counted from midnight on the leader's clock; divides an hour, minutes."""
    start_minutes: tuple[int, ...]
    """Minutes past the hour at which a 1-on-1 may start, rising; all multiples of the grid unless restricted."""
    horizon_weeks: int
    focus_days: tuple[int, ...]
    people: Mapping[str, Person]
    """By email."""
    teams: Mapping[str, Team]
    """By the leader's email, in the order of the configuration."""
    providers: Mapping[str, Settings]
    """How each provider that is configured is reached, by its name."""
    ledger: Path | DatabaseServer | None
    """File of the ledger, or where else it lies; None: a file in the platform's data folder."""
    booked_title: Pattern[str] | None = None
    """A 1-on-1 that people booked counts only if its title has this pattern; None: any title."""
    event_title: str = "1-on-1: {leader} / {member}"
    """Title of our events, with `{leader}` and `{member}` (names)."""
    agenda_text: str = ""
    """Jinja2 source of the standing agenda in an event's description."""
    fingerprint: str = ""
    """Of what the configuration means, see `scheduler.fingerprint`: a saved plan applies only under an equal one."""
    former: Mapping[str, Person] = field(default_factory=dict, compare=False)
    """By email, people who have just left or ceased to lead a team: what is ahead of theirs is being cancelled."""
    sources: tuple[Path, ...] = field(default=(), compare=False)
    """The files that it was read from."""
    keep_weeks: int = 104
    """So long the journal keeps what a run decided, when it is asked to forget."""
    folder: Path | None = None
    """Where all lies that is kept between runs besides the ledger; None: beside its file, or in the platform's data
    folder."""
    tokens: Path | None = None
    """File that keeps the tokens of whoever signed in; None: the operating system's keyring."""
    nightly: Nightly = Nightly()
    telling: Telling = field(default_factory=Telling)
    """To whom and where it is told how a night ended."""

    @property
    def everybody(self) -> Mapping[str, Person]:
        """All people by email, and those who have just left."""
        return {**self.former, **self.people}
