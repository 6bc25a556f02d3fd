"""Google's token server: its page of consent, `/token` and `/revoke`."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.base import Answer, Request
from tests.servers.tokens.safe import SafeServer, form

AUDIENCE = "https://oauth2.googleapis.com/token"
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_HOUR = 3600


class GoogleTokens(SafeServer):
    """Hands out tokens to one OAuth client, and to one service account."""

    def __init__(self) -> None:
        super().__init__()
        self.client_id = "1234-abc.apps.googleusercontent.com"
        self.client_secret = self.secret("GOCSPX")
        self.key = _key()
        self.service_account = "schedule@project.iam.gserviceaccount.com"
        self.person = "ana@example.com"
        """Who sits at the page of consent."""
        self.agrees = True
        self.unticked: set[str] = set()
        """Scopes that they do not agree to."""
        self.other_state = False
        """Whether the page sends them back with another state than it was given."""
        self.repeats = False
        """Whether codes are refused in words that repeat them."""
        self.accounts: set[str] = set()
        """Whom the service account can act for, as far as they exist."""
        self.delegated: set[str] = set()
        """Scopes that an administrator delegated to it."""
        self.handed_out: dict[str, str] = {}
        """Whose each access token is."""
        self.granted: dict[str, set[str]] = {}
        """Scopes of each access token."""
        self.refreshing: dict[str, tuple[str, set[str]]] = {}
        """Whose each refresh token is, and its scopes."""
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def token_endpoint(self) -> str:
        """Where tokens are handed out."""
        return f"{self.url}/token"

    def write_client(self, path: Path, kind: str = "installed") -> Path:
        """The OAuth client's file, as Google's console offers it."""
        held = {
            "client_id": self.client_id,
            "project_id": "project",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": self.token_endpoint,
            "client_secret": self.client_secret,
            "redirect_uris": ["http://localhost"],
        }
        path.write_text(json.dumps({kind: held}))
        return path

    def write_key(self, path: Path) -> Path:
        """The service account's key file, as Google's console offers it."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self.secrets |= {line for line in pem.splitlines() if len(line) > 40}
        held = {
            "type": "service_account",
            "project_id": "project",
            "private_key_id": "0123",
            "private_key": pem,
            "client_email": self.service_account,
            "client_id": "1234567890",
            "token_uri": AUDIENCE,
        }
        path.write_text(json.dumps(held))
        path.chmod(0o600)
        return path

    def revoke_all(self) -> None:
        """What people do at https://myaccount.google.com/connections."""
        with self.lock:
            self.refreshing.clear()
            self.handed_out.clear()

    def handle(self, request: Request) -> Answer:
        """See `Server`."""
        if request.method == "GET" and request.path == "/o/oauth2/auth":
            return self._consent(request)
        fields = form(request) | _in_header(request)
        if request.method == "POST" and request.path == "/revoke":
            known = self.refreshing.pop(fields.get("token", ""), None)
            return Answer(200, {}) if known else _refused("invalid_token", "Token expired or revoked")
        if request.method == "POST" and request.path == "/token":
            grants = {"authorization_code": self._code, "refresh_token": self._refresh, _JWT: self._assertion}
            return grants[fields["grant_type"]](fields)
        return Answer(404)

    def _consent(self, request: Request) -> Answer:
        asked = request.query
        sound = (
            asked.get("client_id") == self.client_id
            and asked.get("response_type") == "code"
            and asked.get("redirect_uri", "").startswith("http://127.0.0.1:")
            and asked.get("code_challenge_method") == "S256"
            and asked.get("access_type") == "offline"
            and len(asked.get("code_challenge", "")) == 43
            and len(asked.get("state", "")) >= 16
        )
        if not sound:
            return Answer(400, content=b"Error 400: invalid_request")
        state = "another" if self.other_state else asked["state"]
        if not self.agrees:
            back = {"error": "access_denied", "state": state}
        else:
            code = self.secret("4/code")
            self._codes[code] = dict(asked)
            back = {"state": state, "code": code, "scope": asked["scope"]}
        return Answer(302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _code(self, fields: dict[str, Any]) -> Answer:
        asked = self._codes.pop(fields.get("code", ""), None)
        verifier = fields.get("code_verifier", "")
        self.secrets.add(verifier)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if not self._is_client(fields):
            return _refused("invalid_client", "Unauthorized", 401)
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != fields["redirect_uri"]:
            return _refused("invalid_grant", "Bad Request")
        if self.repeats:
            return _refused("invalid_request", f"Malformed: {fields}")
        scopes = set(asked["scope"].split()) - self.unticked
        refresh = self.secret("1//refresh")
        self.refreshing[refresh] = self.person, scopes
        who = {"iss": "https://accounts.google.com", "aud": self.client_id, "email": self.person, "sub": "1"}
        told = jwt.encode(who | {"iat": int(self.now()), "exp": int(self.now()) + _HOUR}, self.key, "RS256")
        return self._token(self.person, scopes, {"refresh_token": refresh, "id_token": told})

    def _refresh(self, fields: dict[str, Any]) -> Answer:
        if not self._is_client(fields):
            return _refused("invalid_client", "The OAuth client was not found.", 401)
        known = self.refreshing.get(fields.get("refresh_token", ""))
        if known is None:
            return _refused("invalid_grant", "Token has been expired or revoked.")
        return self._token(*known, {})

    def _assertion(self, fields: dict[str, Any]) -> Answer:
        assertion = fields["assertion"]
        self.secrets.add(assertion)
        try:
            claims = jwt.decode(
                assertion,
                self.key.public_key(),
                ["RS256"],
                audience=AUDIENCE,
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError:
            return _refused("invalid_grant", "Invalid JWT Signature.")
        if not claims["iat"] - 300 <= self.now() <= claims["exp"] or claims["exp"] - claims["iat"] > _HOUR:
            return _refused(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        scopes = set(claims["scope"].split())
        if claims["iss"] != self.service_account:
            return _refused("invalid_grant", "Invalid grant: account not found")
        if not scopes <= self.delegated:
            return _refused(
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any "
                "of the scopes requested.",
                401,
            )
        if claims.get("sub") not in self.accounts:
            return _refused("invalid_grant", "Invalid email or User ID")
        return self._token(claims["sub"], scopes, {})

    def _is_client(self, fields: dict[str, Any]) -> bool:
        return fields.get("client_id") == self.client_id and fields.get("client_secret") == self.client_secret

    def _token(self, whose: str, scopes: set[str], more: dict[str, str]) -> Answer:
        token = self.secret("ya29.access")
        self.handed_out[token] = whose
        self.granted[token] = scopes
        told = {
            "access_token": token,
            "expires_in": _HOUR - 1,
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }
        return Answer(200, told | more)


@cache
def _key() -> rsa.RSAPrivateKey:
    """Making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _in_header(request: Request) -> dict[str, str]:
    """An OAuth client may name itself in the header, too (RFC 6749, 2.3.1)."""
    kind, _, held = request.headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    client, _, secret = base64.b64decode(held).decode().partition(":")
    return {"client_id": unquote(client), "client_secret": unquote(secret)}


def _refused(error: str, description: str, status: int = 400) -> Answer:
    return Answer(status, {"error": error, "error_description": description})
