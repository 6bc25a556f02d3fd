"""The command `schedule`. Each command lives in a file of its own and is imported when it is called."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from providers.errors import ProviderError
from providers.registry import accounts
from scheduler.cli.options import RunOptions, run_options
from scheduler.cli.show import stop_printing
from scheduler.errors import ScheduleError

_INTERRUPTED = 130
_COMMANDS = {
    "apply": "scheduler.cli.apply",
    "auth": "scheduler.cli.auth",
    "cancel": "scheduler.cli.cancel",
    "check": "scheduler.cli.check",
    "demo": "scheduler.cli.demo",
    "init": "scheduler.cli.init",
}
"""Name to module; the module's command bears the same name."""

_ALSO_KNOWN = {"cancel": ("--leader", "--dry-run", "--format")}
"""Options of a run that a command knows too, and that may stand before its name."""

_SHORT_HELP = {
    "apply": "Write a plan that was saved, if nothing changed since.",
    "auth": f"Sign in to {accounts()}, or out again.",
    "cancel": "Cancel what a leader left behind who leads no team any more.",
    "check": "Validate the configuration, sign in, and read every calendar once.",
    "demo": "Show the plan of a made-up company's leader.",
    "init": "Write a commented starting configuration.",
}


class _Commands(click.Group):
    """A group that imports a command when it is called, so that `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would call it a failure
            stop_printing()
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SHORT_HELP[name]) for name in self.list_commands(ctx)])


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@run_options
@click.version_option(package_name="schedule-one-on-ones", prog_name="schedule")
@click.pass_context
def schedule(ctx: click.Context, options: RunOptions) -> None:
    """Places a leader's 1-on-1s on the company's 1-on-1 days.

    \b
    schedule --leader ana --dry-run    preview: show the plan, write nothing
    schedule --leader ana              show the plan, ask, and write the events
    schedule --leader ana --save F     show the plan and save it; later: schedule apply F

    LEADER is an email, a name, or an unmistakable beginning of one.

    \b
    Exit codes: 0 done, 1 a bug, 2 bad input, 3 refused, 4 a calendar or the ledger failed,
    130 interrupted.
    """
    if ctx.invoked_subcommand is not None:
        known = _ALSO_KNOWN.get(ctx.invoked_subcommand, ())
        if unknown := [option for option in options.of_a_run if option not in known]:
            raise click.UsageError(f"{unknown[0]} does not go with {ctx.invoked_subcommand}", ctx)
        ctx.obj = options
        return
    if options.leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER (or -h for help)", ctx)
    from scheduler.cli.run import run

    ctx.exit(run(options))


def main() -> None:
    """Entry point: run the command; errors become sentences on standard error and an exit code."""
    code = _exit_code()
    if code == _INTERRUPTED:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)  # threads may still wait for answers that nobody wants any more
    sys.exit(code)


def _exit_code() -> int:
    try:
        code = schedule.main(standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ScheduleError as error:
        _say(str(error))
        return error.exit_code
    except ProviderError as error:
        _say(str(error))
        return 4
    except OSError as error:
        _say(str(error.strerror or error))
        return 4
    except (click.Abort, KeyboardInterrupt):
        click.echo("schedule: interrupted", err=True)
        return _INTERRUPTED


def _say(text: str) -> None:
    """Print an error; what it quotes, of a plan or a calendar, can do nothing to the terminal."""
    from scheduler.preview.safe import clean

    for line in text.splitlines():
        click.echo(f"schedule: {clean(line, sys.stderr.encoding or 'utf-8')}", err=True)
