"""Microsoft's authority for one directory: its description, `/authorize`, `/devicecode` and `/token`."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jwt
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.servers.base import Answer, Request
from tests.servers.tokens.safe import SafeServer, form

TENANT = "example.onmicrosoft.com"
DIRECTORY = "99999999-8888-7777-6666-555555555555"
CLIENT = "11111111-2222-3333-4444-555555555555"
GRAPH = "https://graph.microsoft.com"
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_HOUR = 3600


class MicrosoftTokens(SafeServer):
    """Hands out tokens to one application, itself or on behalf of a person."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = GRAPH
        """What Graph is called in this cloud."""
        self.client_secret = self.secret("abc8Q~")
        self.certificate = _certificate()
        self.person = "ana@example.com"
        """Who sits at the page, or enters codes."""
        self.agrees = True
        self.roles = ["Calendars.ReadWrite"]
        """What an administrator granted the application."""
        self.consented = {"Calendars.ReadWrite", "Calendars.Read.Shared", "MailboxSettings.Read"}
        """What a person's sign-in gets, if it is asked for."""
        self.handed_out: dict[str, str | None] = {}
        """Whose each access token is; None: the application's."""
        self.refreshing: dict[str, str] = {}
        """Whose each refresh token is."""
        self.asked_for: list[str] = []
        """Scopes of every token that was asked for."""
        self.polls_until_entered = 0
        """So often is asked in vain whether a code was entered."""
        self._codes: dict[str, dict[str, str]] = {}
        self._devices: dict[str, int] = {}
        self._device_scopes: dict[str, str] = {}

    def write_secret(self, path: Path) -> Path:
        """A file with the client secret."""
        path.write_text(f"{self.client_secret}\n")
        path.chmod(0o600)
        return path

    def write_certificate(self, path: Path) -> Path:
        """A PEM file with key and certificate."""
        self.certificate.private_key_and_cert_chain_pem.write_to_path(str(path))
        key = path.read_text().partition("-----END")[0]
        self.secrets |= {line for line in key.splitlines() if len(line) > 40}
        path.chmod(0o600)
        return path

    def handle(self, request: Request) -> Answer:
        """See `Server`."""
        tenant, _, path = request.path.removeprefix("/").partition("/")
        if tenant not in (TENANT, DIRECTORY):
            return aadsts(90002, "invalid_tenant", f"Tenant '{tenant}' not found.")
        if path == "v2.0/.well-known/openid-configuration":
            base = f"{self.url}/{DIRECTORY}"
            return Answer(
                200,
                {
                    "issuer": f"{base}/v2.0",
                    "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{base}/oauth2/v2.0/token",
                    "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                },
            )
        if path == "oauth2/v2.0/authorize":
            return self._authorize(request)
        if path == "oauth2/v2.0/devicecode":
            return self._device_code(form(request))
        if path == "oauth2/v2.0/token":
            return self._token(form(request))
        return Answer(404)

    def _authorize(self, request: Request) -> Answer:
        asked = request.query
        sound = (
            asked.get("client_id") == CLIENT
            and asked.get("response_mode") == "form_post"
            and asked.get("code_challenge_method") == "S256"
            and asked.get("redirect_uri", "").startswith("http://localhost:")
        )
        if not sound:
            return Answer(400, content=b"AADSTS90014")
        self.asked_for.append(asked["scope"])
        fields = {"state": asked["state"]}
        if self.agrees:
            code = self.secret("code")
            self._codes[code] = dict(asked)
            fields["code"] = code
        else:
            fields |= {"error": "access_denied", "error_description": "AADSTS65004: User declined to consent."}
        inputs = "".join(f'<input name="{name}" value="{escape(value)}">' for name, value in fields.items())
        page = f'<form method="post" action="{escape(asked["redirect_uri"])}">{inputs}</form>'
        return Answer(200, content=page.encode())

    def _device_code(self, fields: dict[str, Any]) -> Answer:
        if fields.get("client_id") != CLIENT:
            return aadsts(700016, "unauthorized_client", "Application was not found in the directory.")
        device = self.secret("device")
        self._devices[device] = self.polls_until_entered
        self._device_scopes[device] = fields["scope"]
        self.asked_for.append(fields["scope"])
        told = {
            "user_code": "ABCD2345",
            "device_code": device,
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900,
            "interval": 1,
            "message": "To sign in, use a web browser …",
        }
        return Answer(200, told)

    def _token(self, fields: dict[str, Any]) -> Answer:
        if "scope" in fields:
            self.asked_for.append(fields["scope"])
        if fields.get("client_id") != CLIENT:
            return aadsts(700016, "unauthorized_client", "Application was not found in the directory.")
        grant = fields["grant_type"]
        if grant == "client_credentials":
            return self._application(fields)
        if grant == "authorization_code":
            return self._code(fields)
        if grant == "refresh_token":
            who = self.refreshing.get(fields["refresh_token"])  # one that was used stays good, as Microsoft's do
            if who is None:
                return aadsts(50173, "invalid_grant", "The provided grant has expired due to it being revoked.")
            return self._for_person(who, fields["scope"])
        assert grant == _DEVICE
        device = fields["device_code"]
        if not self.agrees:
            return aadsts(70018, "authorization_declined", "User declined.")
        if self._devices.get(device, 0) > 0:
            self._devices[device] -= 1
            return aadsts(70016, "authorization_pending", "AADSTS70016: Pending end-user authorization.")
        return self._for_person(self.person, self._device_scopes.pop(device))

    def _application(self, fields: dict[str, Any]) -> Answer:
        if fields.get("scope") != f"{self.graph}/.default":
            return aadsts(500011, "invalid_resource", "The resource principal was not found.")
        if "client_assertion" in fields:
            refused = self._proven(fields["client_assertion"])
            if refused is not None:
                return refused
        elif fields.get("client_secret") != self.client_secret:
            return aadsts(7000215, "invalid_client", f"Invalid client secret provided: {fields.get('client_secret')}")
        return Answer(200, {"access_token": self._access(None, {"roles": self.roles}), **_GOOD})

    def _proven(self, assertion: str) -> Answer | None:
        """Why a signed assertion is not taken; None: it is."""
        self.secrets.add(assertion)
        certificate = x509.load_pem_x509_certificate(self.certificate.cert_chain_pems[0].bytes())
        thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).decode().rstrip("=")
        if jwt.get_unverified_header(assertion).get("x5t#S256", "").rstrip("=") != thumbprint:
            return aadsts(700027, "invalid_client", "Client assertion failed signature validation.")
        try:
            claims = jwt.decode(
                assertion,
                certificate.public_key(),  # type: ignore[arg-type]
                ["PS256"],
                audience=f"{self.url}/{DIRECTORY}/oauth2/v2.0/token",
                options={"verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except jwt.InvalidTokenError:
            return aadsts(700027, "invalid_client", "Client assertion failed signature validation.")
        if not claims.get("nbf", 0) - 300 <= self.now() <= claims["exp"] + 300:
            return aadsts(700024, "invalid_client", "Client assertion is not within its valid time range.")
        return None

    def _code(self, fields: dict[str, Any]) -> Answer:
        asked = self._codes.pop(fields["code"], None)
        verifier = fields.get("code_verifier", "")
        self.secrets.add(verifier)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != fields["redirect_uri"]:
            return aadsts(501481, "invalid_grant", "The Code_Verifier does not match the code_challenge.")
        return self._for_person(self.person, asked["scope"], asked.get("nonce"))

    def _for_person(self, who: str, scopes: str, nonce: str | None = None) -> Answer:
        wanted = {scope.removeprefix(f"{self.graph}/") for scope in scopes.split() if scope.startswith(self.graph)}
        if not wanted:
            return aadsts(70011, "invalid_scope", "The provided value for scope is not valid.")
        granted = wanted & self.consented
        refresh = self.secret("refresh")
        self.refreshing[refresh] = who
        told: dict[str, Any] = {
            "preferred_username": who,
            "oid": "oid-1",
            "tid": DIRECTORY,
            "sub": "s",
            "aud": CLIENT,
            "iss": self.url,
        }
        told |= {"nonce": nonce} if nonce else {}
        told |= {"iat": int(self.now()), "exp": int(self.now()) + _HOUR}
        return Answer(
            200,
            {
                "access_token": self._access(who, {"scp": " ".join(sorted(granted))}),
                "refresh_token": refresh,
                "id_token": jwt.encode(told, "x" * 32, "HS256"),
                "client_info": base64.urlsafe_b64encode(
                    json.dumps({"uid": "oid-1", "utid": DIRECTORY}).encode()
                ).decode(),
                "scope": " ".join(sorted(f"{self.graph}/{scope}" for scope in granted)) + " profile openid email",
                **_GOOD,
            },
        )

    def _access(self, whose: str | None, claims: dict[str, Any]) -> str:
        token = jwt.encode(claims | {"jti": self.secret("access")}, "x" * 32, "HS256")
        self.secrets.add(token)
        self.handed_out[token] = whose
        return token


@cache
def _certificate() -> trustme.LeafCert:
    """The application's own; making one takes a while."""
    return trustme.CA().issue_cert("schedule.example.com", key_type=trustme.KeyType.RSA)


_GOOD = {"token_type": "Bearer", "expires_in": _HOUR, "ext_expires_in": _HOUR}


def aadsts(number: int, error: str, description: str, status: int = 400) -> Answer:
    """How Microsoft refuses."""
    words = f"AADSTS{number}: {description} Trace ID: 0000aaaa Correlation ID: aaaa0000 Timestamp: 2026-11-23 09:00:00Z"
    return Answer(status, {"error": error, "error_description": words, "error_codes": [number], "trace_id": "0000aaaa"})
