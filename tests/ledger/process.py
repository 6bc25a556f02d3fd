"""A process that writes to a ledger. It prints a line after every put that returned.

`python -m tests.ledger.process LEDGER FIRST COUNT EACH`: COUNT puts of EACH entries, numbered from FIRST.
`python -m tests.ledger.process LEDGER race HOLDER ROUNDS FOLDER`: leases, each alone in a folder while it is held.
`python -m tests.ledger.process LEDGER hold HOLDER SECONDS`: takes a lease, prints it, and waits to be killed.
`python -m tests.ledger.process LEDGER half`: changes many rows, writes some of them to the disk and is killed.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from scheduler.ledger.leases import lease, release
from scheduler.ledger.store import Where, open_ledger
from tests.ledger.entries import numbered

ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    """This module in a process of its own, its output to be read."""
    command = [sys.executable, "-m", "tests.ledger.process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def main(ledger: Where, first: int, count: int, each: int) -> None:
    with open_ledger(ledger) as opened:
        for turn in range(first, first + count * each, each):
            opened.put(*(numbered(number) for number in range(turn, turn + each)))
            print(turn + each, flush=True)


def half(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA cache_size=1")  # So that changed pages reach the file long before a commit.
    connection.execute("UPDATE occurrence SET uid = uid || hex(randomblob(100)), state = 'deleted'")
    os.kill(os.getpid(), signal.SIGKILL)


def race(where: Where, holder: str, rounds: int, shared: Path) -> None:
    """Take a lease, be the only one in a folder meanwhile, and give it back; so many times."""
    with open_ledger(where) as ledger:
        done = 0
        while done < rounds:
            if not lease(ledger, ["group"], holder, timedelta(minutes=5)):
                continue
            (shared / "inside").mkdir()  # fails where somebody else is
            (shared / "inside").rmdir()
            release(ledger, ["group"], holder)
            done += 1
    print(done, flush=True)


def hold(where: Where, holder: str, seconds: float) -> None:
    """Take a lease and wait to be killed."""
    print(*lease(where, ["group"], holder, timedelta(seconds=seconds)), flush=True)
    signal.pause()


if __name__ == "__main__":
    place: Where = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
    if sys.argv[2] == "half":
        half(Path(sys.argv[1]))
    elif sys.argv[2] == "race":
        race(place, sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))
    elif sys.argv[2] == "hold":
        hold(place, sys.argv[3], float(sys.argv[4]))
    else:
        main(place, *map(int, sys.argv[2:]))
