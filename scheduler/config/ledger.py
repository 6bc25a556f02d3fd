"""Where the ledger lies, how one gets in, and how long it remembers: `[ledger]`."""

from dataclasses import dataclass
from pathlib import Path

from scheduler.company import DatabaseServer
from scheduler.config.hosts import FindPath, check_secret_file
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import LedgerTable
from scheduler.config.table import read_table


@dataclass(frozen=True)
class Ledger:
    """What the section says."""

    where: Path | DatabaseServer | None
    """None: where the platform keeps such files."""
    folder: Path | None
    keep_weeks: int


def read_ledger(raw: object, place: Place, find: FindPath, problems: Problems) -> Ledger:
    """The section `[ledger]`; what contradicts itself in it is noted."""
    table = read_table(LedgerTable, raw, place, problems)
    values = table.values

    def path(key: str) -> Path | None:
        written = getattr(values, key)
        return None if written is None else find(written, table.at(key))

    for key, other, chosen in (
        ("url", "path", values.url is not None and values.path is not None),
        ("password_env", "password_file", values.password_env is not None and values.password_file is not None),
    ):
        if chosen:
            problems.wrong(table.at(key), f"there is {other} already; use one of them")
    for key in ("password_file", "password_env"):
        if getattr(values, key) is not None and values.url is None:
            problems.wrong(table.at(key), "is the password of a url, and there is none", because=[table.at("url")])
    secret = path("password_file")
    if secret is not None:
        check_secret_file(secret, table.at("password_file"), problems, look=_no_password)
    server = None if values.url is None else DatabaseServer(values.url, secret, values.password_env)
    return Ledger(server or path("path"), path("folder"), values.keep_weeks)


def _no_password(content: bytes) -> str | None:
    """Why this is no password alone; None: it is one."""
    held = content.decode("utf-8", "replace").strip()
    one_line = len(held.splitlines()) == 1 and held.isprintable()
    return None if one_line else "holds something else than one line, the password"
