"""retour override declare|withdraw|list: a rule does not decide about a case for a time, and somebody says why."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..run.judging import overriding as shell
from ..run.judging.overriding import Declared
from .screen import Screen, as_json, print_json, print_table

by_option = click.option("--by", default=getpass.getuser, show_default="your login", help="Who declares it.")
why_option = click.option("--why", required=True, help="Why, in a few words; never a name.")
COLUMNS = ("rule", "about", "until", "by", "why", "the rule is now", "")


@click.group()
def override() -> None:
    """Declare that a rule does not decide about a case for a time. The finding stays visible beside it."""


@override.command()
@click.argument("rule")
@click.argument("code")
@why_option
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it counts.")
@by_option
@click.pass_context
def declare(context: click.Context, rule: str, code: str, why: str, until: datetime, by: str) -> None:
    """Declare an override of RULE for CODE: a person's, plan's, meeting's, session's or place's.

    Nobody checks who declares it: every report lists it with the name given.
    """
    done = shell.declare_override(Path(context.obj), Screen(), rule, code, why=why, by=by, until=until.date())
    click.echo(f"Declared by {by}, in force until {done.override.expires_on}. Every report lists it.")
    if done.outcome != "broken":
        click.echo(f"Note: the rule is not broken now ({done.outcome or 'it says nothing about this case'}).")
    for one in done.findings:
        if one.outcome == "broken":
            click.echo(f"The finding stays: {one.reason_fr}")


@override.command()
@click.argument("rule")
@click.argument("code")
@why_option
@by_option
@click.pass_context
def withdraw(context: click.Context, rule: str, code: str, why: str, by: str) -> None:
    """Take back the override of RULE for CODE that is in force; that it was stays on record."""
    done = shell.withdraw_override(Path(context.obj), Screen(), rule, code, why=why, by=by)
    click.echo(
        f"Withdrawn: it was declared by {done.override.declared_by} on {done.override.declared_at:%Y-%m-%d}. "
        f"The rule is now: {done.outcome or 'silent about this case'}."
    )


@override.command("list")
@click.option("--all", "ended_too", is_flag=True, help="Those that are over or withdrawn too.")
@as_json
@click.pass_context
def list_(context: click.Context, ended_too: bool, json_wanted: bool) -> None:
    """List the overrides in force, each beside what its rule finds now."""
    found = shell.list_overrides(Path(context.obj), Screen(json_wanted), ended_too=ended_too)
    if json_wanted:
        print_json([_document(one) for one in found])
    elif not found:
        click.echo("No override is in force.")
    else:
        print_table("", COLUMNS, [_row(one) for one in found])


def _row(one: Declared) -> tuple[object, ...]:
    said = one.override
    return said.rule, said.code, said.expires_on, said.declared_by, said.why, one.outcome, _ended(one)


def _ended(one: Declared) -> str:
    if one.override.withdrawn_at:
        return f"withdrawn {one.override.withdrawn_at:%Y-%m-%d} by {one.override.withdrawn_by}"
    return "in force" if one.is_live else "over"


def _document(one: Declared) -> dict[str, Any]:
    said = one.override
    names = ("rule", "subject_kind", "code", "why", "declared_by", "declared_at", "expires_on")
    ended = {name: getattr(said, name) for name in ("withdrawn_at", "withdrawn_by", "withdrawn_why")}
    return {name: getattr(said, name) for name in names} | ended | {"live": one.is_live, "outcome": one.outcome}
