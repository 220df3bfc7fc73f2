"""retour rules: which rules there are, and what another threshold would change."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from ..run.judging.rules_told import rules_in_force, write_page
from ..run.judging.trial import Tried, try_rules
from .screen import Screen, as_json, print_json, print_table

MOST = 40


@click.group()
def rules() -> None:
    """The programme's rules: what they ask, and what another threshold would change."""


@rules.command(name="list")
@as_json
@click.pass_context
def list_rules(context: click.Context, json_wanted: bool) -> None:
    """List every rule in the practice's order, with the thresholds in force today."""
    found = rules_in_force(Path(context.obj))
    if json_wanted:
        print_json([one.document() for one in found])
        return
    heads = ("règle", "ce qu'elle demande", "juge", "gravité", "seuils d'aujourd'hui")
    print_table(f"{len(found)} règles", heads, [one.row() for one in found])


@rules.command()
@click.option("--out", type=click.Path(dir_okay=False), required=True, help="The Markdown file to write.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of the page.")
@click.pass_context
def doc(context: click.Context, out: str, language: Literal["fr", "en"]) -> None:
    """Write the page about the rules: what each asks, its thresholds here, and how many cases it decided how."""
    counted = write_page(Path(context.obj), Screen(), Path(out), language)
    click.echo(f"{out}: {counted} findings counted.")
    if not counted:
        click.echo("Nothing was judged yet: 'retour run' judges.")


@rules.command(name="try")
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="NAME=VALUE",
    help="A threshold of config/rules.toml and the value to try; several times for several thresholds.",
)
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day on which it would hold, for every later day; without it, it holds always.",
)
@as_json
@click.pass_context
def try_(context: click.Context, settings: Sequence[str], since: datetime | None, json_wanted: bool) -> None:
    """Show which cases another threshold would change. Nothing is stored.

    Example: retour rules try --set committee.local_minimum=5 --from 2018-09-01
    """
    tried = try_rules(Path(context.obj), Screen(quiet=json_wanted), settings, since.date() if since else None)
    if json_wanted:
        print_json(tried.document())
        return
    _show(tried)


def _show(tried: Tried) -> None:
    for line in tried.heading():
        click.echo(line)
    for title, sentence, rows in tried.groups():
        click.echo(f"\n{title}\n{sentence}")
        print_table("", ("cas", "à propos de", "aujourd'hui", "essai"), rows[:MOST])
        if len(rows) > MOST:
            click.echo(f"… et {len(rows) - MOST} autres ; --json les donne tous.")
