"""The command `schedule`. Each command lives in a file of its own and is imported when it is called."""

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from providers.errors import ProviderError
from providers.registry import accounts
from scheduler.cli.options import refuse_strays, run_options
from scheduler.cli.show import stop_printing
from scheduler.errors import ScheduleError

_INTERRUPTED = 130
_COMMANDS = {
    "apply": ("scheduler.cli.apply", "Write a plan that was saved, if nothing changed since."),
    "auth": ("scheduler.cli.auth", f"Sign in to {accounts()}, or out again."),
    "cancel": ("scheduler.cli.cancel", "Cancel what a leader left behind who leads no team any more."),
    "check": ("scheduler.cli.check", "Validate the configuration, sign in, and read every calendar once."),
    "demo": ("scheduler.cli.demo", "Show the plan of a made-up company's leader."),
    "explain": ("scheduler.cli.explain", "Why a 1-on-1 is where it is, or has no place, and what would change that."),
    "init": ("scheduler.cli.init", "Ask a few questions, and write a commented starting configuration."),
    "leaders": ("scheduler.cli.leaders", "Who leads whom, by which rules, and what stands ahead."),
    "nightly": ("scheduler.cli.nightly", "Plan and write for every leader, without asking: for a timer at night."),
    "rebalance": ("scheduler.cli.rebalance", "What moving 1-on-1s that stand would buy: choose, and write it."),
    "runs": ("scheduler.cli.runs", "The last runs, or what one of them decided and why."),
    "show": ("scheduler.cli.standing", "What stands of a leader's 1-on-1s, and what people changed. It plans nothing."),
    "state": ("scheduler.cli.state", "Move what the ledger knows to another database, or forget what is old."),
    "undo": ("scheduler.cli.undo", "Take back what a run wrote, where nobody has touched it since."),
    "what-if": ("scheduler.cli.what_if", "Compare today's plan with that of other settings. It writes nothing."),
}
"""Name to module, whose command bears the same name (with `_` for `-`), and to a line of help."""


class _Commands(click.Group):
    """A group that imports a command when it is called, so that `--help` and completion stay fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name][0]), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(_no_such_command(name), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        commands = [
            CompletionItem(name, help=said) for name, (_, said) in _COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would call it a failure
            stop_printing()
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in _COMMANDS.items()])


def _no_such_command(name: str) -> str:
    """What was probably meant by an unknown word: the command nearest to it, or a leader."""
    meant = get_close_matches(name, _COMMANDS, n=1)
    hint = f"Did you mean {meant[0]!r}?" if meant else f"For a leader's plan: schedule --leader {name}"
    return f"No such command {name!r}. {hint}"


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@run_options
@click.version_option(None, "-V", "--version", package_name="schedule-one-on-ones", prog_name="schedule")
@click.pass_context
def schedule(ctx: click.Context, /, leader: str | None, **options: Any) -> None:
    """Places a leader's 1-on-1s on the company's 1-on-1 days.

    \b
    schedule demo                      look at a made-up company's plan
    schedule init                      set up your own: a few questions
    schedule check                     is all well? can every calendar be read?
    schedule --leader ana --dry-run    preview: show the plan, write nothing
    schedule --leader ana              show the plan, ask, and write the events
    schedule --leader ana --save F     show the plan and save it; later: schedule apply F
    schedule nightly --dry-run         the whole company's preview
    schedule nightly                   plan and write for everybody, without asking

    LEADER is an email, a name, or an unmistakable beginning of one. Options that a command shares with others may stand
    before or after its name.

    \b
    Exit codes: 0 done, 1 a bug, 2 bad input, 3 refused, 4 a calendar or the ledger failed,
    5 some leaders failed (of a night), 130 interrupted.
    """
    if ctx.invoked_subcommand is not None:
        command = schedule.get_command(ctx, ctx.invoked_subcommand)
        assert command is not None  # click has looked it up before it calls this
        refuse_strays(ctx, command)
        return
    if leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER (or -h for help)", ctx)
    from scheduler.cli.run import run_leader

    ctx.exit(run_leader(leader, **options))


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
        click.echo("schedule: interrupted; nothing was written", err=True)
        return _INTERRUPTED


def _say(text: str) -> None:
    """Print an error; what it quotes, of a plan or a calendar, can do nothing to the terminal."""
    from scheduler.preview.safe import clean

    for line in text.splitlines():
        click.echo(f"schedule: {clean(line, sys.stderr.encoding or 'utf-8')}", err=True)
