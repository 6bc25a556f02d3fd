"""The application itself signs in to Microsoft."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from trustme import CA, KeyType

from providers.auth.secret_file import FileSecrets
from providers.errors import InvalidAnswer, NotPermitted, NotSignedIn, ProviderError, Unavailable
from providers.http.retry import Repeatable
from providers.outlook.settings import Cloud, OutlookSettings
from providers.outlook.sign_in import sign_in_of
from providers.outlook.sign_in.scopes import authority_of, scopes_of_application
from providers.outlook.sign_in.status import status_of
from tests.servers.base import Answer, Fault, Request
from tests.servers.tokens import MicrosoftTokens
from tests.servers.tokens.microsoft import CLIENT, TENANT, aadsts
from tests.sign_in.silence import silent


@pytest.fixture
def settings(microsoft: MicrosoftTokens, tmp_path: Path) -> OutlookSettings:
    """With a client secret in a file."""
    secret = microsoft.write_secret(tmp_path / "secret")
    return OutlookSettings(TENANT, CLIENT, secret=secret, authority=microsoft.url)


def token_of(settings: OutlookSettings, environ: dict[str, str] | None = None) -> str:
    """A token."""
    return sign_in_of(settings, FileSecrets(Path("none")), environ or {}).token()


def asks_for_token(request: Request) -> bool:
    """Whether a token is asked for."""
    return request.path.endswith("/token")


def test_with_a_secret_or_a_certificate(microsoft: MicrosoftTokens, settings: OutlookSettings, tmp_path: Path) -> None:
    """A file, a variable and a certificate each do; the token is the application's own."""
    by_variable = replace(settings, secret=None, secret_env="X_SECRET")
    by_certificate = replace(settings, secret=None, certificate=microsoft.write_certificate(tmp_path / "app.pem"))
    tokens = [
        token_of(settings),
        token_of(by_variable, {"X_SECRET": microsoft.client_secret}),
        token_of(by_certificate),
    ]
    assert [microsoft.handed_out[token] for token in tokens] == [None] * 3
    assert set(microsoft.asked_for) == {"https://graph.microsoft.com/.default"}


def test_a_token_is_asked_for_once(microsoft: MicrosoftTokens, settings: OutlookSettings) -> None:
    """Threads share it; one that Graph refuses is replaced, by whoever says so first."""
    sign_in = sign_in_of(settings, FileSecrets(Path("none")), {})
    assert sign_in.app_only
    with ThreadPoolExecutor(8) as threads:
        (first,) = {*threads.map(lambda _: sign_in.token(), range(16))}
        (second,) = {*threads.map(lambda _: sign_in.token(refused=first), range(16))}
    assert first != second
    assert len(microsoft.asked_for) == 2


