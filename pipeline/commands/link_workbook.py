"""retour link export|import: the review in Excel."""

import getpass
from pathlib import Path

import click

from ..errors import SetupError
from ..run.linking.workbook import export_review, import_review
from .screen import Screen, print_table


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.pass_context
def export(context: click.Context, file: str) -> None:
    """Write the doubtful pairs to FILE.xlsx, a row each, to be answered there. It holds names: keep it safe."""
    done = export_review(Path(context.obj), Screen(), Path(file))
    click.echo(
        f"{file}: {done.pairs} {'pair' if done.pairs == 1 else 'pairs'} to decide. It holds names: keep it safe."
    )
    if done.cards:
        click.echo(f"{done.cards} more about whose a card is: retour link review")
    click.echo(f"Choose in the column 'Décision', save, then: retour link import {file}")


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--by", default=getpass.getuser, show_default="your login", help="Who decides, where a row names nobody.")
@click.pass_context
def import_(context: click.Context, file: str, by: str) -> None:
    """Record the answers of a workbook that 'link export' wrote; all or nothing, and twice is like once."""
    done = import_review(Path(context.obj), Screen(), Path(file), by=by)
    if done.problems:
        print_table(
            "",
            ("sheet", "row", "what is wrong", "how to mend it"),
            [(p.sheet, p.row, p.what, p.fix) for p in done.problems],
        )
        count = len(done.problems)
        what = "1 row is wrong" if count == 1 else f"{count} rows are wrong"
        raise SetupError(file, f"{what}; nothing was recorded.", "Mend them, save, and import it again.")
    one = sum(outcome.are_one for outcome in done.outcomes)
    two = len(done.outcomes) - one
    decided, unchanged = counted(len(done.outcomes), "decision"), counted(done.unchanged, "row")
    if not done.outcomes:
        click.echo("Nothing new was decided.")
    else:
        click.echo(f"{decided} recorded: {counted(one, 'pair')} {is_(one)} one person, {two} {is_(two)} two.")
    were = "was" if done.unchanged == 1 else "were"
    click.echo(f"{unchanged} {were} decided like that already, {done.later} {is_(done.later)} left for later.")
    for outcome in done.outcomes:
        if outcome.are_one and not outcome.were_one:
            leads = "leads" if len(outcome.aliases) == 1 else "lead"
            aliases = f"; {', '.join(outcome.aliases)} {leads} there too" if outcome.aliases else ""
            click.echo(f"{outcome.codes[0]} is one person now{aliases}.")


def counted(count: int, noun: str) -> str:
    """``1 pair``, ``2 pairs``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def is_(count: int) -> str:
    """The verb for so many."""
    return "is" if count == 1 else "are"
