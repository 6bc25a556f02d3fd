"""Files that hold secrets: that they are there, look as they should, and that nobody else can read them.

Nothing of their content is kept or shown, and none of it goes into the configuration's fingerprint.
"""

import json
from collections.abc import Callable
from pathlib import Path

from providers.auth.secret_file import refuse_open_to_others
from providers.errors import NotPermitted
from scheduler.config.problems import Place, Problems
from scheduler.config.source import read

Look = Callable[[bytes], str | None]
"""What is wrong with a file's content, in words that follow its name; None: nothing."""


def sound(
    path: Path,
    place: Place,
    problems: Problems,
    *,
    look: Look | None = None,
    private: bool = True,
    missing_is_fine: bool = False,
) -> None:
    """Note what is wrong with a file of which the configuration says that it holds a secret.

    Args:
        look: judges the content.
        private: whether nobody but its owner may be able to read it.
    """
    if missing_is_fine and not path.exists():
        return
    source = read(path, place, problems)
    if source is None:
        return
    if private:
        try:
            refuse_open_to_others(path)
        except NotPermitted as error:
            problems.wrong(place, f"{path}: {error.what}; {error.do}")
        except OSError:
            problems.wrong(place, f"{path} cannot be looked at")
    if look is not None and (wrong := look(source.content)) is not None:
        problems.wrong(place, f"{path} {wrong}")


def is_google_key(content: bytes) -> str | None:
    """Whether it is a service account's key file."""
    held = _table(content)
    if held.get("type") == "service_account" and all(
        isinstance(held.get(key), str) for key in ("client_email", "private_key", "token_uri")
    ):
        return None
    return "is no key file of a service account; make one in the Google Cloud console, of the kind JSON"


def is_google_client(content: bytes) -> str | None:
    """Whether it is the file of an OAuth client for programs on a desktop."""
    held = _table(content)
    installed = held.get("installed")
    if isinstance(installed, dict) and all(
        isinstance(installed.get(key), str) for key in ("client_id", "client_secret", "auth_uri", "token_uri")
    ):
        return None
    kind = "is of the wrong kind" if "web" in held else "is no file of an OAuth client"
    return f'{kind}; make a client of the type "Desktop app" in the Google Cloud console, and download its JSON'


def is_secret(content: bytes) -> str | None:
    """Whether it is a secret alone: one line of text."""
    text = content.decode("utf-8", "replace").strip()
    one_line = len(text.splitlines()) == 1 and text.isprintable()
    return None if one_line else "holds something else than one line, the secret's value"


def is_pem(content: bytes) -> str | None:
    """Whether it holds a private key and a certificate."""
    missing = [name for name in ("PRIVATE KEY", "CERTIFICATE") if f"{name}-----".encode() not in content]
    return f"holds no {' and no '.join(missing)}; put both into it, in PEM" if missing else None


def _table(content: bytes) -> dict[str, object]:
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
