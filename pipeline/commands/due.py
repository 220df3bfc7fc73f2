"""retour due: what is late, to be done, or coming up, by team and commune."""

from pathlib import Path

import click

from ..run.planning.due import Due, read_due
from .screen import Screen, as_json, print_json, print_table

STATES = {"late": "en retard", "open": "à faire", "soon": "bientôt"}


@click.command()
@click.option("--team", default="", help="One team only: a zone, as config/programme.toml calls it.")
@click.option("--commune", default="", help="One commune, province or region only: its name or code.")
@click.option(
    "--within",
    type=click.IntRange(0, 366),
    default=30,
    show_default=True,
    help="Days ahead for what cannot be done yet.",
)
@click.option("--cases", is_flag=True, help="Also each case by its code, why, and what to do.")
@as_json
@click.pass_context
def due(context: click.Context, team: str, commune: str, within: int, cases: bool, json_wanted: bool) -> None:
    """List what is late or comes due, by team and commune: visits, orientations, plans, meetings, surveys."""
    found = read_due(Path(context.obj), Screen(json_wanted), within=within, team=team, commune=commune)
    if json_wanted:
        print_json(found.document())
        return
    if not found.tasks:
        click.echo("Rien n'est en retard, et rien n'arrive à échéance.")
        return
    print_table(
        f"Au {found.today}",
        ("équipe", "commune", "quoi", "en retard", "à faire", f"dans {within} jours", "depuis"),
        list(found.counts()),
        right=(3, 4, 5),
    )
    if cases:
        _show_cases(found)
    late = sum(one.state == "late" for one in found.tasks)
    click.echo(f"{len(found.tasks)} tâches, dont {late} en retard.{'' if cases else ' Cas par cas : --cases.'}")


def _show_cases(found: Due) -> None:
    rows = [
        (one.team, found.label("places", one.commune), one.what, found.shown(one), STATES[one.state], one.due or "",
         one.reason, one.mend)
        for one in found.tasks
    ]  # fmt: skip
    print_table("", ("équipe", "commune", "quoi", "cas", "", "échéance", "pourquoi", "que faire"), rows)
