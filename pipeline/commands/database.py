"""retour db start|stop|status|url|shell|upgrade: the programme's PostgreSQL."""

from dataclasses import asdict
from pathlib import Path

import click

from ..run import databases
from .screen import as_json, print_json


@click.group()
def db() -> None:
    """The programme's PostgreSQL: its own, or the one RETOUR_DATABASE_URL names."""


@db.command()
@click.pass_context
def start(context: click.Context) -> None:
    """Start it; it stays until 'db stop' or the machine's end."""
    status, notices = databases.start(Path(context.obj))
    for notice in notices:
        click.echo(notice)
    click.echo(f"PostgreSQL {status.version} runs at {status.host}:{status.port}.")


@db.command()
@click.pass_context
def stop(context: click.Context) -> None:
    """Stop it; no commit is lost."""
    click.echo("Stopped." if databases.stop(Path(context.obj)) else "It was not running.")


@db.command()
@as_json
@click.pass_context
def status(context: click.Context, json_wanted: bool) -> None:
    """Show version, size, address, migrations; starts nothing."""
    found = asdict(databases.status(Path(context.obj)))
    if json_wanted:
        print_json(found)
        return
    for name, value in found.items():
        if value not in ("", None):
            click.echo(f"{name.replace('_', ' '):14} {value}")


@db.command()
@click.option("--new-password", is_flag=True, help="Give the role a fresh password, shown once.")
@click.option(
    "--role",
    type=click.Choice(sorted(databases.ROLES)),
    default="analyst",
    help="Who it is for: an analyst reads 'reporting' only, the protection focal point 'protected' only.",
)
@click.pass_context
def url(context: click.Context, new_password: bool, role: str) -> None:
    """Print the address for Excel, Power BI, R or QGIS: a role that reads one schema only."""
    click.echo(databases.reader_url(Path(context.obj), role, new_password=new_password))


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def shell(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open psql as the owner; further arguments go to psql (-c 'select …')."""
    raise SystemExit(databases.shell(Path(context.obj), arguments))


@db.command()
@click.pass_context
def upgrade(context: click.Context) -> None:
    """Bring the fixed tables to what this program works with."""
    steps = databases.upgrade(Path(context.obj))
    click.echo(f"Steps taken: {', '.join(steps)}." if steps else "It is up to date.")
