"""Google and Outlook in the configuration: how they are reached, and that no secret stands in it or leaves a file."""

import json
import re
from pathlib import Path

import pytest

from providers.google.settings import GoogleSettings, Notify
from providers.outlook.settings import Cloud, OutlookSettings
from scheduler.company import Company
from scheduler.config import load
from tests.config.samples import VALID, problems_of

BASE = VALID.replace('[providers.folder]\npath = "calendars"\n', "")
LINE = BASE.count("\n")
SECRET = "abc8Q~Zwetschgendatschi.Zwetschgendatschi"
KEY = {
    "type": "service_account",
    "client_email": "x@y.iam.gserviceaccount.com",
    "private_key": SECRET,
    "token_uri": "https://oauth2.googleapis.com/token",
}
CLIENT = {"installed": {"client_id": "x", "client_secret": SECRET, "auth_uri": "https://a", "token_uri": "https://b"}}
PEM = f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
OUTLOOK = '[providers.outlook]\ntenant = "example.com"\nclient_id = "11111111-2222-3333-4444-555555555555"\n'
GOOGLE = '[providers.google]\nservice_account = "key.json"\n'
FOLDER = '[providers.folder]\npath = "calendars"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files that hold secrets, as they should be."""
    for name, content in (
        ("key.json", json.dumps(KEY)),
        ("client.json", json.dumps(CLIENT)),
        ("secret", f"{SECRET}\n"),
        ("app.pem", PEM),
    ):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o600)
    return tmp_path


def company_of(folder: Path, sections: str, base: str = BASE) -> Company:
    """The company of a configuration."""
    (folder / "config.toml").write_text(base + sections)
    return load(folder / "config.toml")


def test_google_is_reached_as_written(folder: Path) -> None:
    """Every key arrives in the settings, paths relative to the configuration."""
    company = company_of(
        folder,
        '[providers.google]\nservice_account = "key.json"\nread_as = "Cal@example.com"\nnotify = "all"\nmeet = true\n'
        'endpoint = "http://127.0.0.1:1/"\ntoken_endpoint = "https://localhost:2/token"\n[tokens]\nfile = "t/tokens"\n',
    )
    assert company.providers["google"] == GoogleSettings(
        service_account=folder / "key.json",
        read_as="cal@example.com",
        notify=Notify.ALL,
        meet=True,
        endpoint="http://127.0.0.1:1",
        token_endpoint="https://localhost:2/token",
    )
    assert (list(company.providers), company.tokens) == (["google"], folder / "t/tokens")
    assert {person.provider for person in company.people.values()} == {"google"}


def test_outlook_is_reached_as_written(folder: Path) -> None:
    """Every key arrives in the settings."""
    company = company_of(
        folder,
        f'{OUTLOOK}secret_env = "X_SECRET"\ncloud = "china"\nteams = true\nchanges_only = true\n'
        'endpoint = "http://localhost:3"\nauthority = "https://localhost:4"\n',
    )
    assert company.providers["outlook"] == OutlookSettings(
        tenant="example.com",
        client_id="11111111-2222-3333-4444-555555555555",
        secret_env="X_SECRET",
        cloud=Cloud.CHINA,
        teams=True,
        changes_only=True,
        endpoint="http://localhost:3",
        authority="https://localhost:4",
    )
    assert company.tokens is None
    assert "outlook" in company_of(folder, f'{OUTLOOK}secret_file = "secret"\n').providers
    assert "outlook" in company_of(folder, f'{OUTLOOK}certificate = "app.pem"\n').providers


def test_who_hosts_a_calendar(folder: Path) -> None:
    """Unsaid, it is the folder where there is one, else the only section; people may differ."""
    company = company_of(folder, FOLDER + GOOGLE)
    assert {person.provider for person in company.people.values()} == {"folder"}
    mixed = BASE.replace('name = "Bruno"', 'name = "Bruno"\nprovider = "google"').replace(
        'name = "Chen"', 'name = "Chen"\nprovider = "outlook"'
    )
    company = company_of(folder, FOLDER + GOOGLE + OUTLOOK, mixed)
    assert [person.provider for person in company.people.values()] == ["folder", "google", "outlook"]


def test_what_accounts_may_say(folder: Path) -> None:
    """With `account`, zone and hours of people come from it where they have none of their own; else never."""
    own = BASE.replace('name = "Bruno"', 'name = "Bruno"\nzone = "Europe/Lisbon"').replace(
        'name = "Chen"', 'name = "Chen"\nhours = ["monday-friday 09:00-12:00"]'
    )
    ana, bruno, chen = company_of(folder, f'{GOOGLE}zone_and_hours = "account"\n', own).people.values()
    assert (ana.zone_from_account, ana.hours_from_account) == (True, True)
    assert (bruno.zone_from_account, bruno.hours_from_account) == (False, True)
    assert (chen.zone_from_account, chen.hours_from_account) == (True, False)
    company = company_of(folder, GOOGLE, own)
    assert not any(person.zone_from_account or person.hours_from_account for person in company.people.values())


