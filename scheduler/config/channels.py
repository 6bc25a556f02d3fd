"""The tables of whom and what is told after a night: `[log]`, `[metrics]`, `[summary]` and those in it."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, StrictBool, StrictInt

from providers.section.secret import BareEndpoint, SecretFile, environment_variable, not_a_link
from providers.section.table import TableModel
from providers.section.text import Email, Line, line, one_of, quoted, text
from scheduler.config.notation import Length, as_list, within
from scheduler.telling import LogForm, LogLevel, Security, When

NOWHERE = "unreadable.invalid"
"""For a host that cannot be read; never in a valid company."""


def textfile(written: str) -> str:
    """The path of a file that node_exporter reads: it passes over those of another ending."""
    if not (name := line(written)).endswith(".prom"):
        raise ValueError(f'{quoted(written)}: node_exporter reads only files whose names end in ".prom"')
    return name


Variable = Annotated[str, text(environment_variable("SCHEDULE_SECRET"))]
WebhookFile = Annotated[str, text(not_a_link)]


class LogTable(TableModel):
    level: Annotated[LogLevel, one_of(LogLevel, "level")] = LogLevel.INFO
    form: Annotated[LogForm, one_of(LogForm, "form of a log")] = Field(default=LogForm.AUTO, alias="format")


class MetricsTable(TableModel):
    file: Annotated[str, text(textfile)] | None = None
    pushgateway: BareEndpoint | None = None


class SummaryTable(TableModel):
    when: Annotated[When, one_of(When, "kind of night")] = When.CHANGES
    people: StrictBool = False
    deadline: Length = timedelta(minutes=1)


class SmtpTable(TableModel):
    stand_ins: ClassVar = {"host": NOWHERE, "from": f"unreadable@{NOWHERE}"}
    instead_of_secrets: ClassVar = "name that file with password_file (or a variable of the environment: password_env)"

    host: Line
    port: Annotated[StrictInt, within(1, 65535)] | None = None
    security: Annotated[Security, one_of(Security, "security")] = Security.STARTTLS
    user: Line | None = None
    password_file: SecretFile | None = None
    password_env: Variable | None = None
    sender: Email = Field(alias="from")
    to: Annotated[tuple[Email, ...], BeforeValidator(as_list)] = ()


class WebhookTable(TableModel):
    """The webhook's URL is a secret: whoever knows it can write there."""

    webhook_file: WebhookFile | None = None
    webhook_env: Variable | None = None


class SummarySections(SummaryTable):
    smtp: object = None
    slack: object = None
    teams: object = None


CHANNEL_TABLES: dict[str, type[TableModel]] = {
    "[log]": LogTable,
    "[metrics]": MetricsTable,
    "[summary]": SummaryTable,
    "[summary.smtp]": SmtpTable,
    "[summary.slack]": WebhookTable,
    "[summary.teams]": WebhookTable,
}
