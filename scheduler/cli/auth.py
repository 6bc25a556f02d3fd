"""`schedule auth`: sign in to Google or Microsoft, see how one is signed in, and sign out."""

import os
from pathlib import Path

import click

from scheduler.cli.check import SERVICES, tell_standing
from scheduler.cli.options import config_option
from scheduler.cli.waiting import waiting
from scheduler.company import Company
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.providers import asks_profiles, hosts_of, not_configured, standing_of


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@config_option
def auth(config: Path | None) -> None:
    """Sign in to Google or Microsoft, or out again.

    For one person. A company's nightly run needs none of this: it signs in with the service account or application that
    the configuration names.
    """


@auth.command()
@config_option
def google(config: Path | None) -> None:
    """Sign in to Google in a browser."""
    from providers.google.sign_in.consent import consent
    from providers.secrets.store import secrets_in

    company = _company(config)
    if company.google is None:
        raise not_configured("google")
    if company.google.service_account is not None:
        raise _nobody_needed("a service account")
    secrets = secrets_in(company.tokens)
    grant = consent(
        company.google,
        secrets,
        profiles=asks_profiles(company, "google"),
        tell=lambda address: click.echo(f"Open this page in a browser on this machine to sign in:\n{address}"),
    )
    _tell_signed_in(company, "google", grant.account, secrets.place)


@auth.command()
@click.option("--device-code", is_flag=True, help="Sign in on any device, with a code that is shown.")
@config_option
def outlook(device_code: bool, config: Path | None) -> None:
    """Sign in to Microsoft in a browser, or with a code."""
    from providers.outlook.sign_in import is_application
    from providers.outlook.sign_in.consent import consent
    from providers.secrets.store import secrets_in

    company = _company(config)
    if company.outlook is None:
        raise not_configured("outlook")
    if is_application(company.outlook):
        raise _nobody_needed("the application's secret or certificate")
    secrets = secrets_in(company.tokens)
    account = consent(
        company.outlook,
        secrets,
        profiles=asks_profiles(company, "outlook"),
        device_code=device_code,
        tell=click.echo,
    )
    _tell_signed_in(company, "outlook", account, secrets.place)


@auth.command()
@config_option
@click.pass_context
def status(ctx: click.Context, config: Path | None) -> None:
    """Say how one is signed in, and try it. Exit code 4 where that does not work."""
    company = _company(config)
    names = _configured(company)
    with waiting("Signing in …"):
        standings = {name: standing_of(company, name) for name in names}
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
    leave = {"google": _leave_google, "outlook": _leave_outlook}
    for name in [service] if service else _configured(company):
        click.echo(f"{SERVICES[name]}: {leave[name](company)}")


def _leave_google(company: Company) -> str:
    from providers.errors import NotSignedIn
    from providers.google.settings import GoogleSettings
    from providers.google.sign_in.grant import NAME, kept_grant
    from providers.google.sign_in.revoke import revoke
    from providers.secrets.store import secrets_in

    secrets = secrets_in(company.tokens)
    try:
        grant = kept_grant(secrets)
    except NotSignedIn:  # what is kept cannot be understood, but it can be forgotten
        grant = None
    revoked = grant is not None and revoke(grant, company.google or GoogleSettings())
    if not secrets.delete(NAME):
        return "nobody was signed in."
    who = "the sign-in" if grant is None else f"the sign-in of {grant.account}"
    if revoked:
        return f"{who} was taken back, and forgotten."
    return f"{who} was forgotten, but not taken back: remove it at https://myaccount.google.com/connections."


def _leave_outlook(company: Company) -> str:
    from providers.errors import NotSignedIn
    from providers.outlook.sign_in.kept import NAME
    from providers.outlook.sign_in.standing import signed_in
    from providers.secrets.store import secrets_in

    secrets = secrets_in(company.tokens)
    try:
        account = signed_in(secrets)
    except NotSignedIn:
        account = None
    if not secrets.delete(NAME):
        return "nobody was signed in."
    who = "the sign-in" if account is None else f"the sign-in of {account}"
    return f"{who} was forgotten; Microsoft lets no program take it back: remove it at https://myapps.microsoft.com."


def _company(config: Path | None) -> Company:
    return load(find(config, os.environ))


def _configured(company: Company) -> list[str]:
    """Services that the configuration has a section for.

    Raises:
        BadInput: none.
    """
    names = [name for name, given in (("google", company.google), ("outlook", company.outlook)) if given is not None]
    if not names:
        raise BadInput("the configuration has neither [providers.google] nor [providers.outlook]: nobody signs in")
    return names


def _nobody_needed(what: str) -> BadInput:
    return BadInput(f"nobody needs to sign in: the configuration names {what}. Try it with `schedule check`")


def _tell_signed_in(company: Company, name: str, account: str, place: str) -> None:
    click.echo(f"{SERVICES[name]}: {account} is signed in; {place} keeps it. Next: schedule check")
    if account not in hosts_of(company).get(name, ()):
        click.echo(
            f"schedule: {account} is none of the people whose calendars are there; is it the right one?", err=True
        )
