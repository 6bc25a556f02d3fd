"""Tokens in the keyring, with one that a test brings along."""

from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from providers.auth.secrets import secrets_in
from providers.errors import NotPermitted


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


class Locked(Drawer):
    """A keyring that nobody unlocks, and that says too much."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the secret is Zwetschge")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"cannot keep {password}")


@pytest.fixture(autouse=True)
def _own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_kept_and_forgotten() -> None:
    """What was kept is found under the program's name, until it is deleted."""
    drawer = Drawer()
    keyring.set_keyring(drawer)
    secrets_in(None).put("google", "secret")
    assert drawer.kept == {("schedule", "google"): "secret"}
    assert secrets_in(None).get("google") == "secret"
    assert secrets_in(None).delete("google")
    assert not secrets_in(None).delete("google")
    assert secrets_in(None).get("google") is None


@pytest.mark.parametrize("backend", [NoKeyring, Locked])
def test_no_keyring(backend: type[KeyringBackend]) -> None:
    """Without a keyring, or before a locked one, a sentence says what to do; what the keyring says stays out of it."""
    keyring.set_keyring(backend())
    uses: list[Callable[[], object]] = [
        lambda: secrets_in(None).get("google"),
        lambda: secrets_in(None).put("google", "Zwetschge"),
        lambda: secrets_in(None).delete("google"),
    ]
    for use in uses:
        with pytest.raises(NotPermitted, match=r"\[tokens\]") as refused:
            use()
        assert "Zwetschge" not in str(refused.value)
