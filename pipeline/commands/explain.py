"""retour explain: why a case stands as it does, rule by rule."""

from pathlib import Path

import click

from ..run.judging.explaining import explain_code
from .screen import Screen, as_json, print_json


@click.command()
@click.argument("code")
@click.option("--all", "everything", is_flag=True, help="Also why a rule does not apply.")
@click.option("--english", is_flag=True, help="In English instead of French.")
@as_json
@click.pass_context
def explain(context: click.Context, code: str, everything: bool, english: bool, json_wanted: bool) -> None:
    """Explain each rule's answer about CODE: what it read, why, since when, and what would mend it. No name.

    CODE is a person's or a plan's card, a meeting's number, a session's code, or a place (code or name).
    """
    found = explain_code(Path(context.obj), Screen(quiet=True), code, "en" if english else "fr")
    if json_wanted:
        print_json([one.document() for one in found])
        return
    for place, one in enumerate(found):
        if place:
            click.echo("")
        for line in one.lines(everything=everything):
            click.echo(line)
