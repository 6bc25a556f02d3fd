"""Who hosts calendars, and how they are reached: the sections of `[providers]`, and `[tokens]`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from providers.google.settings import GoogleSettings
from providers.outlook.settings import OutlookSettings
from scheduler.config.key_files import is_google_client, is_google_key, is_pem, is_secret, sound
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import FolderTable, GoogleTable, OutlookTable, ProvidersTable, TokensTable
from scheduler.config.table import Table, read_table
from scheduler.config.values import ZoneAndHours

NAMES = ("folder", "google", "outlook")
FindPath = Callable[[str, Place], Path | None]
"""The path that a place of the configuration names; None, and a problem, where there is none."""


@dataclass(frozen=True)
class Hosts:
    """What the configuration says of them; one that it has no section for is None."""

    folder: Path | None
    google: GoogleSettings | None
    outlook: OutlookSettings | None
    sections: tuple[str, ...]
    """Names of those that have a section, also one that cannot be read."""
    from_accounts: Mapping[str, bool]
    """By name, whether zone and hours of people come from their accounts where the configuration gives none."""
    place: Place

    def default(self) -> str | None:
        """Who hosts the calendar of somebody of whom it is not said; None: that is to be said."""
        if "folder" in self.sections or not self.sections:
            return "folder"
        return self.sections[0] if len(self.sections) == 1 else None


def read_hosts(raw: object, place: Place, find: FindPath, problems: Problems) -> Hosts:
    """The sections of `[providers]`. What a section that nobody uses leaves out is no problem."""
    providers = read_table(ProvidersTable, raw, place, problems)
    given = tuple(name for name in NAMES if providers.gives(name))
    values = providers.values
    folder = google = outlook = None
    from_accounts = {}
    if "folder" in given:
        table = read_table(FolderTable, values.folder, providers.at("folder"), problems)
        folder = find(table.values.path, table.at("path"))
    if "google" in given:
        google_table = read_table(GoogleTable, values.google, providers.at("google"), problems)
        google = _google(google_table, find, problems)
        from_accounts["google"] = google_table.values.zone_and_hours is ZoneAndHours.ACCOUNT
    if "outlook" in given:
        outlook_table = read_table(OutlookTable, values.outlook, providers.at("outlook"), problems)
        outlook = _outlook(outlook_table, find, problems)
        from_accounts["outlook"] = outlook_table.values.zone_and_hours is ZoneAndHours.ACCOUNT
    return Hosts(folder, google, outlook, given, from_accounts, place)


def check_used(hosts: Hosts, used: Collection[str], problems: Problems) -> None:
    """What is missing in the sections of those who host somebody's calendar."""
    if "folder" in used and "folder" not in hosts.sections:
        problems.wrong(hosts.place.at("folder", "path"), "is missing; say where the calendars are")
    if "google" in used and hosts.google is not None and not (hosts.google.service_account or hosts.google.client):
        section = hosts.place.at("google")
        what = "does not say how to sign in: name a service_account (its key file) or a client (its file); see docs"
        problems.wrong(section, f"{what}/google.md", because=[section.at("service_account"), section.at("client")])


def read_tokens(raw: object, place: Place, find: FindPath, problems: Problems) -> Path | None:
    """The file of tokens; None: the operating system's keyring. It need not exist yet."""
    table = read_table(TokensTable, raw, place, problems)
    path = None if table.values.file is None else find(table.values.file, table.at("file"))
    if path is not None:
        sound(path, table.at("file"), problems, missing_is_fine=True)
    return path


def _google(table: Table[GoogleTable], find: FindPath, problems: Problems) -> GoogleSettings:
    values = table.values
    key = None if values.service_account is None else find(values.service_account, table.at("service_account"))
    client = None if values.client is None else find(values.client, table.at("client"))
    if key is not None:
        sound(key, table.at("service_account"), problems, look=is_google_key)
    if client is not None:
        sound(client, table.at("client"), problems, look=is_google_client, private=False)
        if table.gives("service_account"):
            problems.wrong(table.at("client"), "there is a service_account already; use one of them")
    if values.read_as is not None and not table.gives("service_account"):
        what = "needs a service_account: without one, everything is read as whoever signs in"
        problems.wrong(table.at("read_as"), what, because=[table.at("service_account")])
    return GoogleSettings(
        service_account=key,
        client=client,
        read_as=values.read_as,
        notify=values.notify,
        meet=values.meet,
        endpoint=values.endpoint,
        token_endpoint=values.token_endpoint,
    )


def _outlook(table: Table[OutlookTable], find: FindPath, problems: Problems) -> OutlookSettings:
    values = table.values
    secret = None if values.secret_file is None else find(values.secret_file, table.at("secret_file"))
    certificate = None if values.certificate is None else find(values.certificate, table.at("certificate"))
    if secret is not None:
        sound(secret, table.at("secret_file"), problems, look=is_secret)
    if certificate is not None:
        sound(certificate, table.at("certificate"), problems, look=is_pem)
    given = [name for name in ("secret_file", "secret_env", "certificate") if table.gives(name)]
    for name in given[1:]:
        problems.wrong(table.at(name), f"there is {given[0]} already; use one of them")
    return OutlookSettings(
        tenant=values.tenant,
        client_id=values.client_id,
        secret=secret,
        secret_env=values.secret_env,
        certificate=certificate,
        cloud=values.cloud,
        teams=values.teams,
        changes_only=values.changes_only,
        endpoint=values.endpoint,
        authority=values.authority,
    )
