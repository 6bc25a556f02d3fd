"""What stops a run, and the exit code of each. The one list of exit codes.

0  done (also when some 1-on-1s stay unplaced: the plan says so)
1  an unexpected failure: a bug
2  bad input: configuration, roster, command line, plan file
3  refused: the plan is stale, moves too much, or was not confirmed
4  a calendar or the ledger could not be read or written, or the cluster not be used; of a night: nothing could be done
5  of a night: some leaders failed or were refused; the others are done
130  interrupted
"""


class ScheduleError(Exception):
    """Says what happened, to whom, and what to do; `str()` of it is fit for a user."""

    exit_code = 1


class BadInput(ScheduleError):
    """One or more problems in what the user gave; `str()` has one line for each."""

    exit_code = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Refused(ScheduleError):
    """The plan may not be written as things stand."""

    exit_code = 3


class Stale(Refused):
    """What the plan was made from has changed since; a plan made now may be written."""


class CalendarFailure(ScheduleError):
    """A calendar or the ledger failed."""

    exit_code = 4


class ClusterFailure(ScheduleError):
    """The machines that were to plan cannot, or can no longer, be used."""

    exit_code = 4


class Interrupted(ScheduleError):
    """Somebody pressed Ctrl-C; says what was written by then."""

    exit_code = 130
