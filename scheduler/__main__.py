"""`python -m scheduler`: the command `schedule`, where it is not installed."""

from scheduler.cli import main

main()
