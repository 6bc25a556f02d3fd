"""`schedule auth`: sign in to a service, see how one is signed in, and sign out."""

import os
from pathlib import Path

import click

from providers.registry import SERVICES, Entry, accounts
from scheduler.cli.check import tell_standing
from scheduler.cli.options import config_option
from scheduler.cli.waiting import waiting
from scheduler.company import Company
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.providers import access_of, hosts_of, not_configured, use_of


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    help=f"""Sign in to {accounts()}, or out again.

    For one person. A company's nightly run needs none of this: it signs in with the service account or application that
    the configuration names.
    """,
)
@config_option
def auth(config: Path | None) -> None:
    """A command for each service, and `status` and `logout` for all."""


def _sign_in(service: Entry) -> click.Command:
    """The command that signs one person in to a service."""

    def sign_in(config: Path | None, device_code: bool = False) -> None:
        company = _company(config)
        if service.name not in company.providers:
            raise not_configured(service.name)
        access = access_of(company, service.name)
        if (named := access.without_person) is not None:
            what = f"nobody needs to sign in: the configuration names {named}. Try it with `schedule check`"
            raise BadInput(what)
        account = access.consent(click.echo, device_code=device_code)
        place = use_of(company, service.name).secrets().place
        click.echo(f"{service.title}: {account} is signed in; {place} keeps it. Next: schedule check")
        if account not in hosts_of(company).get(service.name, ()):
            unknown = f"{account} is none of the people whose calendars are there; is it the right one?"
            click.echo(f"schedule: {unknown}", err=True)

    command: click.Command = click.command(
        service.name, help=f"Sign in to {service.account} in a browser{', or with a code' * service.device_code}."
    )(config_option(sign_in))
    if service.device_code:
        what = "Sign in on any device, with a code that is shown."
        command.params.insert(0, click.Option(["--device-code"], is_flag=True, help=what))
    return command


for _service in SERVICES.values():
    auth.add_command(_sign_in(_service))


@auth.command()
@config_option
@click.pass_context
def status(ctx: click.Context, config: Path | None) -> None:
    """Say how one is signed in, and try it. Exit code 4 where that does not work."""
    company = _company(config)
    names = _configured(company)
    with waiting("Signing in …"):
        standings = {name: access_of(company, name).status() for name in names}
    for name, standing in standings.items():
        tell_standing(name, standing)
        if standing.allowed:
            click.echo("    needs:" if standing.problem else "    granted:")
        for scope in standing.allowed:
            click.echo(f"    {scope}")
    ctx.exit(4 if any(standing.problem for standing in standings.values()) else 0)


@auth.command()
@click.argument("service", type=click.Choice(sorted(SERVICES)), required=False)
@config_option
def logout(service: str | None, config: Path | None) -> None:
    """Take back what was granted, where that is possible, and forget it."""
    company = _company(config)
    for name in [service] if service else _configured(company):
        click.echo(f"{SERVICES[name].title}: {access_of(company, name).forget()}")


def _company(config: Path | None) -> Company:
    return load(find(config, os.environ))


def _configured(company: Company) -> list[str]:
    """Services that the configuration has a section for.

    Raises:
        BadInput: none.
    """
    names = [name for name in SERVICES if name in company.providers]
    if not names:
        sections = " nor ".join(f"[providers.{name}]" for name in SERVICES)
        raise BadInput(f"the configuration has neither {sections}: nobody signs in")
    return names
