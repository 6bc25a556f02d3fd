"""Where the ledger lies, as the configuration says it."""

from pathlib import Path

import pytest

from scheduler.company import DatabaseServer
from scheduler.config import load
from scheduler.ledger.store import data_folder, default_path
from tests.config.samples import VALID, problems_of

URL = "postgresql+psycopg://schedule@db.example.com/schedule?sslmode=verify-full"
LINE = VALID.count("\n") + 1


def test_a_database_on_a_server(tmp_path: Path) -> None:
    """The URL as written, where the password is, and the folder and years of its own."""
    secret = tmp_path / "secret"
    secret.write_text("Zwetschgendatschi\n")
    secret.chmod(0o600)
    keys = f'[ledger]\nurl = "{URL}"\npassword_file = "secret"\nfolder = "state"\nkeep_weeks = 52\n'
    (tmp_path / "config.toml").write_text(VALID + keys)
    company = load(tmp_path / "config.toml")
    assert company.ledger == DatabaseServer(URL, secret, None)
    assert (company.folder, company.keep_weeks) == (tmp_path / "state", 52)
    assert data_folder(company.ledger, company.folder) == tmp_path / "state"


def test_all_else_lies_beside_the_file_or_where_the_platform_keeps_data(tmp_path: Path) -> None:
    """Unless a folder is named."""
    assert data_folder(tmp_path / "ledger.sqlite") == tmp_path
    assert data_folder(DatabaseServer(URL)) == default_path().parent
    assert data_folder(None) == default_path().parent


@pytest.mark.parametrize(
    ("keys", "line", "words"),
    [
        ('url = "postgresql://me:Zwetschgendatschi@db/x"', 1, "ledger.url: holds a password, which never stands here"),
        ('url = "postgresql://me@db/x?password=Zwetschgendatschi"', 1, "ledger.url: holds a password"),
        ('url = "mysql://db/x"', 1, 'ledger.url: "mysql://db/x" is not known here; use "postgresql+psycopg://'),
        ('url = "postgresql://db"', 1, 'ledger.url: "postgresql://db" is not known here'),
        ('url = "sqlite:///x"', 1, 'ledger.url: "sqlite:///x" is no database on a server; for a file use path'),
        (f'path = "x"\nurl = "{URL}"', 2, "ledger.url: there is path already; use one of them"),
        ('password_env = "X"', 1, "ledger.password_env: is the password of a url, and there is none"),
        (f'url = "{URL}"\npassword_env = "x y"', 2, "ledger.password_env: is not the name of an environment variable"),
        (f'url = "{URL}"\npassword_file = "none"', 2, "ledger.password_file: "),
        (f'url = "{URL}"\npassword = "Zwetschgendatschi"', 2, "ledger.password: "),
        ("keep_weeks = 1", 1, "ledger.keep_weeks: must be from 13 to 1040"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, keys: str, line: int, words: str) -> None:
    """With its line and key; a password is never repeated."""
    (problem,) = problems_of(tmp_path, f"{VALID}[ledger]\n{keys}\n")
    assert problem.startswith(f"config.toml: line {LINE + line}: {words}")
    assert "Zwetschgendatschi" not in problem
