"""To whom and where a night is told, from its tables; what contradicts itself in them is noted."""

from providers.section.secret import no_secret, no_webhook
from providers.section.table import Look
from scheduler.config.channels import LogTable, MetricsTable, SmtpTable, SummarySections, WebhookTable
from scheduler.config.hosts import FindPath, check_secret_file
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import DocumentTable
from scheduler.config.table import Table, read_table
from scheduler.telling import Log, Metrics, Secret, Security, Smtp, Summary, Telling

PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
HERE = ("localhost", "127.0.0.1", "::1")


def read_telling(top: DocumentTable, place: Place, find: FindPath, problems: Problems) -> Telling:
    """What `[log]`, `[metrics]` and `[summary]` say."""
    log = read_table(LogTable, top.log, place.at("log"), problems).values
    metrics = read_table(MetricsTable, top.metrics, place.at("metrics"), problems)
    file = metrics.values.file
    return Telling(
        Log(log.level, log.form),
        Metrics(None if file is None else find(file, metrics.at("file")), metrics.values.pushgateway),
        _summary(read_table(SummarySections, top.summary, place.at("summary"), problems), find, problems),
    )


def _summary(table: Table[SummarySections], find: FindPath, problems: Problems) -> Summary:
    values = table.values
    smtp = None
    if table.gives("smtp"):
        smtp = _smtp(read_table(SmtpTable, values.smtp, table.at("smtp"), problems), values.people, find, problems)
    elif values.people:
        problems.wrong(table.at("people"), "people are written to by mail: add [summary.smtp]", because=[table.place])
    hooks = {
        name: _webhook(read_table(WebhookTable, getattr(values, name), table.at(name), problems), find, problems)
        for name in ("slack", "teams")
        if table.gives(name)
    }
    return Summary(values.when, values.people, values.deadline, smtp, hooks.get("slack"), hooks.get("teams"))


def _smtp(table: Table[SmtpTable], people: bool, find: FindPath, problems: Problems) -> Smtp:
    values = table.values
    password = _secret(table, "password_file", "password_env", find, problems)
    if values.user is None and password is not None:
        problems.wrong(table.place, "there is a password, but no user", because=[table.at("user")])
    if values.user is not None and password is None:
        what = "there is a user, but no password; add password_file or password_env"
        problems.wrong(table.at("user"), what, because=[table.at("password_file"), table.at("password_env")])
    if password is not None and values.security is Security.NONE and values.host not in HERE:
        what = 'the password would travel in the clear; use "starttls" or "tls"'
        problems.wrong(table.at("security"), what, because=[table.at("host")])
    if not values.to and not people:
        problems.wrong(table.at("to"), "nobody gets the summary; name whom it is for", because=[table.place])
    return Smtp(
        host=values.host,
        port=values.port or PORTS[values.security],
        security=values.security,
        sender=values.sender,
        to=tuple(dict.fromkeys(values.to)),
        user=values.user,
        password=password,
    )


def _webhook(table: Table[WebhookTable], find: FindPath, problems: Problems) -> Secret | None:
    secret = _secret(table, "webhook_file", "webhook_env", find, problems, look=no_webhook)
    if secret is None:
        because = [table.place, table.at("webhook_file"), table.at("webhook_env")]
        what = "says not where the webhook's address is; add webhook_file or webhook_env"
        problems.wrong(table.place, what, because=because)
    return secret


def _secret(
    table: Table[SmtpTable] | Table[WebhookTable],
    file: str,
    variable: str,
    find: FindPath,
    problems: Problems,
    *,
    look: Look = no_secret,
) -> Secret | None:
    """Where a secret is, by the two keys that may say it; None: neither does."""
    named, path = getattr(table.values, variable), None
    written = getattr(table.values, file)
    if written is not None:
        path = find(written, table.at(file))
        if path is not None:
            check_secret_file(path, table.at(file), problems, look=look)
        if named is not None:
            problems.wrong(table.at(variable), f"there is {file} already; use one of them")
    return None if written is None and named is None else Secret(path, named)