def test_a_new_secret_is_no_new_configuration(folder: Path) -> None:
    """The fingerprint, under which saved plans apply, does not depend on what files of secrets hold."""
    before = company_of(folder, f'{OUTLOOK}secret_file = "secret"\n').fingerprint
    (folder / "secret").write_text("another")
    assert company_of(folder, f'{OUTLOOK}secret_file = "secret"\n').fingerprint == before


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ("[providers.google]\n", ["1: providers.google: does not say how to sign in"]),
        ("[providers.google]\nmeet = 1\nnotify = 'none'\n", ["2: providers.google.meet: must be", "3: ", "1: "]),
        (f'{GOOGLE}client = "client.json"\n', ["3: providers.google.client: there is a service_account already"]),
        (
            '[providers.google]\nclient = "client.json"\nread_as = "x@example.com"\n',
            ["3: providers.google.read_as: needs a service_account"],
        ),
        ('[providers.google]\nclient = "gone.json"\n', ["2: providers.google.client: there is no file gone.json"]),
        ('[providers.google]\nclient = "key.json"\n', ["2: providers.google.client: key.json is no file of an OAuth"]),
        ('[providers.google]\nservice_account = "client.json"\n', ["client.json is no key file of a service account"]),
        (f'{GOOGLE}endpoint = "http://example.com"\n', ["3: providers.google.endpoint: ", "is not safe; it starts"]),
        (f'{GOOGLE}endpoint = "https://x.example/path"\n', ["has a path; leave it out"]),
        (f'{GOOGLE}endpoint = "ftp://localhost"\n', ["is not the address of a service"]),
        (f'{GOOGLE}zone_and_hours = "x"\n', ['is not a source of zone and hours; use "company" or "account"']),
        (
            "[providers.outlook]\n",
            ["1: providers.outlook.tenant: is missing", "1: providers.outlook.client_id: is mis"],
        ),
        (OUTLOOK.replace("example.com", "common"), ['2: providers.outlook.tenant: "common" names no directory']),
        (f'{OUTLOOK}authority = "http://localhost:1"\n', ["4: providers.outlook.authority: ", "is not safe"]),
        (f'{OUTLOOK}cloud = "mars"\n', ["4: providers.outlook.cloud: ", "is not a cloud of Microsoft's; use"]),
        (
            f'{OUTLOOK}secret_env = "A"\nsecret_file = "secret"\ncertificate = "app.pem"\n',
            [
                "4: providers.outlook.secret_env: there is secret_file already",
                "6: providers.outlook.certificate: there",
            ],
        ),
        (f'{OUTLOOK}secret_file = "app.pem"\n', ["app.pem holds something else than one line, the secret's value"]),
        (f'{OUTLOOK}certificate = "secret"\n', ["secret holds no PRIVATE KEY and no CERTIFICATE; put both into it"]),
        (GOOGLE + OUTLOOK, ["provider: is missing; say who hosts the calendar: "] * 3),
    ],
)
def test_what_is_wrong_with_a_host(folder: Path, sections: str, expected: list[str]) -> None:
    """Each problem once, with its line and key, all at once."""
    found = problems_of(folder, BASE + sections)
    counted = [re.sub(r"line (\d+)", lambda line: f"{int(line[1]) - LINE}", problem) for problem in found]
    for text in expected:
        assert any(text in problem for problem in counted), (text, found)
    assert len(found) == len(expected) or len(found) == 1


def test_a_host_without_a_section(folder: Path) -> None:
    """Somebody's provider that has no section is told where it is named."""
    text = BASE.replace('name = "Bruno"', 'name = "Bruno"\nprovider = "google"') + FOLDER
    assert problems_of(folder, text) == [
        "config.toml: line 15: people[1].provider: there is no section [providers.google]; add it"
    ]


@pytest.mark.parametrize("name", ["key.json", "secret", "app.pem", "tokens"])
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_secret_that_others_can_read_is_refused(folder: Path, name: str, mode: int) -> None:
    """Key file, secret, certificate and tokens have to be their owner's alone; the problem says how to mend it."""
    (folder / "tokens").write_text("{}")
    (folder / name).chmod(mode)
    (folder / "tokens").chmod(mode if name == "tokens" else 0o600)
    sections = {
        "key.json": GOOGLE,
        "secret": f'{OUTLOOK}secret_file = "secret"\n',
        "app.pem": f'{OUTLOOK}certificate = "app.pem"\n',
        "tokens": f'{GOOGLE}[tokens]\nfile = "tokens"\n',
    }
    (problem,) = problems_of(folder, BASE + sections[name])
    assert "others can read this file, and it holds a secret; chmod 600 " in problem


@pytest.mark.parametrize(
    "sections",
    [
        f'{OUTLOOK}secret = "{SECRET}"\n',
        f'{OUTLOOK}client_secret = "{SECRET}"\n',
        f'{OUTLOOK}secret_file = "{SECRET}"\n',
        f'{OUTLOOK}secret_env = "{SECRET}"\n',
        f'{OUTLOOK}certificate = "-----BEGIN PRIVATE KEY-----{SECRET}"\n',
        OUTLOOK.replace("11111111-2222-3333-4444-555555555555", SECRET),
        f"[providers.google]\nservice_account = '{json.dumps(KEY)}'\n",
        f'[providers.google]\nservice_account = {{ private_key = "{SECRET}" }}\n',
        f'{GOOGLE}client_secret = "{SECRET}"\n',
        f'{GOOGLE}endpoint = "https://user:{SECRET}@x.example"\n',
        f'{GOOGLE}[tokens]\nrefresh_token = "{SECRET}"\n',
    ],
)
def test_a_secret_in_the_configuration_is_refused(folder: Path, sections: str) -> None:
    """Wherever people put a secret itself, it is a problem, and is not repeated in it."""
    found = problems_of(folder, BASE + sections)
    assert found
    assert SECRET not in "\n".join(found)


def test_a_refused_secret_is_told_where_to_go(folder: Path) -> None:
    """The sentence names the keys that name files."""
    (problem,) = problems_of(folder, f'{BASE}{OUTLOOK}secret = "{SECRET}"\n')
    assert "no secret stands in the configuration" in problem
    assert all(key in problem for key in ("secret_file", "certificate", "secret_env"))
