"""retour orientation plan: who still has to pass an orientation, and whom to invite for them."""

from pathlib import Path
from typing import Any

import click

from ..run.planning.orientation import read_orientation_plan
from .screen import Screen, as_json, print_json, print_table


@click.group()
def orientation() -> None:
    """Prepare the orientation sessions."""


@orientation.command()
@as_json
@click.pass_context
def plan(context: click.Context, json_wanted: bool) -> None:
    """List who still has to pass an orientation, by commune and code, and whom to invite for what they need."""
    told = read_orientation_plan(Path(context.obj), Screen(json_wanted)).document()
    if json_wanted:
        print_json(told)
        return
    if not told["communes"]:
        click.echo("Tout le monde a participé à une orientation.")
        return
    rows = [(c["name"], c["people"], c["oldest_return"], _planned(c)) for c in told["communes"]]
    print_table(
        f"{told['people']} personnes à orienter",
        ("commune", "personnes", "retour depuis", "session prévue"),
        rows,
        (1,),
    )
    for commune in told["communes"]:
        _show(commune)


def _show(commune: dict[str, Any]) -> None:
    click.echo(f"\n{commune['name'] or 'Commune inconnue'} : {commune['people']} personnes, la plus ancienne d'abord")
    click.echo(f"  codes : {' '.join(commune['codes'])}")
    if commune["to_confirm"]:
        click.echo(f"  à confirmer d'abord (retour link review) : {' '.join(commune['to_confirm'])}")
    for one in commune["invite"]:
        click.echo(f"  inviter : {one['category_name']} : {one['partner_name'] or 'à trouver'}")
    for need in commune["needs"]:
        asked = ", ".join(filter(None, (need["expert_name"], need["sector_name"])))
        click.echo(f"  inviter : {asked} (demandé par {need['people']}) : {need['partner_name'] or 'à trouver'}")


def _planned(commune: dict[str, Any]) -> str:
    return ", ".join(f"{one['number']} le {one['on']}" for one in commune["planned"])
