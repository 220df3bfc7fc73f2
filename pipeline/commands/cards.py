"""retour cards [list|replace]: pre-printed codes for people and plans, and a new card for a lost one."""

import getpass
from pathlib import Path
from typing import Any

import click

from ..run import cards as shell
from .screen import Screen, as_json, print_json, print_table

by_option = click.option("--by", default=getpass.getuser, show_default="your login", help="Who does it.")


@click.group(invoke_without_command=True)
@click.option("--count", type=click.IntRange(1, 20_000), help="How many cards; ten fit on a sheet.")
@click.option("--out", type=click.Path(dir_okay=False), help="The PDF to write.")
@click.option(
    "--kind", type=click.Choice(["person", "plan"]), default="person", show_default=True, help="What they stand for."
)
@click.option("--receiver", default="", help="Who is given the cards: a team or an office.")
@click.option("--zone", default="", help="Zone they are for, as config/programme.toml calls it.")
@by_option
@click.pass_context
def cards(
    context: click.Context, count: int | None, out: str | None, kind: Any, receiver: str, zone: str, by: str
) -> None:
    """Print cards with new codes (--count, --out), list the batches, replace a lost card.

    A code is drawn at random and given out once. Print the file once: a card that exists twice makes two people one.
    """
    if context.invoked_subcommand is not None:
        if count is not None or out is not None:
            raise click.UsageError(f"--count and --out do not go with '{context.invoked_subcommand}' behind them.")
        return
    if count is None or out is None:
        raise click.UsageError("Say how many and where: retour cards --count 500 --out cards.pdf")
    done = shell.print_cards(
        Path(context.obj), Screen(), Path(out), count=count, kind=kind, receiver=receiver, zone=zone, by=by
    )
    amount = f"{_counted(done.count, 'card')} on {_counted(done.pages, 'sheet')}"
    click.echo(f"{out}: {amount}, batch {_short(done.batch)}.")
    click.echo("Print it once, on A4 at 100 %, then delete the file.")


@cards.command("list")
@as_json
@click.pass_context
def list_(context: click.Context, json_wanted: bool) -> None:
    """List the batches, and how many of their codes stand in submissions so far."""
    found = shell.read_batches(Path(context.obj), Screen(json_wanted))
    if json_wanted:
        print_json([_document(one) for one in found])
        return
    rows = [
        (_short(s.batch), f"{s.batch.printed_at:%Y-%m-%d}", s.batch.kind, s.count, s.seen, s.replaced, s.batch.zone,
         s.batch.receiver, s.batch.printed_by)
        for s in found
        if not s.is_replacement
    ]  # fmt: skip
    if not found:
        click.echo("No card was printed yet: retour cards --count 500 --out cards.pdf")
        return
    columns = ("batch", "printed (UTC)", "kind", "cards", "seen", "replaced", "zone", "receiver", "by")
    print_table("", columns, rows, right=(3, 4, 5))
    if new := [s for s in found if s.is_replacement]:
        click.echo(f"{len(new)} more as replacements, {sum(s.seen for s in new)} of them seen.")


@cards.command()
@click.argument("code")
@click.option("--why", required=True, help="Why, in a few words; never a name.")
@click.option("--out", type=click.Path(dir_okay=False), help="Print the new card into this PDF.")
@by_option
@click.pass_context
def replace(context: click.Context, code: str, why: str, out: str | None, by: str) -> None:
    """Give a lost or spoilt card's holder a new code; the old one goes on meaning the same person or plan."""
    done = shell.replace_card(Path(context.obj), Screen(), code, why=why, by=by, file=Path(out) if out else None)
    if done.old != done.asked:
        click.echo(f"{done.asked} had been replaced before: its newest card was {done.old}.")
    click.echo(f"{done.old} is replaced by {done.new}. The old code stays as an alias.")
    if out:
        click.echo(f"{out}: the new card. Print it once, on A4 at 100 %, then delete the file.")


def _short(batch: Any) -> str:
    """Enough of the batch's id to tell it from the others; the same stands in the margin of its sheets."""
    return str(batch.batch_id)[:8]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _document(standing: Any) -> dict[str, Any]:
    batch = {name: getattr(standing.batch, name) for name in standing.batch.__slots__}
    return batch | {name: getattr(standing, name) for name in ("count", "seen", "replaced", "is_replacement")}
