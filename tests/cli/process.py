"""Runs the command in a process of its own, with files or a terminal for its input and output."""

import atexit
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HASH_SEED = 1
"""By which Python mixes up its sets in all processes but installed ones."""
CTRL_C = "\x03"
AGAIN_SECONDS = 3.0
"""After so long without an effect, people press Ctrl-C again."""
PATIENCE_SECONDS = 600.0
"""Longer than any run takes on the slowest machine; a run that hangs is killed then."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended."""

    code: int
    """Exit code; negative: the signal that killed it."""
    out: str
    err: str


class Run:
    """A process that runs the command; started."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        environ: Mapping[str, str],
        terminal: bool = False,
        reader: bool = True,
        bound: bool = False,
        clock: str | None = None,
        step: int | None = None,
        signal_at_step: int = signal.SIGKILL,
    ) -> None:
        """Start `schedule ARGUMENTS` in `folder`.

        Args:
            terminal: whether standard input, output and error are a terminal; else empty, and files.
            reader: whether anybody reads standard output; else it is a pipe whose other end is closed.
            bound: whether even root is bound by the permissions of files.
            clock: what its clock shows; None: what `--as-of` says, or the time.
            step: number of the step, see `tests.cli.steps`, right before which the process gets `signal_at_step`.
        """
        self._status, its_status = os.pipe()
        self._out, self._err = _file(), _file()
        self._master = -1
        self._seen = ""
        nothing = os.open(os.devnull, os.O_RDONLY)
        closed = [nothing, its_status]
        standard = [nothing, self._out, self._err]
        if terminal:
            self._master, slave = pty.openpty()
            standard = [slave, slave, slave]
            closed.append(slave)
        if not reader:
            other_end, standard[1] = os.pipe()
            os.close(other_end)
            closed.append(standard[1])
        request: dict[str, Any] = {
            "arguments": arguments,
            "folder": str(folder),
            "environ": dict(environ),
            "bound": bound,
            "clock": clock or next((now for option, now in pairwise(arguments) if option == "--as-of"), None),
            "step": step,
            "signal": int(signal_at_step),
        }
        socket.send_fds(_server(), [json.dumps(request).encode() + b"\n"], [*standard, its_status])
        for descriptor in closed:
            os.close(descriptor)
        self.pid = int(self._line())

    def wait(self) -> Result:
        """Wait until it has ended. A terminal's output stands in `out`, both streams in one."""
        while self._master >= 0 and self._read():
            pass
        code = int(self._line())
        out, err = _content(self._out), _content(self._err)
        for descriptor in {self._status, self._out, self._err, self._master} - {-1}:
            os.close(descriptor)
        return Result(code, out + self._seen, err)

    def until(self, text: str) -> None:
        """Wait until the terminal shows this text."""
        while text not in self._seen:
            assert self._read(), f"the run ended without {text!r}:\n{self._seen}"

    def type(self, text: str) -> None:
        """Type into the terminal."""
        os.write(self._master, text.encode())

    def interrupt(self) -> None:
        """Type Ctrl-C until it has ended: Python's `input` swallows one that comes right after its prompt."""
        self.type(CTRL_C)
        while not select.select([self._status], [], [], AGAIN_SECONDS)[0]:
            self.type(CTRL_C)

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def _read(self) -> bool:
        """Read some of what the terminal shows; False: it is closed."""
        self._patience(self._master)
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # Linux's way to say that nobody writes any more
            return False
        self._seen += data.decode(errors="replace")
        return bool(data)

    def _line(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            self._patience(self._status)
            part = os.read(self._status, 1)
            assert part, "the process that starts others is gone"
            line += part
        return line.decode()

    def _patience(self, descriptor: int) -> None:
        if not select.select([descriptor], [], [], PATIENCE_SECONDS)[0]:
            self.send(signal.SIGKILL)
            raise TimeoutError(f"the run hangs; so far:\n{self._seen}")


def installed(folder: Path, *arguments: str, environ: Mapping[str, str], hash_seed: int) -> Result:
    """Run the command as it is installed, in a fresh interpreter, and wait."""
    script = str(Path(sys.executable).parent / "schedule")
    done = subprocess.run(
        [script, *arguments],
        cwd=folder,
        env={**environ, "PYTHONHASHSEED": str(hash_seed)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _server() -> socket.socket:
    """The other side of a server that lives as long as this process."""
    ours, its = socket.socketpair()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.server", str(its.fileno())],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(HASH_SEED)},
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
    )
    its.close()

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def _file() -> int:
    """A file without a name."""
    descriptor, name = tempfile.mkstemp()
    Path(name).unlink()
    return descriptor


def _content(descriptor: int) -> str:
    """All that a file holds."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, os.fstat(descriptor).st_size).decode()
