"""retour link [run|sample|evaluate|renew]: who is who, and how well that is found out."""

from pathlib import Path

import click

from ..run.daily import run_link
from ..run.linking.sample import NOISE_LEVELS, write_sample
from .daily import end
from .link_decide import contradictions, decide, decisions, undo
from .link_evaluate import evaluate
from .link_renew import renew
from .link_review import review
from .link_workbook import export, import_
from .screen import Screen, as_json


@click.group()
def link() -> None:
    """Tell who is who among badly written records, and measure how well."""


@link.command()
@click.option("--rebuild", is_flag=True, help="Drop what was made and make it again; needed after a new model.")
@as_json
@click.pass_context
def run(context: click.Context, rebuild: bool, json_wanted: bool) -> None:
    """Link people, plans and journeys alone, without pulling or building; 'retour run' does it every night."""
    end(run_link(Path(context.obj), Screen(json_wanted), rebuild=rebuild), json_wanted)


@link.command()
@click.option("--people", type=click.IntRange(1, 5_000_000), required=True, help="How many; 1.18 records come of each.")
@click.option(
    "--noise", type=click.Choice(NOISE_LEVELS), default="field", show_default=True, help="How badly they are written."
)
@click.option("--seed", default=1, show_default=True, help="Of everything drawn; another seed, other people.")
@click.option(
    "--out", type=click.Path(dir_okay=False), required=True, help="The CSV file to write; never over another."
)
def sample(people: int, noise: str, seed: int, out: str) -> None:
    """Write a labelled file of synthetic people, to judge linkage on: its last column says who is who."""
    written = write_sample(Path(out), Screen(), people=people, noise=noise, seed=seed)
    click.echo(
        f"{out}: {written.records:,} records of {written.people:,} people, {written.pairs:,} true pairs; "
        f"noise {written.noise}, seed {written.seed}."
    )
    click.echo("SYNTHETIC: nobody in it exists. The column true_id is the truth; a linker must not read it.")


for command in (evaluate, renew, review, decide, undo, decisions, contradictions, export, import_):
    link.add_command(command)
