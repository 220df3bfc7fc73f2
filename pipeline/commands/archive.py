"""retour archive export|import|confirm-deletions: the archive moved whole, and mass deletions confirmed."""

from pathlib import Path

import click

from ..run import archiving
from .screen import Screen


@click.group()
def archive() -> None:
    """Everything that was ever received, and what may be removed from it."""


@archive.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.pass_context
def export(context: click.Context, file: str) -> None:
    """Write the whole archive to FILE (zstd JSON lines). It holds personal data in plain text: keep it safe."""
    counts = archiving.export_archive(Path(context.obj), Screen(), Path(file))
    click.echo(f"{file}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    click.echo("Attachments are not in it: copy the folder 'attachments' beside it.")


@archive.command("import")
@click.argument("file", type=click.Path(dir_okay=False))
@click.pass_context
def import_(context: click.Context, file: str) -> None:
    """Merge an exported archive into this programme; all or nothing. Then: retour build."""
    done = archiving.import_archive(Path(context.obj), Screen(), Path(file))
    click.echo(
        f"{done.submissions} submissions and {done.editions} editions are new or newer, {done.rows} other rows; "
        f"{done.refused} were refused because they were erased. Now: retour build"
    )


@archive.command("confirm-deletions")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def confirm_deletions(context: click.Context, yes: bool) -> None:
    """Submissions that vanished from a server all at once are really gone; a tombstone stays for each."""
    waiting = archiving.pending_deletions(Path(context.obj), Screen())
    if not waiting:
        click.echo("No deletion waits.")
        return
    for deployment, count in waiting.items():
        click.echo(f"{deployment}: {count} submissions are gone from the server.")
    if not yes:
        click.confirm("A lost permission looks the same. Are they really deleted there?", abort=True)
    for deployment, count in archiving.confirm_deletions(Path(context.obj), Screen()).items():
        click.echo(f"{deployment}: {count} deleted. Now: retour run")
