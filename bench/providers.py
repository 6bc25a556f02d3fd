"""How many calls the providers make and how long they take, beside a straightforward loop and what the limits allow.

Run it with `make bench`, or as `python bench/providers.py --latency 0.05`. The servers are the tests', in processes of
their own; every request takes `latency` there. Libraries are loaded, and everybody signed in, before the clock starts.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import loops, services
from bench.services import MONDAY, WINDOW, ZONE, Service
from providers.event import Calendar, Interval, Meeting, Participant
from providers.google.provider import GoogleProvider
from providers.google.settings import GoogleSettings
from providers.interface import Account, Provider
from providers.marker import Marker
from providers.outlook.provider import OutlookProvider
from providers.outlook.settings import OutlookSettings
from tests.providers.google_place import EverybodysTokens
from tests.providers.outlook_place import Application

EVENTS = 32
"""So many are written: the 1-on-1s of eight people in four weeks."""


@dataclass(frozen=True, slots=True)
class Host:
    """One service, and the ways to it."""

    name: str
    serve: Callable[[], Any]
    provider: Callable[[str, Path], Provider]
    parts: int
    """So many requests a batch may have."""
    read: Callable[[str, Sequence[str]], None]
    """The loop that reads."""
    write: Callable[[str, Sequence[Meeting]], None]
    """The loop that writes."""
    asks_who: bool = False
    """Whether it must be asked separately how many take part in a meeting that stands in two calendars: its lists tell
    that only together with their names."""


@dataclass(slots=True)
class Cost:
    """What something took."""

    calls: int = 0
    counted: int = 0
    """By the quotas: each part of a batch is one."""
    seconds: float = 0.0
    work: float = 0.0
    """Seconds of them that this process computed; the rest is the way, and the server."""


def google(url: str, state: Path) -> Provider:
    """Google's."""
    return GoogleProvider(GoogleSettings(endpoint=url), EverybodysTokens(), state)


def outlook(url: str, state: Path, *, changes_only: bool = False) -> Provider:
    """Outlook's, which reads everything anew, masked."""
    settings = OutlookSettings(tenant="example.com", client_id="bench", endpoint=url, changes_only=changes_only)
    return OutlookProvider(settings, Application(), state)


def outlook_changes(url: str, state: Path) -> Provider:
    """Outlook's, which asks for changes only."""
    return outlook(url, state, changes_only=True)


HOSTS = (
    Host("Google", services.google, google, 50, loops.read_google, loops.write_google),
    Host("Outlook", services.outlook, outlook, 20, loops.read_outlook, loops.write_outlook, asks_who=True),
    Host("Outlook, changes only", services.outlook, outlook_changes, 20, loops.read_outlook, loops.write_outlook),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for every service and job."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds that a request takes")
    parser.add_argument("--leaders", type=int, default=100, help="of the largest company")
    options = parser.parse_args(arguments)
    print(f"Every request takes {options.latency} s.\n")
    print("| service | job | calls | least | ratio | parts | s | work | loop: calls | s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for host in HOSTS:
        for what, sizes in (("8", [8]), ("60", [60]), (f"{options.leaders} × 8", [8] * options.leaders)):
            _reading(host, what, sizes, options.latency)
        _writing(host, options.latency)


def _reading(host: Host, what: str, sizes: Sequence[int], latency: float) -> None:
    """The first night, the loop, and a second night in which nothing has changed."""
    teams = [[f"person-{team}-{member}@example.com" for member in range(size + 1)] for team, size in enumerate(sizes)]
    emails = [email for team in teams for email in team]
    accounts = [Account(email, ZONE) for email in emails]
    asked = len(teams) if host.asks_who else 0
    least = ceil(len(emails) / host.parts) + ceil(asked / host.parts)
    with Service(host.serve) as service, tempfile.TemporaryDirectory() as state:
        service.furnish(teams)
        warm = host.provider(service.url, Path(state, "warm"))
        with warm.writing() as writer:
            for team in teams:
                for member in team[1:]:
                    writer.create(_meeting(team[0], member, 0), (team[0], member))
        host.read(service.url, emails[:1])
        answers, ours = _read(service, host.provider(service.url, Path(state)), accounts, latency)
        with _measured(service, latency) as loop:
            host.read(service.url, emails)
        _print(host.name, f"read a team of {what}", ours, least, loop)
        same, again = _read(service, host.provider(service.url, Path(state)), accounts, latency)
        assert same == answers
        _print(host.name, "… and again", again, least, None)


def _read(
    service: Service, provider: Provider, accounts: Sequence[Account], latency: float
) -> tuple[Mapping[str, Calendar], Cost]:
    """Read, and keep it for the next night."""
    with _measured(service, latency) as cost:
        answers = provider.read(accounts, WINDOW)
    assert not any(answer.unknown for answer in answers.values())
    provider.remember()
    return answers, cost


def _writing(host: Host, latency: float) -> None:
    """As a run does: each event is confirmed before the next is begun."""
    team = [f"person-{member}@example.com" for member in range(9)]
    meetings = [_meeting(team[0], member, week) for week in range(4) for member in team[1:]]
    with Service(host.serve) as service, tempfile.TemporaryDirectory() as state:
        service.furnish([team])
        provider = host.provider(service.url, Path(state))
        provider.read([Account(team[0], ZONE)], WINDOW)
        with _measured(service, latency) as ours, provider.writing() as writer:
            for meeting in meetings:
                writer.create(meeting, (meeting.organizer.email, meeting.attendee.email))
        with _measured(service, latency) as loop:
            host.write(service.url, meetings)
    assert len(meetings) == EVENTS
    _print(host.name, f"write {EVENTS} events", ours, EVENTS, loop)


def _meeting(leader: str, member: str, week: int) -> Meeting:
    start = MONDAY + timedelta(weeks=week, days=3, hours=8)
    return Meeting(
        Marker(leader, member, "report", f"2026-W{48 + week}"),
        Interval(start, start + timedelta(minutes=30)),
        ZONE,
        Participant(leader, "Leader"),
        Participant(member, "Member"),
        "1-on-1",
        "Agenda",
    )


@contextmanager
def _measured(service: Service, latency: float) -> Iterator[Cost]:
    cost = Cost()
    service.far(latency)
    began, worked = time.perf_counter(), time.process_time()
    yield cost
    cost.seconds, cost.work = time.perf_counter() - began, time.process_time() - worked
    cost.calls, cost.counted = service.counts()
    service.far(0.0)


def _print(name: str, job: str, ours: Cost, least: int, loop: Cost | None) -> None:
    ratio, seconds, work = (f"{value:.2f}" for value in (ours.calls / least, ours.seconds, ours.work))
    cells = [name, job, ours.calls, least, ratio, ours.counted, seconds, work]
    cells += [loop.calls, f"{loop.seconds:.2f}"] if loop else ["", ""]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