@pytest.mark.parametrize(
    ("cloud", "login", "graph"),
    [
        (Cloud.GLOBAL, "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        (Cloud.US_GOVERNMENT, "https://login.microsoftonline.us", "https://graph.microsoft.us"),
        (Cloud.US_DEFENSE, "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        (Cloud.CHINA, "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
    ],
)
def test_every_cloud_has_hosts_of_its_own(cloud: Cloud, login: str, graph: str) -> None:
    """Where one signs in, and what for, follows from the cloud, wherever a test lets Graph answer."""
    settings = OutlookSettings(TENANT, CLIENT, cloud=cloud, endpoint="http://127.0.0.1:1")
    assert authority_of(settings) == f"{login}/{TENANT}"
    assert scopes_of_application(settings) == [f"{graph}/.default"]


def test_a_token_of_another_cloud(microsoft: MicrosoftTokens, settings: OutlookSettings) -> None:
    """The directory of one cloud knows no Graph of another."""
    microsoft.graph = "https://graph.microsoft.us"
    with pytest.raises(NotSignedIn, match=r"\(AADSTS500011\)\. Correct cloud under \[providers\.outlook\]"):
        token_of(settings)
    assert token_of(replace(settings, cloud=Cloud.US_GOVERNMENT))


def test_a_wrong_secret(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The sentence names the file; Microsoft's own words, which repeat the secret, are not passed on."""
    assert settings.secret is not None
    settings.secret.write_text("wrong-secret-value")
    microsoft.secrets.add("wrong-secret-value")
    with pytest.raises(NotSignedIn, match=r"secret is wrong \(AADSTS7000215\)\. Put .* into .*/secret") as caught:
        token_of(settings)
    silent(microsoft, caught.value, capsys, caplog.text)


def test_a_wrong_clock(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What the certificate signs is not taken hours later."""
    microsoft.ahead = 7200.0
    certificate = microsoft.write_certificate(tmp_path / "app.pem")
    with pytest.raises(NotSignedIn, match=r"clock is wrong \(AADSTS700024\)\. Set the clock") as caught:
        token_of(replace(settings, secret=None, certificate=certificate))
    silent(microsoft, caught.value, capsys, caplog.text)


def test_another_certificate(microsoft: MicrosoftTokens, settings: OutlookSettings, tmp_path: Path) -> None:
    """One that was not uploaded is told as such."""
    certificate = tmp_path / "app.pem"
    other = CA().issue_cert("schedule.example.com", key_type=KeyType.RSA)
    other.private_key_and_cert_chain_pem.write_to_path(str(certificate))
    certificate.chmod(0o600)
    with pytest.raises(NotSignedIn, match=r"does not know the application's certificate \(AADSTS700027\)"):
        token_of(replace(settings, secret=None, certificate=certificate))


def test_another_directory(microsoft: MicrosoftTokens, settings: OutlookSettings) -> None:
    """One that Microsoft does not know, and one that does not know the application."""
    with pytest.raises(
        NotSignedIn, match=r"no directory other\.example in this cloud \(AADSTS90002\)\. Correct tenant"
    ):
        token_of(replace(settings, tenant="other.example"))
    unknown = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(NotSignedIn, match=rf"{TENANT} has no application {unknown} \(AADSTS700016\)"):
        token_of(replace(settings, client_id=unknown))


@pytest.mark.parametrize(
    ("number", "error", "says"),
    [
        (7000222, "invalid_client", "client secret has expired (AADSTS7000222). Make a new one"),
        (65001, "invalid_grant", "consent to the application's permissions is missing (AADSTS65001). Run `schedule au"),
        (50020, "invalid_grant", "is none of the directory"),
        (7000112, "unauthorized_client", f"the application {CLIENT} is disabled"),
        (53003, "invalid_grant", "Conditional Access"),
        (999999, "invalid_request", "Microsoft refused the sign-in (AADSTS999999). Look it up at https://login."),
        (999999, "invalid_grant", "the grant was revoked or has expired (AADSTS999999). Run `schedule auth outlook`"),
    ],
)
def test_refusals_by_name(
    microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets, number: int, error: str, says: str
) -> None:
    """Each number that people meet has its cause and its step; others are told with where to look them up."""
    microsoft.inject(Fault(answer=aadsts(number, error, "Ana's secret words")), asks_for_token)
    problem = status_of(settings, secrets, {}, profiles=False).problem
    assert says in str(problem)
    assert "words" not in str(problem)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(lost=True), Unavailable),
        (Fault(cut=True), Unavailable),
        (Fault(answer=Answer(503)), Unavailable),
        (Fault(answer=aadsts(90033, "temporarily_unavailable", "later")), Unavailable),
        (Fault(wrong_json=True), InvalidAnswer),
        (Fault(answer=Answer(200, {})), InvalidAnswer),
    ],
)
@pytest.mark.parametrize("path", ["/openid-configuration", "/token"])
def test_microsoft_breaks_off(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    kind: type[ProviderError],
    path: str,
) -> None:
    """Half an answer or none ends in a sentence of the tree, never in an exception of a library."""
    microsoft.inject(fault, lambda request: request.path.endswith(path), times=4)
    sign_in = sign_in_of(settings, FileSecrets(Path("none")), {})
    with pytest.raises((ProviderError, Repeatable)) as caught:
        sign_in.token()
    told = caught.value.error if isinstance(caught.value, Repeatable) else caught.value
    assert isinstance(told, kind | NotSignedIn if path != "/token" else kind)
    silent(microsoft, caught.value, capsys, caplog.text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"secret": None, "secret_env": "X_SECRET"}, "the environment variable X_SECRET is not set"),
        ({"secret": Path("gone")}, "gone cannot be read"),
        ({"secret": None, "certificate": Path("secret")}, "secret holds no key without password, and certificate"),
    ],
)
def test_no_secret_to_prove_it_with(
    microsoft: MicrosoftTokens,
    settings: OutlookSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    says: str,
) -> None:
    """What is missing, and where."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotSignedIn, match=says):
        token_of(replace(settings, **change))  # type: ignore[arg-type]
    assert microsoft.asked_for == []


def test_a_secret_that_others_can_read(settings: OutlookSettings) -> None:
    """It is not used."""
    assert settings.secret is not None
    settings.secret.chmod(0o644)
    with pytest.raises(NotPermitted, match="chmod 600"):
        token_of(settings)


def test_a_server_that_is_not_trusted(settings: OutlookSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that this machine does not know is told as such, with the variable that mends it."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name)
    with pytest.raises(Unavailable, match=r"is not trusted on this machine.*REQUESTS_CA_BUNDLE"):
        token_of(settings)


def test_how_it_stands(microsoft: MicrosoftTokens, settings: OutlookSettings, secrets: FileSecrets) -> None:
    """Which application, and what it was granted in the whole directory."""
    found = status_of(settings, secrets, {}, profiles=False)
    assert (found.account, found.allowed, found.problem) == (
        f"application {CLIENT} of {TENANT}",
        ("Calendars.ReadWrite",),
        None,
    )
