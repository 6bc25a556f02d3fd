"""Which keys every table of the configuration has, what they hold, and their defaults.

`config.example.toml` says what they mean. A key named `break` or `from` in a file cannot be so named in Python: those
have an alias.
"""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from providers.google.settings import GoogleSettings, Notify
from providers.outlook.settings import Cloud
from scheduler.company import Cadence, CadenceUnit, Kind, Layout, Priority
from scheduler.config import notation
from scheduler.config.values import (
    Application,
    BareEndpoint,
    CadenceText,
    CloudName,
    Country,
    Days,
    Email,
    Endpoint,
    Hours,
    KindName,
    LayoutDay,
    LayoutName,
    Length,
    LengthOrZero,
    Line,
    Link,
    NotifyName,
    PerDay,
    PriorityName,
    SafeEndpoint,
    SecretFile,
    SomeDays,
    StartMinutes,
    Tables,
    Tenant,
    Text,
    Times,
    Title,
    TitlePattern,
    Variable,
    WallTime,
    Weeks,
    Zone,
    ZoneAndHours,
    ZoneAndHoursName,
    table_or_none,
)


class TableModel(BaseModel):
    """A table of the configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class LunchTable(TableModel):
    start: WallTime = Field(alias="from")
    end: WallTime = Field(alias="to")
    length: Length


_LUNCH = LunchTable.model_validate({"from": "12:00", "to": "14:30", "length": "45m"})
Lunch = Annotated[LunchTable | None, BeforeValidator(table_or_none)]


class CompanyTable(TableModel):
    name: Line
    zone: Zone
    hours: Hours = (notation.times("monday-friday 09:00-18:00", bare=False),)
    one_on_one_days: SomeDays = (notation.weekdays("thursday"), notation.weekdays("friday"))
    focus_days: Days = tuple(notation.weekdays(day) for day in ("monday", "tuesday", "wednesday"))
    lunch: Lunch = _LUNCH
    country: Country = None
    people_file: Line | None = None
    grid: Length = timedelta(minutes=5)
    start_minutes: StartMinutes | None = None
    horizon_weeks: Weeks = 4
    freeze: LengthOrZero = timedelta(hours=24)
    notice: LengthOrZero = timedelta(hours=2)
    tentative_blocks: StrictBool = True
    declined_moves: StrictBool = True
    event_title: Title = "1-on-1: {leader} / {member}"
    booked_title: TitlePattern = None


class PairKeys(TableModel):
    """What `[defaults]`, a team and a report may each say about a 1-on-1."""

    duration: Length = timedelta(minutes=30)
    prep: LengthOrZero = timedelta(minutes=5)
    cadence: CadenceText = Cadence(1, CadenceUnit.WEEKS)
    priority: PriorityName = Priority.NORMAL
    agenda: Link = None


class LeaderKeys(TableModel):
    """What `[defaults]` and a team may each say about a leader's week."""

    layout: LayoutName = Layout.SPLIT
    layout_day: LayoutDay = None
    max_run: Length = timedelta(hours=2)
    pause: LengthOrZero = Field(default=timedelta(minutes=15), alias="break")
    max_per_day: PerDay = 8


class DefaultsTable(PairKeys, LeaderKeys):
    pass


class PersonTable(TableModel):
    email: Email
    name: Line
    zone: Zone | None = None
    hours: Hours | None = None
    country: Country = None
    provider: Line | None = None


class TeamTable(PairKeys, LeaderKeys):
    """Of the inherited keys, those that are not given are as in `[defaults]`."""

    leader: Email
    days: SomeDays | None = None
    lunch: Lunch = None
    freeze: LengthOrZero | None = None
    notice: LengthOrZero | None = None
    tentative_blocks: StrictBool | None = None
    declined_moves: StrictBool | None = None
    preferred: Times = ()
    reports: Tables = ()


class ReportTable(PairKeys):
    """Of the inherited keys, those that are not given are as in the team."""

    person: Email
    kind: KindName = Kind.REPORT
    preferred: Times = ()
    allowed: Times = ()


class FolderTable(TableModel):
    path: Line


class GoogleTable(TableModel):
    service_account: SecretFile | None = None
    client: SecretFile | None = None
    read_as: Email | None = None
    notify: NotifyName = Notify.OUTSIDE
    meet: StrictBool = False
    zone_and_hours: ZoneAndHoursName = ZoneAndHours.COMPANY
    endpoint: BareEndpoint = GoogleSettings().endpoint
    token_endpoint: Endpoint | None = None


class OutlookTable(TableModel):
    tenant: Tenant
    client_id: Application
    secret_file: SecretFile | None = None
    secret_env: Variable | None = None
    certificate: SecretFile | None = None
    cloud: CloudName = Cloud.GLOBAL
    teams: StrictBool = False
    changes_only: StrictBool = False
    zone_and_hours: ZoneAndHoursName = ZoneAndHours.COMPANY
    endpoint: BareEndpoint | None = None
    authority: SafeEndpoint | None = None


class ProvidersTable(TableModel):
    folder: Any = None
    google: Any = None
    outlook: Any = None


class TokensTable(TableModel):
    file: SecretFile | None = None


class LedgerTable(TableModel):
    path: Line | None = None


class AgendaTable(TableModel):
    text: Text | None = None
    file: Line | None = None


class DocumentTable(TableModel):
    company: Any = Field(default_factory=dict)
    defaults: Any = Field(default_factory=dict)
    people: Tables = ()
    teams: Tables = ()
    providers: Any = Field(default_factory=dict)
    ledger: Any = Field(default_factory=dict)
    tokens: Any = Field(default_factory=dict)
    agenda: Any = Field(default_factory=dict)


TABLES: dict[str, type[TableModel]] = {
    "[company]": CompanyTable,
    "[defaults]": DefaultsTable,
    "[[people]]": PersonTable,
    "[[teams]]": TeamTable,
    "[[teams.reports]]": ReportTable,
    "[providers.folder]": FolderTable,
    "[providers.google]": GoogleTable,
    "[providers.outlook]": OutlookTable,
    "[ledger]": LedgerTable,
    "[tokens]": TokensTable,
    "[agenda]": AgendaTable,
}
"""Every table by the name under which it is written."""


def keys(model: type[TableModel]) -> dict[str, str]:
    """The keys of a table as written, each with its name in Python."""
    return {field.alias or name: name for name, field in model.model_fields.items()}
