"""retour committee ready|dossier: which places can hold a meeting, and the pack for its members."""

from pathlib import Path

import click

from ..run.planning.committee import Locality, Ready, read_ready
from ..run.planning.dossier import write_dossier
from .screen import Screen, as_json, print_json, print_table


@click.group()
def committee() -> None:
    """Prepare a meeting of the selection committee."""


@committee.command()
@as_json
@click.pass_context
def ready(context: click.Context, json_wanted: bool) -> None:
    """List the places with enough plans to examine, the agenda, and whom to invite."""
    found = read_ready(Path(context.obj), Screen(json_wanted))
    if json_wanted:
        print_json(found.document())
        return
    enough = [one for one in found.localities if one.is_ready]
    if len(enough) > 1:
        rows = [(one.name, one.place, len(one.waiting), one.waiting[0].since, _reminded(one)) for one in enough]
        print_table("Peuvent réunir leur comité", ("localité", "code", "plans", "depuis", ""), rows, right=(2,))
    for one in enough:
        _show(one, found)
    if not enough:
        click.echo("Aucune localité n'a assez de plans à examiner.")
    if rest := [f"{one.name} {len(one.waiting)}/{one.minimum or '?'}" for one in found.localities if not one.is_ready]:
        click.echo(f"Pas encore assez de plans : {', '.join(rest)}.")


@committee.command()
@click.argument("meeting_or_locality")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False), help="The PDF to write; never over another file."
)
@click.pass_context
def dossier(context: click.Context, meeting_or_locality: str, out: str) -> None:
    """Print the members' pack: summary, a page for each plan, blank minutes. In French, for black-and-white printers.

    MEETING_OR_LOCALITY is the code or name of a place ('retour committee ready' lists them), or a meeting's number.
    """
    cover, pages = write_dossier(Path(context.obj), Screen(), meeting_or_locality, Path(out))
    click.echo(f"{out} : dossier de {cover.place}, {len(pages)} plan(s).")
    if cover.later:
        click.echo(f"{cover.later} autre(s) plan(s) attendent une réunion suivante.")
    if cover.with_names:
        click.echo("Il contient des noms ([names] committee = true) : remettez-le en main propre.")
    click.echo("Relisez-le avant de l'imprimer : les spécifications des biens y sont telles qu'elles ont été écrites.")


def _reminded(one: Locality) -> str:
    return "RAPPEL" if one.is_reminder else ""


def _show(one: Locality, found: Ready) -> None:
    told = one.document(found.label)
    click.echo(
        f"{one.name} ({one.place}) : {told['waiting']} plans attendent, le plus ancien depuis le {told['oldest']};"
        f" {one.minimum} suffisent. {_reminded(one)}".rstrip()
    )
    for meeting in told["planned"]:
        click.echo(f"Une réunion est déjà prévue : {meeting['number']}, le {meeting['on']}.")
    print_table(
        "Ordre du jour proposé",
        ("", "plan", "version", "secteur", "porteurs", "total (F CFA)", "attend depuis"),
        [
            (n, p["plan"], p["version"], p["sector_name"], p["holders"], _amount(p["total_xof"]), p["since"])
            for n, p in enumerate(told["agenda"], 1)
        ],
        right=(0, 2, 4, 5),
    )
    if told["later"]:
        click.echo(f"Pour la réunion suivante : {', '.join(p['plan'] for p in told['later'])}.")
    print_table(
        "À inviter",
        ("famille", "secteur", "organisation", "d'ici"),
        [(i["category_name"], i["sector_name"], i["partner_name"] or "à trouver", _local(i)) for i in told["invite"]],
    )
    click.echo(f"Le dossier des membres : retour committee dossier {one.place} --out dossier.pdf\n")


def _local(invitation: dict[str, object]) -> str:
    return "" if not invitation["partner"] else "oui" if invitation["local"] else "non, la plus proche"


def _amount(total: object) -> str:
    return "" if total is None else f"{total:,.0f}".replace(",", " ")
