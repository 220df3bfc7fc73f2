"""retour sample certificates: whom to call back, so that nobody chooses the ones to check."""

from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from ..errors import SetupError
from ..run.planning.certificates import sample_certificates
from .screen import Screen, print_table


def read_share(context: click.Context, parameter: click.Parameter, written: str) -> Decimal:
    """The part, exact, of ``0.1`` or ``0,1``.

    Raises:
        SetupError: anything else than a part above 0 and up to 1.
    """
    try:
        share = Decimal(written.replace(",", "."))
    except InvalidOperation:
        share = Decimal(0)
    if not 0 < share <= 1:
        raise SetupError("--share", f"'{written}' is no part above 0 and up to 1.", "For one of ten: --share 0.1")
    return share


@click.group()
def sample() -> None:
    """Draw a sample to check, the same for everybody who draws it again."""


@sample.command()
@click.option("--share", required=True, callback=read_share, help="Part of all certificates, above 0 and up to 1: 0.1.")
@click.option("--seed", required=True, help="Any word, written down beside the list: the same one draws the same list.")
@click.option("--out", type=click.Path(dir_okay=False), help="List to fill in: .xlsx or .csv, never over another file.")
@click.pass_context
def certificates(context: click.Context, share: Decimal, seed: str, out: str | None) -> None:
    """Draw hand-over certificates to call their receivers back, and print or write what to ask."""
    done = sample_certificates(Path(context.obj), Screen(), share, seed, Path(out) if out else None)
    if not done.of:
        click.echo("Aucun certificat de remise pour l'instant.")
        return
    click.echo(f"{done.drawn} certificats sur {done.of}, tirés avec --share {share} --seed {seed}.")
    if out is None:
        print_table("", done.titles, done.rows, right=(0,))
        return
    click.echo(f"{out} : {len(done.rows)} personnes à appeler.")
    if done.with_names:
        click.echo("Il contient des noms et des téléphones ([names] certificates = true) : supprimez-le après usage.")
    else:
        click.echo("Le téléphone d'une personne : retour person CODE --identified")
