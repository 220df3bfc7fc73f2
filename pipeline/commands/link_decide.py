"""retour link decide|undo|decisions|contradictions: what people say about who is who."""

import getpass
from pathlib import Path
from typing import Any

import click

from ..run.linking import decide as shell
from .link_words import tell_outcome
from .screen import Screen, as_json, print_json, print_table

by_option = click.option("--by", default=getpass.getuser, show_default="your login", help="Who decides.")
COLUMNS = ("decided (UTC)", "verdict", "one", "other", "by", "why", "taken back")


@click.command()
@click.argument("one")
@click.argument("other")
@click.argument("verdict", type=click.Choice(["same", "different"]))
@click.option("--why", required=True, help="Why, in a few words; never a name.")
@by_option
@click.pass_context
def decide(context: click.Context, one: str, other: str, verdict: Any, why: str, by: str) -> None:
    """Say that ONE and OTHER are the same person, or different people.

    ONE and OTHER are codes of people, or ids of mentions (uuid:…#who). For a card that several people use, code:P…
    means all that came with the card alone.
    """
    outcome = shell.decide(Path(context.obj), Screen(), (one, other), verdict, why=why, by=by)
    for sentence in tell_outcome("en", outcome):
        click.echo(sentence)


@click.command()
@click.argument("two", nargs=-1)
@click.option("--why", default="", help="Why, in a few words; never a name.")
@by_option
@click.pass_context
def undo(context: click.Context, two: tuple[str, ...], why: str, by: str) -> None:
    """Take the last decision back, or the last about two people or mentions; each gets their own back."""
    if len(two) not in (0, 2):
        raise click.UsageError("Name two people or two mentions, or nobody for the last decision.")
    taken, outcome = shell.undo(Path(context.obj), Screen(), two, why=why, by=by)
    click.echo(f"Taken back: '{taken.verdict}', decided {taken.decided_at:%Y-%m-%d %H:%M} UTC by {taken.decided_by}.")
    for sentence in tell_outcome("en", outcome):
        click.echo(sentence)


@click.command()
@as_json
@click.pass_context
def decisions(context: click.Context, json_wanted: bool) -> None:
    """List all that was ever decided, also what was taken back; ids and codes, no names."""
    found = shell.list_decisions(Path(context.obj), Screen(json_wanted))
    if json_wanted:
        print_json([_document(one) for one in found])
    elif not found:
        click.echo("Nothing was decided yet: retour link review")
    else:
        print_table("", COLUMNS, [_row(one) for one in found])


@click.command()
@as_json
@click.pass_context
def contradictions(context: click.Context, json_wanted: bool) -> None:
    """List decisions that no longer count because later ones exclude them: A is B and B is C, but A is not C."""
    found = shell.contradictions(Path(context.obj), Screen(json_wanted))
    if json_wanted:
        print_json(
            [{"refused": _document(one.refused), "against": [_document(d) for d in one.against]} for one in found]
        )
        return
    if not found:
        click.echo("No decision contradicts another.")
    for number, one in enumerate(found, 1):
        print_table(
            f"{number}. The first of these does not count:", COLUMNS, [_row(d) for d in (one.refused, *one.against)]
        )
        click.echo(
            f"Take back whichever is wrong, for instance: retour link undo {one.refused.left} {one.refused.right}"
        )


def _row(one: Any) -> tuple[object, ...]:
    undone = f"{one.undone_at:%Y-%m-%d}" if one.undone_at else ""
    ends = [code or record for record, code in ((one.left, one.left_code), (one.right, one.right_code))]
    return (f"{one.decided_at:%Y-%m-%d %H:%M}", one.verdict, *ends, one.decided_by, one.why, undone)


def _document(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}
