"""Starts the command in processes forked from one that has imported all and run once: 0.1 s instead of 1.5 s.

`python -m tests.cli.server FD` serves requests that arrive, one JSON line each, at a socket: a dictionary as
`tests.cli.process` sends it, and with it four file descriptors, standard input, output and error of the new process
and a pipe to which its id and, when it has ended, its return code are written.
"""

import ctypes
import fcntl
import gc
import json
import os
import re
import select
import signal
import socket
import sys
import termios
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import Any

from providers.http import retry

PACKAGES = ("scheduler", "solver", "providers.folder", "providers.outlook")
"""All of them is imported; not Google's client, which looks only when it is imported for whom it is to trust."""
NOT_TO_IMPORT = re.compile(r"\.(__main__|migrations\..*)$")
"""Modules that do something when they are imported."""
FIRST_WAIT = 0.01
"""So many seconds at most until a call that failed is repeated for the first time, in place of the product's."""
_FAILED = 70
_NO_CAPABILITIES = (0x20080522, 0)
"""Version 3 of Linux's header for capset, and this process."""


def serve(connection: socket.socket) -> None:
    """Fork a process for every request, and tell its end, until the other side goes away."""
    wakes, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # what wakes is that there is a handler
    running: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([connection.fileno(), wakes], [], [])
        if wakes in ready:
            os.read(wakes, 1 << 10)
            _tell_ends(running)
        if connection.fileno() in ready and not _start(connection, running):
            return


def _start(connection: socket.socket, running: dict[int, int]) -> bool:
    """Fork the process of a request and tell its id; False: there will be no more requests."""
    data, descriptors, _, _ = socket.recv_fds(connection, 1, 4)
    while data and not data.endswith(b"\n"):
        data += connection.recv(1 << 16)
    if not data:
        return False
    *standard, status = descriptors
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(json.loads(data), standard)
    for descriptor in standard:
        os.close(descriptor)
    os.write(status, f"{pid}\n".encode())
    running[pid] = status
    return True


def _tell_ends(running: dict[int, int]) -> None:
    """Tell the return codes of processes that have ended."""
    while running:
        pid, code = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        status = running.pop(pid)
        os.write(status, f"{os.waitstatus_to_exitcode(code)}\n".encode())
        os.close(status)


def _become(request: dict[str, Any], standard: list[int]) -> None:
    """Be the command from here on."""
    code = _FAILED
    try:
        os.setsid()
        for number, descriptor in enumerate(standard):
            os.dup2(descriptor, number)
            os.close(descriptor)
        if os.isatty(0):
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C, typed there, reaches the process
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environ"])
        if request["bound"]:
            _be_bound_by_permissions()
        if request["clock"] is not None:
            _set_clock(request["clock"])
        if request["step"] is not None:
            from tests.cli.steps import arm

            arm(request["step"], request["signal"])
        sys.argv = ["schedule", *request["arguments"]]
        import_module("scheduler.cli").main()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else _FAILED
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _set_clock(time: str) -> None:
    """Let the command take this for the present, and no library: tokens and certificates keep to the time."""
    try:
        now = datetime.fromisoformat(time).astimezone(UTC)
    except (ValueError, OverflowError):
        return  # the command says so
    from scheduler.dates import clock

    clock.now = lambda: now


def _be_bound_by_permissions() -> None:
    """Root may write what nobody may, by a capability of Linux; give all of them up."""
    if os.geteuid() != 0:
        return
    header, nothing = (ctypes.c_uint32 * 2)(*_NO_CAPABILITIES), (ctypes.c_uint32 * 6)()
    library = ctypes.CDLL(None, use_errno=True)
    if library.capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _import_all() -> None:
    for package in map(import_module, PACKAGES):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not NOT_TO_IMPORT.search(module.name):
                import_module(module.name)


def _run_once() -> None:
    """Write a company's plan, in this process: so libraries and our caches have done what they do only once."""
    from scheduler.cli import schedule
    from tests.cli.company import SmallCompany

    with TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        company = SmallCompany(Path(folder, "company")).write()
        code = schedule.main(["--config", str(company.config), "--leader", "lea", "--yes"], standalone_mode=False)
    assert code in (0, None), "the small company's plan was not written"


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import_all()
    _run_once()
    retry._FIRST_WAIT = FIRST_WAIT
    gc.freeze()  # what is never touched again is shared with every process, not copied
    serve(socket.socket(fileno=int(sys.argv[1])))
