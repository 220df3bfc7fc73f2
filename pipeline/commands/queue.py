"""retour queue list|show|retry|dismiss|export: what is set aside, and what to do about it."""

import getpass
from pathlib import Path

import click

from ..run import daily
from ..run import queue as shell
from .daily import show_report
from .screen import Screen, as_json, print_json, print_table

with_dismissed = click.option("--all", "with_dismissed", is_flag=True, help="Also those a person dismissed.")


@click.group()
def queue() -> None:
    """Submissions that could not be decoded: nothing of them is lost, but nobody can read them yet."""


@queue.command("list")
@with_dismissed
@as_json
@click.pass_context
def list_(context: click.Context, with_dismissed: bool, json_wanted: bool) -> None:
    """List them, oldest first."""
    entries = shell.read_queue(Path(context.obj), Screen(json_wanted), with_dismissed=with_dismissed)
    if json_wanted:
        print_json([e.document() for e in entries])
        return
    if not entries:
        click.echo("Nothing is set aside.")
        return
    rows = [
        (e.number, e.deployment, e.server_id, e.question, e.reason, f"{e.since:%Y-%m-%d}", e.dismissed_why)
        for e in entries
    ]
    print_table("", ("no.", "form", "id on the server", "question", "reason", "since", "dismissed"), rows, right=(0,))
    click.echo("Details of one: retour queue show NO.")


@queue.command()
@click.argument("which")
@as_json
@click.pass_context
def show(context: click.Context, which: str, json_wanted: bool) -> None:
    """Show one: number of the list, or its uuid."""
    entries = shell.read_queue(Path(context.obj), Screen(json_wanted))
    entry = shell.find_entry(entries, which)
    if json_wanted:
        print_json(entry.document())
        return
    for name, value in entry.document().items():
        if value not in ("", None):
            click.echo(f"{name.replace('_', ' '):14} {value}")


@queue.command()
@as_json
@click.pass_context
def retry(context: click.Context, json_wanted: bool) -> None:
    """Try to decode all of them again, as after a new form edition or a changed limit."""
    report = daily.run_build(Path(context.obj), Screen(json_wanted), retry=True)
    if json_wanted:
        print_json(report.document())
    else:
        show_report(report)
    raise SystemExit(report.exit_code)


@queue.command()
@click.argument("which")
@click.option("--why", required=True, help="The reason; it is kept.")
@click.option("--by", default=getpass.getuser, show_default="your user name", help="Who decides.")
@click.pass_context
def dismiss(context: click.Context, which: str, why: str, by: str) -> None:
    """Leave one as it is, for a reason; it stays counted as set aside."""
    entry = shell.dismiss_entry(Path(context.obj), Screen(), which, by, why)
    click.echo(f"{entry.root_uuid} is dismissed; it stays counted. 'retour queue list --all' shows it.")


@queue.command()
@click.argument("file", type=click.Path(dir_okay=False))
@with_dismissed
@click.pass_context
def export(context: click.Context, file: str, with_dismissed: bool) -> None:
    """Write the list to a .csv or .xlsx file, without any answer."""
    entries = shell.read_queue(Path(context.obj), Screen(), with_dismissed=with_dismissed)
    shell.export_queue(entries, Path(file))
    click.echo(f"{len(entries)} rows are in {file}.")
