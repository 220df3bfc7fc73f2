"""retour import persons|groups|plans: lists the office had before."""

import getpass
from pathlib import Path

import click

from ..errors import SetupError
from ..run.importing import SHOWN, STATES, Imported, import_list
from .screen import Screen, print_table


@click.command("import")
@click.argument("kind", type=click.Choice(("persons", "groups", "plans")))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--map", "map_file", type=click.Path(dir_okay=False), required=True, help="TOML: which column is what.")
@click.option("--sheet", default="", help="Of the workbook; its first one without this.")
@click.option("--out", type=click.Path(dir_okay=False), help="The list again, with the code of each row and why.")
@click.option("--by", default=getpass.getuser, show_default="your login", help="Who lets the list in.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and leave nothing behind.")
@click.pass_context
def import_(
    context: click.Context, kind: str, file: str, map_file: str, sheet: str, out: str | None, by: str, dry_run: bool
) -> None:
    """Bring a list the office already has in: people, groups or plans, from Excel or another system.

    Every row is linked like a registration; all rows come in, or none. The same list again changes nothing.
    """
    done = import_list(
        Path(context.obj), Screen(), kind, Path(file), Path(map_file), sheet=sheet, out=Path(out) if out else None,
        by=by, dry_run=dry_run,
    )  # fmt: skip
    if done.wrong:
        print_table("", ("row", "column", "what is wrong"), [tuple(map(str, w)) for w in done.wrong[:SHOWN]])
        more = f", {len(done.wrong) - SHOWN} more are not shown" if len(done.wrong) > SHOWN else ""
        fix = f"Mend them in {out}, or the map, and import it again." if out else "Mend them, and import it again."
        raise SetupError(file, f"{len(done.wrong)} cells cannot be taken{more}; nothing was imported.", fix)
    _say(done, file, out, dry_run)


def _say(done: Imported, file: str, out: str | None, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    click.echo(f"{file}: {done.rows} rows, {done.units} {done.kind}, {done.new} {would}new or changed.")
    for state, count in sorted(done.states.items()):
        click.echo(f"  {STATES[state]}: {count}")
    if done.states.get("in_review"):
        click.echo("To say who the doubtful ones are: retour link review")
    if out:
        click.echo(f"{out}: the list with the code of each row and why. It holds names: keep it safe.")
    if dry_run:
        click.echo("Nothing was kept: this was a trial.")
