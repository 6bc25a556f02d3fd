"""Both kinds of database that hold ledgers."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from scheduler.ledger.store import Where
from tests.postgresql import databases

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty schema in a real PostgreSQL; its URL."""
    with databases() as new:
        yield new


@pytest.fixture(scope="module", params=KINDS)
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Where]:
    """Makes a place where no ledger is yet, in either kind of database."""
    if request.param == "postgresql":
        new: Callable[[], Where] = request.getfixturevalue("new_database")
        return new
    folder, numbers = tmp_path_factory.mktemp("ledgers"), count()
    return lambda: folder / f"ledger{next(numbers)}"


@pytest.fixture
def place(new_place: Callable[[], Where]) -> Where:
    """A place where no ledger is yet, in either kind of database."""
    return new_place()
