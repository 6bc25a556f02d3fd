"""Reads a secret when it is needed. What is said about it never holds it."""

from collections.abc import Mapping

from providers.auth.secret_file import refuse_open_to_others
from providers.errors import NotPermitted
from providers.files import read_regular
from providers.section.secret import no_secret
from scheduler.tell.post import NotSent
from scheduler.telling import Secret

_MOST_BYTES = 65536


def read_secret(secret: Secret, environ: Mapping[str, str]) -> str:
    """The secret.

    Raises:
        NotSent: it is not there, or others can read it.
    """
    if secret.file is None:
        if not (value := environ.get(secret.variable or "", "").strip()):
            raise NotSent(f"the environment variable {secret.variable} is not set")
        return value
    try:
        refuse_open_to_others(secret.file)
        with read_regular(secret.file) as file:
            content = file.read(_MOST_BYTES)
    except NotPermitted as error:
        raise NotSent(f"{secret.file}: {error.what}; {error.do}") from None
    except OSError as error:
        raise NotSent(f"{secret.file} cannot be read: {error.strerror}") from None
    if (wrong := no_secret(content)) is not None:
        raise NotSent(f"{secret.file} {wrong}")
    return content.decode().strip()
