"""Who is told how a night goes on."""

from typing import Protocol

from scheduler.outcome import LeaderNight


class Watcher(Protocol):
    """Told how a night goes on. It changes nothing."""

    def begins(self, run: str) -> None:
        """The run has its name."""

    def stage(self, what: str, leaders: int) -> None:
        """What is being done now, and for how many leaders."""

    def ended(self, leader: LeaderNight) -> None:
        """A leader is done."""

    def failed(self, leader: str, error: Exception) -> None:
        """A bug showed; the night goes on without this leader."""
