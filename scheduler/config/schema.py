"""Which keys every table of the configuration has, what they hold, and their defaults.

`config.example.toml` says what they mean. A key named `break` or `from` in a file cannot be so named in Python: those
have an alias.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StrictBool, create_model

from providers.registry import PROVIDERS
from providers.section.secret import SecretFile, environment_variable
from providers.section.table import ProviderTable, TableModel
from providers.section.text import NONE, Email, Line, one_of, text
from scheduler.company import Cadence, CadenceUnit, Kind, Layout, Priority
from scheduler.config import notation
from scheduler.config.channels import CHANNEL_TABLES
from scheduler.config.notation import (
    CadenceText,
    Days,
    FirstDay,
    Hours,
    KeepWeeks,
    LayoutDay,
    Length,
    LengthOrZero,
    Percent,
    PerDay,
    SomeDays,
    StartMinutes,
    Times,
    WallTime,
    Weeks,
)
from scheduler.config.text import Country, DatabaseUrl, Link, Text, Title, TitlePattern, Zone

NOBODY = "unreadable@invalid"
"""For an email that cannot be read; never in a valid company."""


class LunchTable(TableModel):
    start: WallTime = Field(alias="from")
    end: WallTime = Field(alias="to")
    length: Length


_LUNCH = LunchTable.model_validate({"from": "12:00", "to": "14:30", "length": "45m"})


def _table_or_none(value: object) -> object:
    """A table, or the word that switches it off."""
    if isinstance(value, str) and value.strip().lower() == NONE:
        return None
    if not isinstance(value, dict):
        raise ValueError('must be { from = "12:00", to = "14:00", length = "45m" } or "none"')
    return value


def _list_of_tables(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("must be a list of tables: write its name in double square brackets")
    return value


Tables = Annotated[tuple[object, ...], BeforeValidator(_list_of_tables)]


class TimeKeys(TableModel):
    """What `[company]` and a team may each say about when a leader can be met."""

    lunch: Annotated[LunchTable | None, BeforeValidator(_table_or_none)] = _LUNCH
    freeze: LengthOrZero = timedelta(hours=24)
    notice: LengthOrZero = timedelta(hours=2)
    tentative_blocks: StrictBool = True
    declined_moves: StrictBool = True


class CompanyTable(TimeKeys):
    stand_ins: ClassVar = {"name": "unreadable", "zone": "UTC"}

    name: Line
    zone: Zone
    hours: Hours = (notation.times("monday-friday 09:00-18:00", bare=False),)
    one_on_one_days: SomeDays = (notation.weekdays("thursday"), notation.weekdays("friday"))
    focus_days: Days = tuple(notation.weekdays(day) for day in ("monday", "tuesday", "wednesday"))
    country: Country = None
    people_file: Line | None = None
    grid: Length = timedelta(minutes=5)
    start_minutes: StartMinutes | None = None
    horizon_weeks: Weeks = 4
    event_title: Title = "1-on-1: {leader} / {member}"
    booked_title: TitlePattern = None


class PairKeys(TableModel):
    """What `[defaults]`, a team and a report may each say about a 1-on-1."""

    duration: Length = timedelta(minutes=30)
    prep: LengthOrZero = timedelta(minutes=5)
    cadence: CadenceText = Cadence(1, CadenceUnit.WEEKS)
    priority: Annotated[Priority, one_of(Priority, "priority")] = Priority.NORMAL
    agenda: Link = None


class LeaderKeys(TableModel):
    """What `[defaults]` and a team may each say about a leader's week."""

    layout: Annotated[Layout, one_of(Layout, "layout")] = Layout.SPLIT
    layout_day: LayoutDay = None
    max_run: Length = timedelta(hours=2)
    pause: LengthOrZero = Field(default=timedelta(minutes=15), alias="break")
    max_per_day: PerDay = 8


class DefaultsTable(LeaderKeys, PairKeys):
    pass


class PersonTable(TableModel):
    stand_ins: ClassVar = {"email": NOBODY, "name": "unreadable"}

    email: Email
    name: Line
    zone: Zone | None = None
    hours: Hours | None = None
    country: Country = None
    provider: Line | None = None


class TeamTable(TimeKeys, LeaderKeys, PairKeys):
    """Of the inherited keys, those that are not given are as in `[defaults]` and `[company]`."""

    stand_ins: ClassVar = {"leader": NOBODY}

    leader: Email
    days: SomeDays | None = None
    preferred: Times = ()
    reports: Tables = ()


class ReportTable(PairKeys):
    """Of the inherited keys, those that are not given are as in the team."""

    stand_ins: ClassVar = {"person": NOBODY}

    person: Email
    kind: Annotated[Kind, one_of(Kind, "kind of 1-on-1")] = Kind.REPORT
    preferred: Times = ()
    allowed: Times = ()
    starts: FirstDay = None


PROVIDER_TABLES: Mapping[str, type[ProviderTable]] = {name: entry.load().table for name, entry in PROVIDERS.items()}
"""By provider."""

_ANY: Any = (object, None)
ProvidersTable = create_model("ProvidersTable", __base__=TableModel, **dict.fromkeys(PROVIDERS, _ANY))
"""One table for each provider."""


class TokensTable(TableModel):
    instead_of_secrets: ClassVar = "leave it to `schedule auth`"

    file: SecretFile | None = None


class LedgerTable(TableModel):
    instead_of_secrets: ClassVar = (
        "name a file that holds it with password_file (or a variable of the environment with password_env)"
    )

    path: Line | None = None
    url: DatabaseUrl | None = None
    password_file: SecretFile | None = None
    password_env: Annotated[str, text(environment_variable("SCHEDULE_LEDGER_PASSWORD"))] | None = None
    folder: Line | None = None
    keep_weeks: KeepWeeks = 104


class NightlyTable(TableModel):
    max_changes: Percent = 20
    deadline: Length = timedelta(hours=4)


class AgendaTable(TableModel):
    text: Text | None = None
    file: Line | None = None


class DocumentTable(TableModel):
    company: object = Field(default_factory=dict)
    defaults: object = Field(default_factory=dict)
    people: Tables = ()
    teams: Tables = ()
    providers: object = Field(default_factory=dict)
    ledger: object = Field(default_factory=dict)
    tokens: object = Field(default_factory=dict)
    agenda: object = Field(default_factory=dict)
    nightly: object = Field(default_factory=dict)
    log: object = Field(default_factory=dict)
    metrics: object = Field(default_factory=dict)
    summary: object = Field(default_factory=dict)


TABLES: dict[str, type[TableModel]] = {
    "[company]": CompanyTable,
    "[defaults]": DefaultsTable,
    "[[people]]": PersonTable,
    "[[teams]]": TeamTable,
    "[[teams.reports]]": ReportTable,
    **{f"[providers.{name}]": table for name, table in PROVIDER_TABLES.items()},
    "[ledger]": LedgerTable,
    "[tokens]": TokensTable,
    "[agenda]": AgendaTable,
    "[nightly]": NightlyTable,
    **CHANNEL_TABLES,
}
"""Every table by the name under which it is written."""


def keys(model: type[TableModel]) -> dict[str, str]:
    """The keys of a table as written, each with its name in Python."""
    return {field.alias or name: name for name, field in model.model_fields.items()}
