"""A process that writes to a ledger. It prints a line after every put that returned.

`python -m tests.ledger.process LEDGER FIRST COUNT EACH`: COUNT puts of EACH entries, numbered from FIRST.
`python -m tests.ledger.process LEDGER half`: changes many rows, writes some of them to the disk and is killed.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

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


if __name__ == "__main__":
    if sys.argv[2] == "half":
        half(Path(sys.argv[1]))
    else:
        where = sys.argv[1]
        main(where if "://" in where else Path(where), *map(int, sys.argv[2:]))
