"""The tests' Google Calendar and Microsoft Graph, each in a process of its own, as far away as one likes."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Self
from zoneinfo import ZoneInfo

from providers.event import Interval

ZONE = "Europe/Madrid"
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Interval(MONDAY - timedelta(weeks=4), MONDAY + timedelta(weeks=5))
"""What a run for four weeks reads."""
A_WEEK = 6
"""So many meetings of others everybody has each week."""


class Service:
    """A server that runs as long as the `with` block. `make` is called in its process."""

    def __init__(self, make: Callable[[], Any]) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(make, there), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.url: str = self._here.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._here.send(None)
        self._process.join()

    def furnish(self, teams: Sequence[Sequence[str]]) -> None:
        """Give everybody in these teams (leader first) a mailbox with meetings."""
        self._told("furnish", [list(team) for team in teams])

    def far(self, seconds: float) -> None:
        """Let every request take so long; and forget those before."""
        self._told("far", seconds)

    def counts(self) -> tuple[int, int]:
        """Requests since then; and what the quotas count, where each part of a batch is one."""
        calls, counted = self._told("counts", None)
        return calls, counted

    def _told(self, what: str, about: Any) -> Any:
        self._here.send((what, about))
        return self._here.recv()


def _serve(make: Callable[[], Any], there: Connection) -> None:
    with make() as server:
        there.send(server.url)
        while (asked := there.recv()) is not None:
            what, about = asked
            answer: Any = None
            if what == "furnish":
                _furnish(server, about)
            elif what == "far":
                server.latency = about
                server.log.clear()
            else:
                batches = {request.part_of for request in server.log} - {None}
                answer = server.calls, len(server.log) - len(batches)
            there.send(answer)


def _furnish(server: Any, teams: Sequence[Sequence[str]]) -> None:
    """Everybody's own meetings; and every week one of the whole team, and one of the leader and the first report."""
    seeded = random.Random(0)
    for team in teams:
        for email in team:
            server.add_mailbox(email, ZONE)
        for email in team:
            for week in range(-4, 5):
                for _ in range(A_WEEK):
                    _meet(server, email, week, seeded.randrange(5), seeded.randrange(16))
        _meet(server, team[0], -4, 0, 0, attendees=list(team[1:]), recurrence=server.weekly("monday"))
        _meet(server, team[0], -4, 1, 2, attendees=[team[1]], recurrence=server.weekly("tuesday"))


def _meet(server: Any, email: str, week: int, day: int, half: int, **more: Any) -> None:
    date = (MONDAY + timedelta(weeks=week, days=day)).date()
    start = datetime.combine(date, time(9), ZoneInfo(ZONE)).astimezone(UTC) + half * timedelta(minutes=30)
    server.person(email).add(start, start + timedelta(minutes=45), **more)


def google() -> Any:
    """A Google Calendar that does not spend its time on proving that it is one."""
    from tests.servers.google import GoogleServer

    class Google(GoogleServer):
        def weekly(self, day: str) -> list[str]:
            """Nine times."""
            return ["RRULE:FREQ=WEEKLY;COUNT=9"]

    server = Google()
    server.validates = False
    return server


def outlook() -> Any:
    """A Graph that does not spend its time on proving that it is one."""
    from tests.servers.graph import GraphServer

    class Outlook(GraphServer):
        def weekly(self, day: str) -> dict[str, Any]:
            """Nine times."""
            first = f"{WINDOW.start:%Y-%m-%d}"
            pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [day], "firstDayOfWeek": "monday"}
            return {"pattern": pattern, "range": {"type": "numbered", "startDate": first, "numberOfOccurrences": 9}}

    server = Outlook()
    server.validates = False
    return server
