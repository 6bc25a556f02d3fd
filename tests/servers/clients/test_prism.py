"""The Graph server behind Prism, a proxy that checks all that passes against Microsoft's description.

Prism is a program of npm, installed once into pytest's cache, which takes about 13 s and 90 MB.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.servers.graph.asking import LENA, MARCO, MARKER, WINDOW, at, event
from tests.servers.graph.contract import CONTRACT
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

_PRISM = "@stoplight/prism-cli@5"
_HEADERS = {"Authorization": "Bearer app-token", "Prefer": 'outlook.timezone="UTC", IdType="ImmutableId"'}


@pytest.fixture(scope="module")
def prism(pytestconfig: pytest.Config) -> Path:
    """The program; skips where it cannot be had."""
    if not CONTRACT.exists():
        pytest.skip(f"Microsoft's description is not at hand ({CONTRACT.name})")
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("npm, by which Prism is installed, is not at hand")
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("prism")
    program = folder / "node_modules" / ".bin" / "prism"
    if not program.exists():
        options = ["--no-audit", "--no-fund", "--fetch-retries=1", "--prefer-offline"]
        command = ["npm", "install", "--prefix", str(folder), *options, _PRISM]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            pytest.skip(f"npm cannot install Prism here: {type(error).__name__}")
    return program


@pytest.fixture
def proxy(prism: Path, graph: GraphServer, tmp_path: Path) -> Iterator[str]:
    """Where Prism listens before the server; what it objects to it answers with an error of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(prism), "proxy", str(CONTRACT), f"{graph.url}/v1.0", "--port", str(port), "--errors"]
    with (tmp_path / "prism.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _await(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=600)


def _await(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 600
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, "Prism ended by itself"
            assert time.monotonic() < deadline, "Prism does not listen"
            time.sleep(0.1)


def test_prism_finds_nothing_wrong(proxy: str, graph: GraphServer) -> None:
    """Every kind of call passes both ways; one that is wrong is caught, so that this proves something."""
    session = requests.Session()

    def call(method: str, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        answer = session.request(method, proxy + path, headers=_HEADERS, params=query, json=body, timeout=600)
        assert "sl-violations" not in answer.headers, answer.headers["sl-violations"]
        assert answer.status_code == status, answer.text
        return json.loads(answer.content or "null")

    mine = f"/users/{LENA}"
    expand = f"singleValueExtendedProperties($filter=id eq '{MARKER}')"
    inscribed: dict[str, Any] = {"singleValueExtendedProperties": [{"id": MARKER, "value": "one"}]}
    made = call("POST", f"{mine}/events", event(attendees=[MARCO], transactionId="t1", **inscribed), 201)
    one = f"{mine}/events/{made['id']}"
    select = "id,iCalUId,start,end,showAs,isAllDay,type,responseStatus"
    view: dict[str, Any] = {**WINDOW, "$select": select, "$expand": expand, "$top": "50"}
    call("GET", f"{mine}/calendarView", **view)
    clause = f"singleValueExtendedProperties/any(ep: ep/id eq '{MARKER}' and ep/value ne null)"
    search: dict[str, Any] = {"$filter": clause, "$expand": expand}
    assert len(call("GET", f"{mine}/events", **search)["value"]) == 1
    call("PATCH", one, {"start": at("10:05"), "end": at("10:35"), **inscribed})
    call("GET", one)
    first: dict[str, Any] = dict(WINDOW)
    changes = call("GET", f"{mine}/calendarView/delta", **first)
    then: dict[str, Any] = {"$deltatoken": changes["@odata.deltaLink"].partition("$deltatoken=")[2]}
    times = {"startTime": at("00:00"), "endTime": at("20:00"), "availabilityViewInterval": 30}
    call("POST", f"{mine}/calendar/getSchedule", {"schedules": [LENA, MARCO, "nobody@example.com"], **times})
    call("GET", f"{mine}/mailboxSettings")
    call("GET", f"{mine}/calendar")
    copy = graph.person(MARCO).item("t1").id
    call("POST", f"/users/{MARCO}/events/{copy}/accept", {"sendResponse": True}, 202)
    parts = [{"id": str(number), "method": "GET", "url": f"{mine}/events"} for number in range(3)]
    assert len(call("POST", "/$batch", {"requests": parts})["responses"]) == 3
    call("DELETE", one, status=204)
    call("GET", one, status=404)
    assert call("GET", f"{mine}/calendarView/delta", **then)["value"][0]["@removed"]
    caught = session.get(f"{proxy}{mine}/calendarView", headers=_HEADERS, params={"startDateTime": "x"}, timeout=600)
    assert caught.status_code == 422
    graph.person(LENA).add(graph.now, graph.now)
    graph.mailboxes[LENA].items[graph.person(LENA).holds()[0]["id"]].fields["showAs"] = "busyish"
    caught = session.get(f"{proxy}{mine}/events", headers=_HEADERS, timeout=600)
    assert caught.status_code == 500
    assert "showAs" in caught.text
    graph.violations.clear()
