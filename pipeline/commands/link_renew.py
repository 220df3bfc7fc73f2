"""retour link renew: a new version of the model for the office's own people and decisions."""

from pathlib import Path

import click

from ..run.linking.renew import ENOUGH, Renewed
from ..run.linking.renew import renew as shell
from .screen import Screen


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what a new version would rest on; write nothing.")
@click.pass_context
def renew(context: click.Context, dry_run: bool) -> None:
    """Write a new version of the model: how many people there are, which names are common, what reviews taught.

    Writes config/linkage.json; the one before stays beside it as linkage.json.before. Nobody is linked anew until
    'retour link run --rebuild'.
    """
    found = shell(Path(context.obj), Screen(), dry_run=dry_run)
    click.echo(f"Version {found.version}: frozen for {found.records:,} records.")
    click.echo(_taught(found))
    click.echo("Nothing was written." if dry_run else "To link everybody with it: retour link run --rebuild")


def _taught(found: Renewed) -> str:
    if found.learned:
        return (
            f"Weights learned from {found.decisions:,} reviewed pairs: an answer held back surprises by "
            f"{found.learned.after:.2f} bits instead of {found.learned.before:.2f}."
        )
    if found.decisions < ENOUGH:
        return f"Weights stay: {found.decisions} reviewed pairs, and {ENOUGH} are needed to learn from."
    return f"Weights stay: what {found.decisions:,} reviewed pairs teach does not foresee others better."
