"""One provider for all threads of a run."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tests.outlook.office import Office, at, interval, ours, read
from tests.providers.meetings import LEADER, MEMBER, meeting
from tests.servers.base import Answer, Request


def test_threads_read_the_same(office: Office) -> None:
    """Connections are shared, answers are not."""
    office.hire(*(f"a-{number}@example.com" for number in range(16)))
    teams = [(LEADER, MEMBER, f"a-{number}@example.com") for number in range(16)]
    for number, team in enumerate(teams):
        office.server.person(team[-1]).add(*at(3, number))
    provider = office.provider()
    alone = [read(provider, *team) for team in teams]
    with ThreadPoolExecutor(16) as threads:
        together = list(threads.map(lambda team: read(provider, *team), teams))
    assert together == alone


def test_threads_write_four_at_a_time(office: Office) -> None:
    """A mailbox is never asked for more at once, so nothing is refused and nothing waits."""
    real = office.server.handle

    def slow(request: Request) -> Answer:
        Event().wait(0.005)  # the server does one at a time: whoever comes meanwhile is counted
        return real(request)

    office.server.handle = slow  # type: ignore[method-assign]
    meetings = [meeting(f"2026-W{week}", interval(3, week - 32)) for week in range(40, 52)]
    provider = office.provider()
    with provider.writing() as writer, ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda each: writer.create(each, [LEADER, MEMBER]), meetings))
    office.server.handle = real  # type: ignore[method-assign]
    assert len(ours(provider)) == 12
    assert office.server.most_at_once[LEADER] <= 4
    assert office.clock.time == 0
